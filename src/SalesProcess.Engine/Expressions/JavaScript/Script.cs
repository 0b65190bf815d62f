using Jint.Native;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>A script outside of any workflow (a form's rule), parsed once, with nothing in reach but what it is given.</summary>
public sealed class Script(string text)
{
    private readonly PreparedScript _script = new(text);

    public string Text => text;

    internal ScriptLimits Limits { get; init; } = ScriptLimits.Default;

    /// <summary>What is wrong with the script's syntax, or null.</summary>
    public string? Check() => _script.Error;

    /// <exception cref="ActivityFault">The script failed or broke a limit.</exception>
    public object? Evaluate(IReadOnlyDictionary<string, object?> globals, Ambient ambient) =>
        ScriptRunner.Evaluate(_script, ambient, Limits, engine =>
        {
            foreach (var name in _script.Names)
            {
                if (globals.TryGetValue(name, out var value))
                {
                    engine.SetValue(name, (JsValue)ScriptValues.ToScript(engine, value));
                }
            }
        });
}
