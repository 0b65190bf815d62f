using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Tests.Cli;

namespace SalesProcess.Tests.Golden;

/// <summary>
/// A small workflow with what must come of it: <c>{"question", "definitions":[…], "run":[options], "input":{…}, "expect":{…}}</c>. It is run by the command
/// line's own <c>run</c>. Of the answer only what <c>expect</c> names is compared, but that exactly; of an incident a part of the message is enough.
/// With <c>steps</c> the same host is given one stimulus after the other, and each step has an <c>expect</c> of its own.
/// </summary>
internal sealed class GoldenCase
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _json;

    private GoldenCase(string name, JsonObject json) => (Name, _json) = (name, json);

    /// <summary>Topic and file, for example <c>joins/wait-all</c>.</summary>
    public string Name { get; }

    public string Question => _json["question"]!.ToString();

    /// <summary>What must have come of it: when it has been started, and after each step.</summary>
    public IEnumerable<JsonObject> Expectations => ((JsonArray?)_json["steps"] ?? []).Prepend(_json).Select(step => (JsonObject)step!["expect"]!);

    public static string Folder => Path.Combine(Workflows.RepositoryFiles.Root, "tests", "SalesProcess.Tests", "Golden", "Cases");

    public static IEnumerable<GoldenCase> All() => Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => new GoldenCase(Path.ChangeExtension(Path.GetRelativePath(Folder, file), null).Replace('\\', '/'), (JsonObject)JsonNode.Parse(File.ReadAllText(file))!));

    public override string ToString() => Name;

    /// <summary>What differs from the expectations, a line each.</summary>
    public IReadOnlyList<string> Run()
    {
        using var commands = new Commands();
        string[] files = [.. ((JsonArray)_json["definitions"]!).Select((definition, i) => commands.File($"{i + 1}.json", definition!.ToJsonString()))];
        return _json["steps"] is JsonArray steps
            ? [.. GoldenSteps.Run(files, _json["input"], steps.Prepend(_json)).SelectMany(r => Differences((JsonObject)r.Step["expect"]!, r.Report))]
            : Differences(Expectations.First(), Commands.Run([.. files, .. Input(), .. Options()]));
    }

    private string[] Input() => _json["input"] is { } given ? ["--input", given.ToJsonString()] : [];

    private IEnumerable<string> Options() => ((JsonArray?)_json["run"])?.Select(o => o!.ToString()) ?? [];

    /// <summary>What differs from the expectation, a line each.</summary>
    public static IReadOnlyList<string> Differences(JsonObject expected, JsonObject actual)
    {
        var differences = new List<string>();
        foreach (var (name, value) in expected)
        {
            var found = name switch
            {
                "incidents" => Incidents((JsonArray)value!, (JsonArray)actual[name]!),
                "bookmarks" => new JsonArray([.. ((JsonArray)actual[name]!).Select((b, i) => Bookmark(((JsonArray)value!).ElementAtOrDefault(i), (JsonObject)b!))]),
                "outcomes" => new JsonObject(((JsonObject)value!).Select(p => KeyValuePair.Create(p.Key, OutcomesOf(p.Key, (JsonArray)actual["journal"]!)))),
                "journal" => new JsonArray([.. ((JsonArray)actual[name]!).Select(e => (JsonNode)$"{e!["activityId"]} {e["event"]}")]),
                _ => actual[name],
            };
            if (!JsonNode.DeepEquals(value, found))
            {
                differences.Add($"{name}: expected {value?.ToJsonString(Indented)}, but it is {found?.ToJsonString(Indented)}");
            }
        }

        return differences;
    }

    // The activity's id, or the members that the expectation names.
    private static JsonNode Bookmark(JsonNode? expected, JsonObject actual) => expected is JsonObject members
        ? new JsonObject(members.Select(p => KeyValuePair.Create(p.Key, actual[p.Key]?.DeepClone())))
        : actual["activityId"]!.DeepClone();

    private static JsonNode? OutcomesOf(string activityId, JsonArray journal) =>
        journal.LastOrDefault(e => e!["activityId"]!.ToString() == activityId && e["event"]!.ToString() == "Completed")?["outcomes"]?.DeepClone();

    // An expected text that the message contains stands for the message.
    private static JsonArray Incidents(JsonArray expected, JsonArray actual) => new([.. actual.Select((incident, i) =>
    {
        var message = incident!["message"]!.ToString();
        var part = i < expected.Count ? (string?)expected[i]!["message"] : null;
        return (JsonNode)new JsonObject { ["activityId"] = incident["activityId"]!.DeepClone(), ["message"] = part is not null && message.Contains(part, StringComparison.Ordinal) ? part : message };
    })]);
}
