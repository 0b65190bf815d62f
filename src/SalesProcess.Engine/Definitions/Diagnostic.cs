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
public sealed record Diagnostic(Severity Severity, string Code, string Path, string? ActivityId, string Message)
{
    /// <summary>The line and column of the file, if the definition was read from one.</summary>
    public Place? Place { get; init; }

    /// <summary>The place as one writes it behind a file's name: <c>:12:5</c>, or nothing.</summary>
    public string Suffix => Place is { } place ? $":{place.Line}:{place.Column}" : "";
}
