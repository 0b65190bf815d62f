using System.CommandLine;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Server.Cli;

/// <summary><c>validate</c>: what is wrong with definitions, before anything runs.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("file-or-folder") { Arity = ArgumentArity.OneOrMore, Description = "Definitions, or folders of them." };
        var format = new Option<string>("--format") { Description = "text for people, json for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("validate", "Says what is wrong with definitions. Exit code 1 if anything is an error.") { paths, format };
        command.SetAction(parsed =>
        {
            var company = new CompanyFiles(new ActivityCatalog(MemoryHost.Activities));
            var files = DefinitionFiles.Read(parsed.GetRequiredValue(paths));
            var definitions = files.Select(f => f.Definition).OfType<WorkflowDefinition>().ToList();
            var findings = files.SelectMany(file => Check(file, company, definitions).Select(finding => (file.Path, Finding: finding)))
                .Concat(parsed.GetRequiredValue(paths).SelectMany(folder => CompanyFiles.Mails(folder).Select(finding => (Path: folder, Finding: finding)))).ToList();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetRequiredValue(format) == "json")
            {
                output.WriteLine(ValueJson.Format(findings.Select(f => ToValue(f.Path, f.Finding)).ToList(), indented: true));
            }
            else
            {
                findings.ForEach(f => output.WriteLine($"{f.Path}{f.Finding.Suffix}: {Word(f.Finding.Severity)} {f.Finding.Code}{(f.Finding.Path.Length == 0 ? "" : $" at {f.Finding.Path}")}: {f.Finding.Message}"));
                output.WriteLine($"{files.Count} file(s): {Count(Severity.Error)} error(s), {Count(Severity.Warning)} warning(s).");
            }

            return Count(Severity.Error) > 0 ? 1 : 0;

            int Count(Severity severity) => findings.Count(f => f.Finding.Severity == severity);
        });
        return command;
    }

    private static IReadOnlyList<Diagnostic> Check(DefinitionFile file, CompanyFiles company, IReadOnlyList<WorkflowDefinition> definitions) =>
        file.Definition is null ? file.Faults : company.Validate(file.Path, file.Definition, definitions);

    private static Dictionary<string, object?> ToValue(string path, Diagnostic finding) => new(StringComparer.Ordinal)
    {
        ["file"] = path,
        ["severity"] = Word(finding.Severity),
        ["code"] = finding.Code,
        ["path"] = finding.Path,
        ["activityId"] = finding.ActivityId,
        ["message"] = finding.Message,
        ["line"] = finding.Place?.Line,
        ["column"] = finding.Place?.Column,
    };

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
