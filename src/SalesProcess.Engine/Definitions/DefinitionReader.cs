using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Definitions;

/// <summary>Reads a definition file. Names are matched whatever their case, unknown properties are kept, only a root is required.</summary>
public static class DefinitionReader
{
    private static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = false };

    /// <exception cref="DefinitionException">The text is not JSON, not an object, or has no root activity.</exception>
    public static WorkflowDefinition Read(string text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text, NodeOptions);
        }
        catch (JsonException broken)
        {
            throw new DefinitionException($"line {broken.LineNumber + 1}", $"The file is not JSON: {broken.Message}");
        }

        return Read(node as JsonObject ?? throw new DefinitionException("", "A workflow definition is a JSON object with a 'root' activity."));
    }

    /// <exception cref="DefinitionException">A property has the wrong kind, or the root is missing.</exception>
    public static WorkflowDefinition Read(JsonObject json)
    {
        var root = ActivityReader.Get(json, "root") as JsonObject
            ?? throw new DefinitionException("/root", "The definition has no 'root': one activity, for example {\"type\":\"Elsa.Flowchart\",\"activities\":[],\"connections\":[]}.");
        var name = ActivityReader.Text(json, "name");
        var definitionId = ActivityReader.Text(json, "definitionId") ?? ActivityReader.Text(json, "id") ?? Slug(name ?? "workflow");
        var version = Number(json, "version") ?? 1;
        var options = ActivityReader.Get(json, "options") as JsonObject ?? [];
        var warnings = new List<string>();
        return new WorkflowDefinition
        {
            Id = ActivityReader.Text(json, "id") ?? $"{definitionId}-v{version}",
            DefinitionId = definitionId,
            Name = name,
            Description = ActivityReader.Text(json, "description"),
            Version = version,
            ToolVersion = ActivityReader.Text(json, "toolVersion"),
            IsLatest = Flag(json, "isLatest") ?? true,
            IsPublished = Flag(json, "isPublished") ?? false,
            Variables = VariableReader.Read(ActivityReader.Get(json, "variables"), warnings, dropUnknown: true),
            Inputs = [.. ActivityReader.ReadList(ActivityReader.Get(json, "inputs")).Select(ReadInput)],
            Outputs = [.. ActivityReader.ReadList(ActivityReader.Get(json, "outputs")).Select(ReadOutput)],
            Outcomes = [.. (ActivityReader.Get(json, "outcomes") as JsonArray ?? []).OfType<JsonValue>().Select(o => o.ToString())],
            CustomProperties = ActivityReader.Get(json, "customProperties") as JsonObject ?? [],
            Options = new WorkflowOptions(
                ActivityReader.Text(options, "activationStrategyType"),
                Flag(options, "usableAsActivity") ?? Flag(json, "usableAsActivity") ?? false,
                ActivityReader.Text(options, "activityCategory"),
                ActivityReader.Text(options, "incidentStrategyType"),
                Flag(options, "autoUpdateConsumingWorkflows") ?? false),
            Root = root,
            Json = json,
            Warnings = warnings,
        };
    }

    private static InputDefinition ReadInput(JsonObject json) => new(
        ActivityReader.Text(json, "name") ?? "",
        ActivityReader.Text(json, "type") ?? "Object",
        ActivityReader.Text(json, "displayName"),
        ActivityReader.Text(json, "description"),
        ActivityReader.Text(json, "storageDriverType"));

    private static OutputDefinition ReadOutput(JsonObject json) => new(
        ActivityReader.Text(json, "name") ?? "",
        ActivityReader.Text(json, "type") ?? "Object",
        ActivityReader.Text(json, "displayName"),
        ActivityReader.Text(json, "description"));

    private static int? Number(JsonObject json, string name) => ActivityReader.Get(json, name) is JsonValue value
        ? value.TryGetValue<int>(out var number) ? number
        : int.TryParse(value.ToString(), out number) ? number
        : throw new DefinitionException($"/{name}", $"'{value}' is not a whole number.")
        : null;

    private static bool? Flag(JsonObject json, string name) => ActivityReader.Get(json, name) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static string Slug(string name) => string.Join('-', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
