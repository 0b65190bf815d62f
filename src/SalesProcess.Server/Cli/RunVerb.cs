using System.CommandLine;
using System.Text.Json;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Server.Cli;

/// <summary><c>run</c>: a definition in memory, until it waits or ends.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("file-or-folder")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "The definition to run, then others that it may start as children.",
        };
        var start = new Option<string?>("--start") { HelpName = "definitionId", Description = "Which definition to run; by default the first file named." };
        var input = new Option<string?>("--input") { HelpName = "json", Description = "The workflow's input, a JSON object." };
        var resumeAll = new Option<bool>("--resume-all") { Description = "Complete every waiting bookmark in order of creation until nothing waits. Timers move a virtual clock." };
        var outcome = new Option<string?>("--outcome") { HelpName = "name", Description = "How tasks are completed by --resume-all; by default by their first action." };
        var flowchart = new Option<string>("--flowchart") { Description = "How flowcharts decide when an activity with several inbound connections runs.", DefaultValueFactory = _ => "counter" };
        flowchart.AcceptOnlyFromAmong("counter", "token");
        var format = new Option<string>("--format") { Description = "The form of the output.", DefaultValueFactory = _ => "json" };
        format.AcceptOnlyFromAmong("json");
        var command = new Command("run", "Runs a definition in memory until it waits or ends, and prints what happened as JSON.")
        {
            paths, start, input, resumeAll, outcome, flowchart, format,
        };
        command.SetAction(parsed =>
        {
            var files = DefinitionFiles.ReadAll(parsed.GetRequiredValue(paths));
            var mode = parsed.GetValue(flowchart) == "token" ? FlowchartMode.Token : FlowchartMode.Counter;
            var host = MemoryHost.Load(files, mode);
            var first = Choose([.. files.Select(f => f.Definition)], parsed.GetValue(start), parsed.GetRequiredValue(paths)[0]);
            var instance = host.Start(first, ParseInput(parsed.GetValue(input)));
            if (parsed.GetValue(resumeAll))
            {
                host.ResumeAll(parsed.GetValue(outcome));
            }

            parsed.InvocationConfiguration.Output.WriteLine(ValueJson.Format(RunReport.Of(host, instance), indented: true));
            return 0;
        });
        return command;
    }

    private static string Choose(IReadOnlyList<WorkflowDefinition> definitions, string? start, string firstPath)
    {
        var known = string.Join(", ", definitions.Select(d => d.DefinitionId));
        if (start is not null)
        {
            return definitions.Any(d => d.DefinitionId == start) ? start : throw new CommandFault($"There is no definition '{start}' in these files. Known: {known}.");
        }

        return definitions.Count == 1 || File.Exists(firstPath)
            ? definitions[0].DefinitionId
            : throw new CommandFault($"The folder '{firstPath}' holds several definitions. Say with --start which to run: {known}.");
    }

    private static IReadOnlyDictionary<string, object?> ParseInput(string? json)
    {
        try
        {
            return ValueJson.Parse(json ?? "{}") as Dictionary<string, object?> ?? throw new CommandFault($"--input must be a JSON object, not {json}.");
        }
        catch (JsonException broken)
        {
            throw new CommandFault($"--input is not JSON: {broken.Message}");
        }
    }
}
