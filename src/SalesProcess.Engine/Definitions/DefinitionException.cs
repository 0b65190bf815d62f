namespace SalesProcess.Engine.Definitions;

/// <summary>A definition cannot be read: where in the file, and why.</summary>
public sealed class DefinitionException : Exception
{
    public DefinitionException(string path, string message)
        : base(message) => Path = path;

    /// <summary>A JSON pointer into the file.</summary>
    public string Path { get; }
}
