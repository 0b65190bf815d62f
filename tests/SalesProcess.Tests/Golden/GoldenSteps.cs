using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Values;
using SalesProcess.Server.Cli;

namespace SalesProcess.Tests.Golden;

/// <summary>Runs a case step by step. The first step is the start; the lines of each report are those that the step wrote.</summary>
internal static class GoldenSteps
{
    public static IEnumerable<(JsonObject Step, JsonObject Report)> Run(string[] files, JsonNode? input, IEnumerable<JsonNode?> steps)
    {
        var definitions = DefinitionFiles.ReadAll(files);
        var host = MemoryHost.Load(definitions, FlowchartMode.Counter);
        MemoryInstance? instance = null;
        foreach (var step in steps.Cast<JsonObject>())
        {
            var before = host.Lines.Count;
            if (instance is null)
            {
                instance = host.Start(definitions[0].Definition.DefinitionId, Map(input));
            }
            else
            {
                Take(host, instance, step);
            }

            var report = (JsonObject)JsonNode.Parse(ValueJson.Format(RunReport.Of(host, instance)))!;
            report["lines"] = new JsonArray([.. host.Lines.Skip(before).Select(line => (JsonNode)line)]);
            yield return (step, report);
        }
    }

    private static void Take(MemoryHost host, MemoryInstance instance, JsonObject step)
    {
        switch (step.First())
        {
            case { Key: "resume", Value: { } activity }: host.Resume(instance, activity.ToString(), Map(step["input"])); break;
            case { Key: "event", Value: { } name }: host.Publish(name.ToString(), step["correlationId"]?.ToString(), ValueJson.FromNode(step["payload"])); break;
            case { Key: "advance", Value: { } span }: host.Advance(instance, TimeSpan.Parse(span.ToString(), System.Globalization.CultureInfo.InvariantCulture)); break;
            case { Key: "retry" }: host.Retry(instance); break;
            case { Key: "cancel" }: host.Cancel(instance); break;
            case var other: throw new InvalidOperationException($"There is no step '{other.Key}'. Steps: resume, event, advance, retry, cancel.");
        }
    }

    private static Dictionary<string, object?> Map(JsonNode? json) => ValueJson.FromNode(json) as Dictionary<string, object?> ?? [];
}
