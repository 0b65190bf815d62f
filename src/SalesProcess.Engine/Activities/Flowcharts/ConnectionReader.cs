using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;

namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>Connections in the shapes that files have had: endpoint objects, or the older flat form.</summary>
internal static class ConnectionReader
{
    public static IReadOnlyList<Connection> Read(JsonNode? json, IReadOnlyList<Activity> activities, Activity flowchart, ActivityReader reader)
    {
        var ids = activities.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var connections = new List<Connection>();
        foreach (var item in ActivityReader.ReadList(json))
        {
            var connection = ReadOne(item);
            if (connection.Source is { } source && connection.Target is { } target && ids.Contains(source) && ids.Contains(target))
            {
                var read = new Connection(source, connection.SourcePort, target, connection.TargetPort);
                if (!connections.Contains(read))
                {
                    connections.Add(read);
                }
            }
            else if (ActivityReader.Get(item, "source") is JsonValue)
            {
                // The flat form is the older one, and stricter, as in Elsa.
                reader.Fail(flowchart, $"The connection from '{connection.Source}' to '{connection.Target}' has an end that is no activity of flowchart '{flowchart.Id}'. Its activities: {string.Join(", ", ids)}.", "connections");
            }
            else
            {
                reader.Warn($"Flowchart '{flowchart.Id}': the connection from '{connection.Source}' to '{connection.Target}' is left out, since there is no such activity.");
            }
        }

        return connections;
    }

    private static (string? Source, string? SourcePort, string? Target, string? TargetPort) ReadOne(JsonObject json)
    {
        if (ActivityReader.Get(json, "source") is JsonObject source && ActivityReader.Get(json, "target") is JsonObject target)
        {
            return (ActivityReader.Text(source, "activity"), ActivityReader.Text(source, "port"), ActivityReader.Text(target, "activity"), ActivityReader.Text(target, "port"));
        }

        return (ActivityReader.Text(json, "source"), ActivityReader.Text(json, "sourcePort"), ActivityReader.Text(json, "target"), ActivityReader.Text(json, "targetPort"));
    }
}
