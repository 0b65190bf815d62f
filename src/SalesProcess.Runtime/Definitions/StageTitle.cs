using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Definitions;

/// <summary>The stage that a definition is, by its <c>customProperties.stage</c>.</summary>
public static class StageTitle
{
    public static string? IdOf(WorkflowDefinition definition) => definition.CustomProperties["stage"] is JsonObject stage ? ActivityReader.Text(stage, "id") : null;

    public static LocalizedText? Of(WorkflowDefinition definition) =>
        definition.CustomProperties["stage"] is JsonObject stage ? LocalizedText.FromValue(ValueJson.FromNode(stage["title"])) : null;
}
