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
        var waiting = Directory.GetFiles(rules.Folder, "*.json").Where(f => !NotDefinitions.Contains(Path.GetFileName(f))).Order(StringComparer.Ordinal).ToList();
        // A workflow that another one uses as an activity may lie behind it: what fails is tried again as long as something else gets in.
        for (var taken = true; taken && waiting.Count > 0;)
        {
            var failed = new List<string>();
            foreach (var file in waiting)
            {
                if (await ImportAsync(file, ct) is { Count: > 0 })
                {
                    failed.Add(file);
                }
            }

            taken = failed.Count < waiting.Count;
            // The other way round next time: chains are in order one way or the other.
            failed.Reverse();
            waiting = failed;
        }

        foreach (var file in waiting)
        {
            foreach (var finding in await ImportAsync(file, ct))
            {
                log.LogError("{File}{Place} is not published: {Path}: {Message}", Path.GetFileName(file), finding.Suffix, finding.Path, finding.Message);
            }
        }
    }

    /// <summary>What keeps the file from being published.</summary>
    private async Task<IReadOnlyList<Diagnostic>> ImportAsync(string file, CancellationToken ct)
    {
        try
        {
            var findings = await definitions.ImportAsync(DefinitionReader.Read(await File.ReadAllTextAsync(file, ct)), ct);
            return [.. findings.Where(f => f.Severity == Severity.Error)];
        }
        catch (DefinitionException fault)
        {
            return fault.Findings;
        }
    }
}
