using System.Globalization;
using System.Text.Json.Nodes;
using SalesProcess.Tests.Engine;

namespace SalesProcess.Tests.Properties;

/// <summary>
/// Makes workflows by chance: the same seed, the same workflow. Every loop has an end; what waits has a name of its own. With
/// <paramref name="plain"/> only what <see cref="ReferenceInterpreter"/> speaks for: no faults, nothing that depends on the order within a run.
/// </summary>
internal sealed class RandomWorkflow(Random random, bool plain)
{
    private readonly List<JsonObject> _variables = [Steps.Variable("a", "Int32", 0), Steps.Variable("b", "Int32", 0), Steps.Variable("list", "Object")];
    private static readonly string[] MergeModes = ["Stream", "Merge", "Converge", "Race", "Cascade"];

    private int _next;
    private bool _isShared;

    /// <summary>Writes how the variables stand.</summary>
    public const string FinalLine = "`a=${getVariable('a')} b=${getVariable('b')}`";

    public static JsonObject Make(int seed, bool plain) => new RandomWorkflow(new Random(seed), plain).Definition();

    private JsonObject Definition()
    {
        // At the end the variables are written, so that those of an ended instance can be compared too.
        var root = plain ? Named(Steps.Sequence(Container(3), Named(Steps.LineOf(FinalLine)))) : Container(3);
        return new JsonObject
        {
            ["id"] = "main-v1",
            ["definitionId"] = "main",
            ["name"] = "Main",
            ["version"] = 1,
            ["isLatest"] = true,
            ["isPublished"] = true,
            ["outputs"] = new JsonArray(Steps.Named("out")),
            ["variables"] = new JsonArray([.. _variables]),
            ["options"] = !plain && Chance(4) ? new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" } : null,
            ["root"] = root,
        };
    }

    private JsonObject Container(int depth) => random.Next(plain ? 6 : 7) switch
    {
        0 or 1 => Named(Steps.Sequence([.. Many(1, 4, () => Node(depth - 1))])),
        2 => Parallel(depth),
        3 => Fork(depth),
        _ => Flowchart(depth),
    };

    private JsonObject Node(int depth)
    {
        if (depth <= 0 || Chance(3))
        {
            return Leaf();
        }

        return random.Next(8) switch
        {
            0 => Named(Steps.Activity("If", ("condition", Condition()), ("then", Node(depth - 1)), ("else", Chance(2) ? Node(depth - 1) : null))),
            1 => Named(Steps.Activity("For", ("start", Steps.Literal(0)), ("end", Steps.Literal(random.Next(0, 3))), ("step", Steps.Literal(1)), ("body", Body(depth)))),
            2 => Named(Steps.Activity("ForEach", ("items", List("Object")), ("body", Body(depth)))),
            3 => ParallelForEach(depth),
            4 when !plain || !_isShared => While(depth),
            5 => Named(Steps.Activity("Switch", ("cases", new JsonArray([.. Many(1, 3, () => (JsonNode)Steps.Case(Name(), Condition(), Node(depth - 1)))])), ("default", Chance(2) ? Node(depth - 1) : null))),
            _ => Container(depth),
        };
    }

    private JsonObject Leaf() => random.Next(plain ? 7 : 14) switch
    {
        0 or 1 => Add(Chance(2) ? "a" : "b"),
        2 or 3 or 4 => Wait(),
        5 or 6 => Named(Steps.Line(Name())),
        7 => Named(Steps.Activity("Delay", ("timeSpan", Steps.Literal("00:10:00")))),
        8 => Named(Steps.Activity("RunTask", ("taskName", Steps.Literal("task")))),
        9 => Named(Steps.Activity(Chance(2) ? "ExecuteWorkflow" : "DispatchWorkflow", ("workflowDefinitionId", Steps.Literal("child")), ("waitForCompletion", Steps.Literal(Chance(2))))),
        10 => Named(Steps.LineOf("`${getVariable('a')} ${Math.random()} ${newGuid()}`")),
        11 => Chance(3) ? Named(Steps.Activity("Fault", ("message", Steps.Literal("by chance")))) : Named(Steps.Activity("SetOutput", ("outputName", Steps.Literal("out")), ("outputValue", Steps.JavaScript("getVariable('b')")))),
        12 => Chance(4) ? Named(Steps.Activity(Chance(2) ? "Finish" : "Complete")) : Named(Steps.Run("setOutcomes(['Done','Other']); getVariable('a')")),
        _ => Named(Steps.Activity("SetVariable", ("variable", Steps.Variable("list")), ("value", Steps.JavaScript("[getVariable('a'), getVariable('b')]")))),
    };

    private JsonObject Wait() => Named(Steps.Activity("Event", ("eventName", Steps.Literal(Name()))));

    private JsonObject Add(string variable) =>
        Named(Steps.Activity("SetVariable", ("variable", Steps.Variable(variable, "Int32")), ("value", Steps.JavaScript($"getVariable('{variable}') + {random.Next(1, 4)}"))));

    private JsonObject Body(int depth)
    {
        var body = Node(depth - 1);
        // Break leaves a loop; side by side with others it would depend on the order within a run.
        return plain || !Chance(3) ? body : Named(Steps.Sequence(body, Named(Steps.Activity("If", ("condition", Condition()), ("then", Named(Steps.Activity("Break")))))));
    }

    private JsonObject While(int depth)
    {
        var counter = Counter();
        var body = Named(Steps.Sequence(Count(counter), Node(depth - 1)));
        var condition = Steps.JavaScript($"getVariable('{counter}') < {random.Next(0, 3)}");
        return plain ? Named(Steps.Sequence(Reset(counter), Named(Steps.Activity("While", ("condition", condition), ("body", body))))) : Named(Steps.Activity("While", ("condition", condition), ("body", body)));
    }

