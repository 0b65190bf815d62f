using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Benchmarks.Micro;

/// <summary>Definitions made for measuring, and one way to run them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ActivityCatalog Catalog = new();

    public static WorkflowGraph Compile(string json) => WorkflowGraph.Compile(DefinitionReader.Read(json), Catalog);

    /// <summary>A flowchart of this many activities in a row. Each second one waits for an event, if so wanted; without, all run at once.</summary>
    public static string Chain(int count, bool waits, string expressionType = "Literal", string expression = "true")
    {
        var activities = Enumerable.Range(1, count).Select(i => (JsonNode)(waits && i % 2 == 0
            ? Activity(i, "Elsa.Event", "eventName", "Literal", $"e{i}")
            : Activity(i, "Elsa.FlowDecision", "condition", expressionType, expression)));
        var connections = Enumerable.Range(1, count - 1).Select(i => (JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = $"a{i}", ["port"] = waits && i % 2 == 0 ? "Done" : "True" },
            ["target"] = new JsonObject { ["activity"] = $"a{i + 1}", ["port"] = "In" },
        });
        return Definition(new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([.. activities]),
            ["connections"] = new JsonArray([.. connections]),
        });
    }

    /// <summary>A body that waits, for so many items side by side.</summary>
    public static string SideBySide(int items) => Definition(new JsonObject
    {
        ["id"] = "all",
        ["type"] = "Elsa.ParallelForEach",
        ["items"] = Input("JavaScript", $"Array.from({{length: {items}}}, (x, i) => i)"),
        ["body"] = Activity(1, "Elsa.WriteLine", "text", "Literal", "x"),
    });

    public static InstanceState NewState(WorkflowGraph graph) => new()
    {
        Id = "instance",
        RootId = "instance",
        DefinitionId = graph.Definition.DefinitionId,
        DefinitionVersionId = graph.Definition.Id,
        Version = 1,
        CreatedAt = Now,
    };

    public static RunResult Start(WorkflowGraph graph) =>
        Interpreter.Run(graph, NewState(graph), new Stimulus.Start(new Dictionary<string, object?>(StringComparer.Ordinal)), new Ambient(Now, 1));

    private static JsonObject Activity(int number, string type, string input, string expressionType, string expression) =>
        new() { ["id"] = $"a{number}", ["type"] = type, [input] = Input(expressionType, expression) };

    private static JsonObject Input(string type, string value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static string Definition(JsonObject root) => new JsonObject
    {
        ["id"] = "main-v1",
        ["definitionId"] = "main",
        ["name"] = "Main",
        ["version"] = 1,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "v", ["name"] = "amount", ["typeName"] = "Int32", ["value"] = 7 }),
        ["root"] = root,
    }.ToJsonString();
}
