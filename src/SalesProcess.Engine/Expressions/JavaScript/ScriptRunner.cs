using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>Runs a prepared script in an engine of its own, so that nothing passes from one evaluation to the next.</summary>
internal static partial class ScriptRunner
{
    private const int MaxMessage = 1_000;

    // A promise that has not settled when all its tasks have run never will: nothing outside can settle it.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1);

    /// <param name="install">Puts in reach what the script may use.</param>
    /// <param name="finish">Runs after the script has ended well, still within its limits.</param>
    /// <exception cref="ActivityFault">The script failed or broke a limit.</exception>
    public static object? Evaluate(PreparedScript script, Ambient ambient, ScriptLimits limits, Action<Jint.Engine> install, Action? finish = null)
    {
        if (script.Error is { } wrong)
        {
            throw new ActivityFault($"JavaScript, {wrong}");
        }

        using var engine = new Jint.Engine(Options(ambient, limits));
        try
        {
            ScriptGuards.Install(engine, script, ambient);
            DotNetTypes.Install(engine, script, ambient);
            install(engine);
            var value = ScriptValues.FromScript(engine.Evaluate(script.Program).UnwrapIfPromise(Settling));
            finish?.Invoke();
            return value;
        }
        catch (Exception failed) when (IsTheScripts(failed))
        {
            var what = Describe(failed);
            throw new ActivityFault($"JavaScript{Line(engine, failed)}: {(what.Length > MaxMessage ? what[..MaxMessage] + " …" : what)}", failed);
        }
    }

    private static Options Options(Ambient ambient, ScriptLimits limits)
    {
        var options = new Options { Culture = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc, TimeSystem = new ScriptTime(ambient), AgentCanSuspend = false };
        options.Host.StringCompilationAllowed = false;
        options.Constraints.MaxRecursionDepth = limits.Calls;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = 1_000_000;
        options.Constraints.RegexTimeout = ScriptLimits.Pattern;
        options.Constraint(() => new ScriptBudget(limits));
        return options;
    }

    // Anything else is a bug of ours and stays an exception.
    private static bool IsTheScripts(Exception failed) =>
        failed is JintException or ActivityFault or RegexMatchTimeoutException or TimeoutException or OutOfMemoryException or InsufficientExecutionStackException;

    private static string Describe(Exception failed) => failed switch
    {
        JavaScriptException thrown when !thrown.Error.IsObject() || !thrown.Error.AsObject().HasProperty("message") => Describe(thrown.Error),
        PromiseRejectedException rejected => $"its promise was not kept: {(rejected.RejectedValue.IsObject() ? rejected.Message : Describe(rejected.RejectedValue))}",
        RecursionDepthOverflowException => "its functions call each other too deep.",
        RegexMatchTimeoutException => "a regular expression took too long.",
        _ => failed.Message,
    };

    private static string Describe(JsValue thrown) => ScriptValues.FromScript(thrown) switch
    {
        string text => text,
        var other => ValueJson.Format(other),
    };

    private static string Line(Jint.Engine engine, Exception failed)
    {
        if (failed is JavaScriptException { Location.Start.Line: > 0 and var line })
        {
            return $", line {line}";
        }

        return Position().Match(engine.Advanced.StackTrace) is { Success: true } position ? $", line {position.Groups["line"].Value}" : "";
    }

    [GeneratedRegex(@":(?<line>\d+):\d+\)?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Position();
}
