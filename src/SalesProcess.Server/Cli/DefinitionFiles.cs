using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;

namespace SalesProcess.Server.Cli;

/// <summary>One definition file, read or with the reason why it cannot be.</summary>
internal sealed record DefinitionFile(string Path, WorkflowDefinition? Definition, IReadOnlyList<Diagnostic> Faults);

/// <summary>The definition files that a command names, alone or as a folder.</summary>
internal static class DefinitionFiles
{
    /// <summary>Reads files, and of folders every JSON file that is meant as a definition (others, such as directory.json, are passed over).</summary>
    /// <exception cref="CommandFault">A path does not exist, or no definition is found.</exception>
    public static IReadOnlyList<DefinitionFile> Read(IEnumerable<string> paths)
    {
        var files = paths.SelectMany(ReadPath).DistinctBy(f => f.Path, StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new CommandFault($"No definition in {string.Join(", ", paths)}. A definition is a JSON object with a 'root' activity.");
    }

    /// <summary>The same, where every file has to be readable.</summary>
    /// <exception cref="CommandFault">A file cannot be read.</exception>
    public static IReadOnlyList<(string Path, WorkflowDefinition Definition)> ReadAll(IEnumerable<string> paths) =>
        [.. Read(paths).Select(f => (f.Path, f.Definition ?? throw new CommandFault(Told(f.Path, f.Faults))))];

    /// <summary>Findings as compilers write them: file, line, column, path, message; one in a line.</summary>
    public static string Told(string file, IEnumerable<Diagnostic> findings) =>
        string.Join(Environment.NewLine, findings.Select(f => $"{file}{f.Suffix}: {At(f.Path)}{f.Message}"));

    private static IEnumerable<DefinitionFile> ReadPath(string path)
    {
        if (File.Exists(path))
        {
            return [ReadFile(path)];
        }

        return Directory.Exists(path)
            ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).Where(IsMeantAsDefinition).Select(ReadFile)
            : throw new CommandFault($"There is no file or folder '{path}' below {Environment.CurrentDirectory}.");
    }

    private static DefinitionFile ReadFile(string path)
    {
        try
        {
            return new DefinitionFile(path, DefinitionReader.Read(File.ReadAllText(path)), []);
        }
        catch (DefinitionException fault)
        {
            return new DefinitionFile(path, null, fault.Findings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new DefinitionFile(path, null, [new Diagnostic(Severity.Error, "unreadable", "", null, fault.Message)]);
        }
    }

    // A file that is not JSON is meant as one too: its designer wants to know.
    private static bool IsMeantAsDefinition(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), null, new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject json
                && json.Any(p => p.Key.ToLowerInvariant() is "root" or "definitionid");
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static string At(string path) => path.Length == 0 ? "" : $"{path}: ";
}
