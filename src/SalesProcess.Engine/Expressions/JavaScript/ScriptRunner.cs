using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>Runs a prepared script in an engine of its own, so that nothing passes from one evaluation to the next.</summary>
internal static class ScriptRunner
{
    // A promise that has not settled when all its tasks have run never will: nothing outside can settle it.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1);

    /// <param name="install">Puts in reach what the script may use.</param>
    /// <param name="finish">Runs after the script has ended well, still within its limits.</param>
    /// <exception cref="ActivityFault">The script failed or broke a limit.</exception>
    public static object? Evaluate(PreparedScript script, Ambient ambient, ScriptLimits limits, Action<Jint.Engine> install, Action? finish = null)
    {
        if (script.Error is { } wrong)
        {
            throw new ActivityFault($"JavaScript: {wrong}");
        }

        using var engine = new Jint.Engine(Options(ambient, limits));
        try
        {
            if (script.ReachesGlobalObject || script.Names.Contains("Math"))
            {
                ReplaceRandom(engine, ambient);
            }

            install(engine);
            var result = engine.Evaluate(script.Program).UnwrapIfPromise(Settling);
            var value = ScriptValues.FromScript(result);
            finish?.Invoke();
            return value;
        }
        catch (Exception failed) when (Describe(failed) is { } what)
        {
            throw new ActivityFault($"JavaScript{Line(engine, failed)}: {what}", failed);
        }
    }

    private static Options Options(Ambient ambient, ScriptLimits limits)
    {
        var options = new Options { Culture = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc, TimeSystem = new ScriptTime(ambient) };
        options.Host.StringCompilationAllowed = false;
        options.Constraints.MaxRecursionDepth = limits.Calls;
        options.Constraints.MaxArraySize = 1_000_000;
        options.Constraints.RegexTimeout = limits.Pattern;
        options.Constraint(() => new ScriptBudget(limits));
        return options;
    }

    private static void ReplaceRandom(Jint.Engine engine, Ambient ambient) =>
        engine.GetValue("Math").AsObject().Set("random", new ClrFunction(engine, "random", (_, _) => JsNumber.Create(ambient.NextDouble())));

    // What the script is to blame for; anything else is a bug of ours and stays an exception.
    private static string? Describe(Exception failed) => failed switch
    {
        ActivityFault fault => fault.Message,
        RecursionDepthOverflowException => "its functions call each other too deep.",
        PromiseRejectedException rejected => $"its promise was not kept: {rejected.RejectedValue}",
        RegexMatchTimeoutException => "a regular expression took too long.",
        JintException or TimeoutException or OutOfMemoryException or InsufficientExecutionStackException => failed.Message,
        _ => null,
    };

    private static string Line(Jint.Engine engine, Exception failed)
    {
        if (failed is JavaScriptException { Location.Start.Line: > 0 and var line })
        {
            return $", line {line}";
        }

        return "";
    }
}