    private JsonObject ParallelForEach(int depth)
    {
        // Its bodies share the variables, so a loop that counts in one of them would depend on the order.
        var before = _isShared;
        _isShared = true;
        var loop = Named(Steps.Activity("ParallelForEach", ("items", List("JavaScript")), ("body", Body(depth))));
        _isShared = before;
        return loop;
    }

    private JsonObject Parallel(int depth) => Named(Steps.Activity("Parallel", ("activities", new JsonArray([.. Many(1, 4, () => (JsonNode)Node(depth - 1))]))));

    private JsonObject Fork(int depth)
    {
        var any = Chance(2);
        // The first branch to end cancels the others: so each of them waits first, and the schedule says which it is.
        var branches = Many(1, 4, () => (JsonNode)(any ? Named(Steps.Sequence(Wait(), Node(depth - 1))) : Node(depth - 1)));
        return Named(Steps.Activity("Fork", ("joinMode", any ? "WaitAny" : "WaitAll"), ("branches", new JsonArray([.. branches]))));
    }

    // Connections lead forward, so that all is reached and nothing turns for ever; a loop leads back to the start, which every way passes.
    private JsonObject Flowchart(int depth)
    {
        var activities = new List<JsonObject> { Named(Steps.Line(Name())) };
        var connections = new List<(int Source, string Port, int Target)>();
        var count = random.Next(2, 7);
        for (var i = 1; i < count; i++)
        {
            activities.Add(FlowNode(depth));
            if (!plain && Chance(4))
            {
                // Only the token flowchart looks at it.
                activities[^1]["customProperties"] = new JsonObject { ["mergeMode"] = MergeModes[random.Next(MergeModes.Length)] };
            }

            foreach (var source in Enumerable.Range(0, i).OrderBy(_ => random.Next()).Take(random.Next(1, 3)))
            {
                connections.Add((source, PortOf(activities[source]), i));
            }
        }

        if (!plain && Chance(3))
        {
            var counter = Counter();
            activities.Add(Named(Steps.Activity("FlowDecision", ("condition", Steps.JavaScript($"setVariable('{counter}', getVariable('{counter}') + 1) || getVariable('{counter}') < 2")))));
            var last = random.Next(0, count);
            connections.Add((last, PortOf(activities[last]), count));
            connections.Add((count, "True", 0));
        }

        return Named(Steps.Activity(
            "Flowchart",
            ("activities", new JsonArray([.. activities])),
            ("connections", new JsonArray([.. connections.Distinct().Select(c => (JsonNode)new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = activities[c.Source]["id"]!.ToString(), ["port"] = c.Port },
                ["target"] = new JsonObject { ["activity"] = activities[c.Target]["id"]!.ToString(), ["port"] = "In" },
            })]))));
    }

    private JsonObject FlowNode(int depth) => random.Next(plain ? 6 : 8) switch
    {
        0 => Named(Steps.Activity("FlowDecision", ("condition", Steps.Literal(Chance(2))))),
        1 => Named(Steps.Activity("FlowJoin", ("mode", Steps.Literal(plain || Chance(2) ? "WaitAll" : Chance(2) ? "WaitAny" : "WaitAllActive")))),
        6 => Named(Steps.Activity("FlowSwitch", ("cases", new JsonArray([.. Many(1, 3, () => (JsonNode)Steps.Case("True", Condition()))])))),
        7 => Named(Steps.Activity("FlowFork", ("branches", Steps.Expression("Object", "[\"Done\",\"True\"]")))),
        _ => Node(depth - 1),
    };

    private string PortOf(JsonObject activity) => activity["type"]!.ToString() switch
    {
        "Elsa.FlowDecision" => Chance(2) ? "True" : "False",
        "Elsa.FlowSwitch" => Chance(2) ? "True" : "Default",
        "Elsa.FlowFork" => Chance(2) ? "True" : "Done",
        _ => "Done",
    };

    private JsonObject Condition() => plain
        ? Steps.Literal(Chance(2))
        : random.Next(3) switch
        {
            0 => Steps.JavaScript($"getVariable('a') % 2 == {random.Next(2)}"),
            1 => Steps.Liquid($"{{% if Variables.a > {random.Next(3)} %}}true{{% else %}}false{{% endif %}}"),
            _ => Steps.Literal(Chance(2)),
        };

    // ParallelForEach does not read text as a list.
    private JsonObject List(string expression) => Steps.Expression(expression, new JsonArray([.. Many(0, 4, () => (JsonNode)random.Next(10))]).ToJsonString());

    private JsonObject Reset(string counter) => Named(Steps.Activity("SetVariable", ("variable", Steps.Variable(counter, "Int32")), ("value", Steps.Literal(0))));

    private JsonObject Count(string counter) => Named(Steps.Activity("SetVariable", ("variable", Steps.Variable(counter, "Int32")), ("value", Steps.JavaScript($"getVariable('{counter}') + 1"))));

    private string Counter()
    {
        var name = $"n{_variables.Count}";
        _variables.Add(Steps.Variable(name, "Int32", 0));
        return name;
    }

    private JsonObject Named(JsonObject activity)
    {
        activity["id"] = Name();
        return activity;
    }

    private string Name() => $"x{(++_next).ToString(CultureInfo.InvariantCulture)}";

    private bool Chance(int one) => random.Next(one) == 0;

    private List<T> Many<T>(int least, int below, Func<T> make) => [.. Enumerable.Range(0, random.Next(least, below)).Select(_ => make())];
}
