using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Activities.Control;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Tasks.Activities;

namespace SalesProcess.Server.Diagrams;

/// <summary>Takes boxes and arrows from a definition's outermost container; what is nested deeper belongs to the box it stands in.</summary>
internal static class DiagramReader
{
    public static Diagram Read(WorkflowGraph graph)
    {
        var body = graph.Root.Body;
        var json = graph.Definition.Root;
        var inside = graph.Activities.ToLookup(a => Outermost(a, body), a => a.NodeId);
        var (nodes, edges) = body switch
        {
            Flowchart flowchart => (Nodes(flowchart.Activities, json, inside), Connections(flowchart.Connections, json)),
            Sequence sequence => (Nodes(sequence.Activities, json, inside), Chain(sequence.Activities)),
            _ => ([Node(body, json, graph.Activities.Select(a => a.NodeId))], []),
        };
        return new Diagram(graph.Definition.Name ?? graph.Definition.DefinitionId, nodes, edges);
    }

    private static Activity? Outermost(Activity activity, Activity body)
    {
        var at = activity;
        while (at is not null && at.Parent != body)
        {
            at = at.Parent;
        }

        return at;
    }

    private static List<DiagramNode> Nodes(IReadOnlyList<Activity> activities, JsonObject container, ILookup<Activity?, string> inside)
    {
        var items = Items(Get(container, "activities"));
        return [.. activities.Select((activity, i) => Node(activity, items[i], inside[activity]))];
    }

    private static List<DiagramEdge> Chain(IReadOnlyList<Activity> activities) =>
        [.. activities.Zip(activities.Skip(1), (one, next) => new DiagramEdge(one.Id, next.Id, null, []))];

    private static List<DiagramEdge> Connections(IReadOnlyList<Connection> connections, JsonObject flowchart)
    {
        var vertices = Items(Get(flowchart, "connections"))
            .Select(c => (Source: Endpoint(c, "source"), Target: Endpoint(c, "target"), Points: Items(Get(c, "vertices")).Select(ReadPoint).OfType<Point>().ToList()))
            .Where(c => c.Points.Count > 0)
            .GroupBy(c => (c.Source ?? "", c.Target ?? ""))
            .ToDictionary(g => g.Key, g => g.First().Points);
        // Several ports to the same activity are one arrow with all their names.
        return [.. connections.GroupBy(c => (c.Source, c.Target)).Select(g => new DiagramEdge(
            g.Key.Source, g.Key.Target, Label(g), vertices.GetValueOrDefault((g.Key.Source, g.Key.Target)) ?? []))];
    }

    private static string? Label(IEnumerable<Connection> connections)
    {
        var ports = connections.Select(c => c.SourcePort).Where(p => p is not (null or "Done")).ToList();
        return ports.Count == 0 ? null : string.Join(", ", ports);
    }

    private static DiagramNode Node(Activity activity, JsonObject json, IEnumerable<string> inside)
    {
        var metadata = Get(json, "metadata") as JsonObject;
        var text = (metadata is null ? null : Get(metadata, "displayText") as JsonValue)?.ToString();
        var name = activity.DisplayName;
        var type = activity.Type[(activity.Type.LastIndexOf('.') + 1)..];
        IReadOnlyList<string> lines = string.IsNullOrWhiteSpace(text) ? [name, type] : [.. text.Split(" · ", 2)];
        return new DiagramNode(activity.Id, lines, Kind(activity), inside.ToHashSet(StringComparer.Ordinal), ReadBox(metadata));
    }

    private static string Kind(Activity activity) => activity switch
    {
        HumanActivity => "human",
        FlowDecision or FlowSwitch or FlowFork or FlowJoin => "decision",
        DispatchWorkflow or ExecuteWorkflow => "child",
        Start or End or Finish or Complete => "end",
        _ when activity.Type is "Elsa.If" or "Elsa.Switch" => "decision",
        _ when activity.Type is "Elsa.Event" or "Elsa.RunTask" or "Elsa.Delay" or "Elsa.Timer" or "Elsa.StartAt" or "Elsa.Cron" => "wait",
        _ => "step",
    };

    private static Box? ReadBox(JsonObject? metadata)
    {
        var designer = metadata is null ? null : Get(metadata, "designer") as JsonObject;
        if (designer is null || Get(designer, "position") is not JsonObject position || ReadPoint(position) is not { } at)
        {
            return null;
        }

        var size = Get(designer, "size") as JsonObject;
        var width = size is null ? null : Number(size, "width");
        var height = size is null ? null : Number(size, "height");
        return new Box(at.X, at.Y, width is > 20 ? width.Value : Box.DefaultWidth, height is > 20 ? height.Value : Box.DefaultHeight);
    }

    private static Point? ReadPoint(JsonObject json) => Number(json, "x") is { } x && Number(json, "y") is { } y ? new Point(x, y) : null;

    private static double? Number(JsonObject json, string name) =>
        Get(json, name) is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;

    private static string? Endpoint(JsonObject connection, string name) =>
        Get(connection, name) is JsonObject end ? (Get(end, "activity") as JsonValue)?.ToString() : (Get(connection, name) as JsonValue)?.ToString();

    private static List<JsonObject> Items(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.OfType<JsonObject>()],
        JsonObject json when json["$values"] is JsonArray values => [.. values.OfType<JsonObject>()],
        JsonObject { Count: > 0 } json => [json],
        _ => [],
    };

    private static JsonNode? Get(JsonObject json, string name) =>
        json.TryGetPropertyValue(name, out var exact) ? exact : json.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
