namespace SalesProcess.Engine.Definitions;

public enum Severity
{
    Info,
    Warning,
    Error,
}

/// <summary>One finding about a definition.</summary>
/// <param name="Severity">An Error keeps the definition from being published.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Path">Where: a node id, or a JSON pointer into the file.</param>
/// <param name="ActivityId">The activity concerned, if one is.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record Diagnostic(Severity Severity, string Code, string Path, string? ActivityId, string Message);
