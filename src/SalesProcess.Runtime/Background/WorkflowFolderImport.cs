using Microsoft.Extensions.Logging;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Background;

/// <summary>Takes in the definitions and forms of the workflows folder at start. A definition with an error is left out and told; the published version stays.</summary>
public sealed class WorkflowFolderImport(CompanyRules rules, DefinitionService definitions, CommitQueue queue, ILogger<WorkflowFolderImport> log)
{
    private static readonly string[] NotDefinitions = ["directory.json", "approval-matrix.json"];

    public async Task RunAsync(CancellationToken ct)
    {
        await queue.RunAsync(
            session =>
            {
                foreach (var form in rules.Forms)
                {
                    session.Execute("INSERT OR IGNORE INTO contents (hash, text) VALUES ($1, $2)", form.Hash, form.Text);
                }

                return true;
            },
            ct);
        var files = Directory.GetFiles(rules.Folder, "*.json").Where(f => !NotDefinitions.Contains(Path.GetFileName(f))).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            await ImportAsync(file, ct);
        }
    }

    private async Task ImportAsync(string file, CancellationToken ct)
    {
        try
        {
            var findings = await definitions.ImportAsync(DefinitionReader.Read(await File.ReadAllTextAsync(file, ct)), ct);
            foreach (var finding in findings.Where(f => f.Severity == Severity.Error))
            {
                log.LogError("{File} is not published: {Path}: {Message}", Path.GetFileName(file), finding.Path, finding.Message);
            }
        }
        catch (DefinitionException fault)
        {
            log.LogError("{File} is not published: {Path}: {Message}", Path.GetFileName(file), fault.Path, fault.Message);
        }
    }
}
