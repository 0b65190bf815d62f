using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Mail;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Server.Cli;

/// <summary>Checks definitions against the people and forms that lie beside them. Where there is no directory.json, a definition is checked by itself.</summary>
internal sealed class CompanyFiles(ActivityCatalog catalog)
{
    private readonly Dictionary<string, Directory?> _directories = new(StringComparer.Ordinal);

    /// <param name="others">The definitions that it may use as activities.</param>
    public IReadOnlyList<Diagnostic> Validate(string path, WorkflowDefinition definition, IReadOnlyList<WorkflowDefinition> others)
    {
        try
        {
            var graph = WorkflowGraph.Compile(definition, catalog, (_, reference) => reference.Choose(others));
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return DirectoryOf(folder) is { } directory
                ? [.. DefinitionValidator.Validate(graph), .. TaskDefinitionRules.Validate(graph, directory, form => File.Exists(Path.Combine(folder, "forms", $"{form}.json")))]
                : DefinitionValidator.Validate(graph);
        }
        catch (DefinitionException fault)
        {
            return fault.Findings;
        }
    }

    /// <summary>What is wrong with the templates of mails in a folder, if it has any.</summary>
    public static IReadOnlyList<Diagnostic> Mails(string folder)
    {
        try
        {
            if (MailTemplates.AreThere(folder))
            {
                MailTemplates.Read(folder);
            }

            return [];
        }
        catch (ConfigurationFault fault)
        {
            return [.. fault.Faults.Select(message => new Diagnostic(Severity.Error, "mail-template-invalid", "", null, message))];
        }
    }

    private Directory? DirectoryOf(string folder)
    {
        if (!_directories.TryGetValue(folder, out var directory))
        {
            _directories[folder] = directory = Read(Path.Combine(folder, "directory.json"));
        }

        return directory;
    }

    private static Directory? Read(string file)
    {
        try
        {
            return File.Exists(file) ? Directory.Parse(File.ReadAllText(file)) : null;
        }
        catch (ConfigurationFault fault)
        {
            throw new CommandFault($"{file}: {fault.Message}");
        }
    }
}
