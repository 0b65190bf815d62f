using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>A script outside of any workflow (a form's rule), parsed once, with nothing in reach but what it is given.</summary>
public sealed class Script(string text)
{
    public string Text => text;

    /// <summary>What is wrong with the script's syntax, or null.</summary>
    public string? Check() => text.Contains((char)0) ? "A script holds no zero character." : null;

    /// <exception cref="ActivityFault">The script failed or broke a limit.</exception>
    public object? Evaluate(IReadOnlyDictionary<string, object?> globals, Ambient ambient) => throw new ActivityFault($"not yet: {text}");
}
