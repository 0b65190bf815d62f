using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Definitions;

/// <summary>Reads a definition file. Names are matched whatever their case, unknown properties are kept, only a root is required.</summary>
public static class DefinitionReader
{
    private static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = false };

    // A member given twice would else be found much later, by whoever reads it first.
    private static readonly JsonDocumentOptions TextOptions = new() { AllowDuplicateProperties = false };

    /// <exception cref="DefinitionException">The text is not JSON, not an object, or has no root activity.</exception>
    public static WorkflowDefinition Read(string text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text, NodeOptions, TextOptions);
        }
        catch (JsonException broken)
        {
            throw new DefinitionException("", $"The file is not JSON: {broken.Message}", PlaceOf(broken));
        }

        CheckTexts(text);

        return Read(node as JsonObject ?? throw new DefinitionException("", "A workflow definition is a JSON object with a 'root' activity."), new JsonPlaces(text));
    }

    /// <exception cref="DefinitionException">A property has the wrong kind, or the root is missing.</exception>
    public static WorkflowDefinition Read(JsonObject json) => Read(json, null);

    /// <param name="places">Where things stand in the text that <paramref name="json"/> was read from, for what is said of them; null if there is no such text.</param>
    /// <exception cref="DefinitionException">A property has the wrong kind, or the root is missing.</exception>
    public static WorkflowDefinition Read(JsonObject json, JsonPlaces? places)
    {
        var root = ActivityReader.Get(json, "root") as JsonObject
            ?? throw new DefinitionException("/root", "The definition has no 'root': one activity, for example {\"type\":\"Elsa.Flowchart\",\"activities\":[],\"connections\":[]}.", places?.Find("/root") ?? places?.Find(""));
        var name = ActivityReader.Text(json, "name");
        var definitionId = ActivityReader.Text(json, "definitionId") ?? ActivityReader.Text(json, "id") ?? Slug(name ?? "workflow");
        var version = Number(json, "version", places) ?? 1;
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
            Places = places,
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

    // JSON can write half of a surrogate pair, which is no text anywhere else.
    private static void CheckTexts(string text)
    {
        for (var at = text.IndexOf("\\u", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\\u", at, StringComparison.Ordinal))
        {
            var isEscaped = text.AsSpan(0, at).Length - text.AsSpan(0, at).TrimEnd('\\').Length is var slashes && slashes % 2 != 0;
            var (unit, next) = (Unit(text, at), Unit(text, at + 6));
            if (!isEscaped && char.IsHighSurrogate(unit) && char.IsLowSurrogate(next))
            {
                at += 12;
                continue;
            }

            if (!isEscaped && char.IsSurrogate(unit))
            {
                var before = text.AsSpan(0, at);
                throw new DefinitionException("", $"'{text.AsSpan(at, 6)}' is half a surrogate pair, which is no text.", new Place(before.Count('\n') + 1, at - before.LastIndexOf('\n')));
            }

            at += 2;
        }
    }

    private static char Unit(string text, int at) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && ushort.TryParse(text.AsSpan(at + 2, 4), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var unit) ? (char)unit : '\0';

    private static Place? PlaceOf(JsonException broken) => broken.LineNumber is { } line ? new Place((int)line + 1, (int)(broken.BytePositionInLine ?? 0) + 1) : null;

    private static int? Number(JsonObject json, string name, JsonPlaces? places) => ActivityReader.Get(json, name) is JsonValue value
        ? value.TryGetValue<int>(out var number) ? number
        : int.TryParse(value.ToString(), out number) ? number
        : throw new DefinitionException($"/{name}", $"'{value}' is not a whole number.", places?.Find($"/{name}"))
        : null;

    private static bool? Flag(JsonObject json, string name) => ActivityReader.Get(json, name) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static string Slug(string name) => string.Join('-', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
