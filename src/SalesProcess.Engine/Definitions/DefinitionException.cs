namespace SalesProcess.Engine.Definitions;

/// <summary>A definition cannot be read: where in the file, and why. All that was found at once.</summary>
public sealed class DefinitionException : Exception
{
    public DefinitionException(string path, string message, Place? place = null)
        : this([new Diagnostic(Severity.Error, "unreadable", path, null, message) { Place = place }])
    {
    }

    public DefinitionException(IReadOnlyList<Diagnostic> findings)
        : base(string.Join('\n', findings.Select(f => f.Message))) => Findings = findings;

    public IReadOnlyList<Diagnostic> Findings { get; }

    /// <summary>Where the first fault is: a JSON pointer into the file, or a node id.</summary>
    public string Path => Findings[0].Path;
}
