using System.Text.Json.Nodes;

namespace SalesProcess.Tests.Engine;

/// <summary>Flowcharts in one line: <c>"A > B, B:True > C, C > A"</c>. A letter is a WriteLine of its name unless it is given otherwise.</summary>
internal static class Flow
{
    public static RunningWorkflow Run(string connections, params (string Id, JsonObject Activity)[] given) => Build(connections, given).Start();

    public static RunningWorkflow Build(string connections, params (string Id, JsonObject Activity)[] given) => new(Chart(connections, given));

    public static JsonObject Chart(string connections, params (string Id, JsonObject Activity)[] given)
    {
        var arrows = connections.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(arrow => arrow.Split('>', StringSplitOptions.TrimEntries)).ToList();
        var ids = arrows.SelectMany(a => a).Select(end => end.Split(':')[0]).Concat(given.Select(g => g.Id)).Distinct(StringComparer.Ordinal).ToList();
        var activities = ids.Select(id =>
        {
            var activity = given.FirstOrDefault(g => g.Id == id).Activity ?? Steps.Line(id);
            activity["id"] = id;
            return activity;
        });
        return new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([.. activities]),
            ["connections"] = new JsonArray([.. arrows.Where(a => a.Length == 2).Select(Connection)]),
        };
    }

    public static JsonObject Decision(bool result) => Steps.Activity("FlowDecision", ("condition", Steps.Literal(result)));

    public static JsonObject DecisionOf(string script) => Steps.Activity("FlowDecision", ("condition", Steps.JavaScript(script)));

    public static JsonObject Join(string mode) => Steps.Activity("FlowJoin", ("mode", Steps.Literal(mode)));

    private static JsonNode Connection(string[] ends)
    {
        var source = ends[0].Split(':');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
        };
    }
}
