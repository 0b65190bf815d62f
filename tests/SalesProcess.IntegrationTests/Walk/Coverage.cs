using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Walk;

/// <summary>Which activities and connections of the definitions were run, as the journals tell.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, DefinitionCoverage> _definitions = new(StringComparer.Ordinal);

    /// <param name="folder">The folder of the definitions.</param>
    public Coverage(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (JsonNode.Parse(File.ReadAllText(file)) is JsonObject definition && definition["definitionId"] is { } id)
            {
                _definitions.Add(id.GetValue<string>(), new DefinitionCoverage(definition["root"]!.AsObject()));
            }
        }
    }

    public IEnumerable<string> Definitions => _definitions.Keys;

    /// <summary>What was never run, each with its definition.</summary>
    public IReadOnlyList<string> Missing => [.. _definitions.SelectMany(d => d.Value.Missing.Select(m => $"{d.Key}: {m}"))];

    public void Add(string definitionId, IEnumerable<JsonNode> journal) => _definitions[definitionId].Add(journal);

    public override string ToString()
    {
        var table = new StringBuilder("definition            activities  connections\n");
        foreach (var (id, covered) in _definitions)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{id,-20}  {covered.Activities,10}  {covered.Connections,11}");
        }

        return table.ToString();
    }
}

/// <summary>One definition's part of it.</summary>
internal sealed class DefinitionCoverage
{
    private readonly HashSet<string> _activities = new(StringComparer.Ordinal);
    private readonly HashSet<(string Source, string Port, string Target)> _connections = [];
    private readonly HashSet<string> _run = new(StringComparer.Ordinal);
    private readonly HashSet<(string Source, string Port)> _left = [];

    public DefinitionCoverage(JsonObject root) => Read(root);

    public string Activities => $"{_activities.Count(_run.Contains)}/{_activities.Count}";

    public string Connections => $"{_connections.Count(IsFollowed)}/{_connections.Count}";

    public IEnumerable<string> Missing =>
        _activities.Where(a => !_run.Contains(a))
            .Concat(_connections.Where(c => !IsFollowed(c)).Select(c => $"{c.Source}.{c.Port} -> {c.Target}"))
            .Order(StringComparer.Ordinal);

    public void Add(IEnumerable<JsonNode> journal)
    {
        foreach (var entry in journal)
        {
            var activity = entry["activityId"]!.GetValue<string>();
            switch (entry["event"]!.GetValue<string>())
            {
                case "Started":
                    _run.Add(activity);
                    break;
                case "Completed":
                    var outcomes = entry["outcomes"] as JsonArray ?? ["Done"];
                    _left.UnionWith(outcomes.Select(o => (activity, o!.GetValue<string>())));
                    break;
            }
        }
    }

    // An arrow was taken if its source ended by that port and its target was run at all: leaving by a port follows every arrow of the port.
    private bool IsFollowed((string Source, string Port, string Target) connection) =>
        _left.Contains((connection.Source, connection.Port)) && _run.Contains(connection.Target);

    private void Read(JsonObject activity)
    {
        _activities.Add(activity["id"]!.GetValue<string>());
        foreach (var connection in activity["connections"] as JsonArray ?? [])
        {
            var (source, target) = (connection!["source"]!, connection["target"]!);
            _connections.Add((source["activity"]!.GetValue<string>(), source["port"]?.GetValue<string>() ?? "Done", target["activity"]!.GetValue<string>()));
        }

        foreach (var child in Children(activity))
        {
            Read(child);
        }
    }

    // Activities stand in lists (activities of a flowchart) and in ports (the body of a loop).
    private static IEnumerable<JsonObject> Children(JsonObject activity) => activity
        .SelectMany(p => p.Value switch { JsonArray list => list.OfType<JsonObject>(), JsonObject one => [one], _ => [] })
        .Where(o => o["id"] is JsonValue && o["type"] is JsonValue && o["version"] is JsonValue);
}
