using System.Text.Json.Nodes;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Cli;

public sealed class When_workflows_start_each_other
{
    private Commands _commands = null!;

    [SetUp]
    public void MakeFolder() => _commands = new Commands();

    [TearDown]
    public void RemoveFolder() => _commands.Dispose();

    [Test]
    public void ExecuteWorkflow_runs_the_child_before_it_goes_on_even_if_it_does_not_wait()
    {
        var result = Run(
            Define("parent", Sequence(Execute("child", wait: false), LineOf("getR().SubStatus + ' ' + (getR().Output || {}).x")), variables: [Variable("r")]),
            Define("child", Sequence(Line("child"), Wait(), Line("later")), outputs: [Named("x")]));
        Assert.That(Lines(result), Is.EqualTo("child|Suspended undefined"));
    }

    [Test]
    public void ExecuteWorkflow_gives_the_output_of_a_child_that_ends_at_once()
    {
        var result = Run(
            Define("parent", Sequence(Execute("child", wait: false), LineOf("getR().SubStatus + ' ' + getR().Output.x")), variables: [Variable("r")]),
            Define("child", Activity("SetOutput", ("outputName", Literal("x")), ("outputValue", Literal("y"))), outputs: [Named("x")]));
        Assert.That(Lines(result), Is.EqualTo("Finished y"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_workflow_that_starts_itself_without_end_is_stopped_by_an_incident(bool wait)
    {
        var result = Run(Define("self", Sequence(Line("x"), Dispatch("self", wait))));
        Assert.That(result["lines"]!.AsArray(), Has.Count.EqualTo(101));
        Assert.That(result["incidents"]!.AsArray().Single()!["message"]!.ToString(), Does.Contain("'self' would be number 101"));
    }

    [Test]
    public void A_child_that_lost_does_not_go_on()
    {
        var fork = Activity("Fork", ("branches", new JsonArray(Dispatch("child", wait: true), Activity("Delay", ("timeSpan", Literal("00:01:00"))))));
        fork["joinMode"] = "WaitAny";
        var result = Run(["--resume-all"], Define("parent", fork), Define("child", Sequence(Line("begun"), Activity("Delay", ("timeSpan", Literal("00:05:00"))), Line("never"))));
        Assert.That(Lines(result), Is.EqualTo("begun"));
        Assert.That(result["subStatus"]!.ToString(), Is.EqualTo("Finished"));
    }

    [Test]
    public void A_definition_that_is_not_there_is_an_incident()
    {
        var result = Run(Define("parent", Sequence(Dispatch("nowhere", wait: true), Line("never"))));
        Assert.That(result["subStatus"]!.ToString(), Is.EqualTo("Faulted"));
        Assert.That(result["incidents"]![0]!["message"]!.ToString(), Does.Contain("nowhere"));
    }

    [Test]
    public void A_child_knows_who_started_it()
    {
        var result = Run(Define("parent", Sequence(LineOf("getWorkflowInstanceId()"), Dispatch("child", wait: true))), Define("child", LineOf("getInput('ParentInstanceId')")));
        Assert.That(result["lines"]![0]!.ToString(), Is.EqualTo(result["lines"]![1]!.ToString()).And.Length.EqualTo(26));
    }

    [TestCase("\"Big\"", "Literal", null)]
    [TestCase("\"['Bi' + 'g']\"", "JavaScript", null)]
    [TestCase("\"Small\"", "Literal", "'Big', which it never gives. Its outcomes: Done, Small")]
    public void The_outcomes_of_a_workflow_used_as_an_activity_are_what_its_ends_say(string outcomes, string type, string? fault)
    {
        var part = Define("part", Sequence(Activity("Complete", ("outcomes", Expression(type, JsonNode.Parse(outcomes))))));
        part["name"] = "Part";
        part["options"] = new JsonObject { ["usableAsActivity"] = true };
        var whole = Define("whole", Engine.Flow.Chart("p:Big > b", ("p", new JsonObject { ["type"] = "Part" })));

        var (exit, output, _) = Commands.Call("validate", _commands.File("whole.json", whole.ToJsonString()), _commands.File("part.json", part.ToJsonString()));

        Assert.That(exit, Is.EqualTo(fault is null ? 0 : 1), output);
        Assert.That(output, Does.Contain(fault ?? "0 error(s)"));
    }

    [Test]
    public void A_workflow_that_contains_itself_is_refused_with_the_way()
    {
        string Usable(string id, JsonObject root)
        {
            var definition = Define(id, root);
            definition["options"] = new JsonObject { ["usableAsActivity"] = true };
            return _commands.File($"{id}.json", definition.ToJsonString());
        }

        string[] files = [Usable("one", Sequence(new JsonObject { ["type"] = "Two" })), Usable("two", new JsonObject { ["type"] = "Three" }), Usable("three", Sequence(new JsonObject { ["type"] = "One" }))];
        Assert.That(Commands.Call(["validate", .. files]).Output, Does.Contain("one > two > three > one").And.Contain("two > three > one > two"));
        var (exit, _, error) = Commands.Call(["run", .. files]);
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("contains itself"));
    }

    private static string Lines(JsonObject result) => string.Join('|', result["lines"]!.AsArray());

    private static JsonObject Execute(string definition, bool wait)
    {
        var activity = Dispatch(definition, wait);
        activity["type"] = "Elsa.ExecuteWorkflow";
        activity["result"] = To("v-r");
        return activity;
    }

    private static JsonObject Dispatch(string definition, bool wait) =>
        Activity("DispatchWorkflow", ("workflowDefinitionId", Literal(definition)), ("waitForCompletion", Literal(wait)));

    private static JsonObject Define(string id, JsonObject root, JsonArray? variables = null, JsonArray? outputs = null) =>
        new() { ["definitionId"] = id, ["name"] = id, ["root"] = root, ["variables"] = variables, ["outputs"] = outputs };

    private JsonObject Run(params JsonObject[] definitions) => Run([], definitions);

    private JsonObject Run(string[] options, params JsonObject[] definitions) =>
        Commands.Run([.. definitions.Select((d, i) => _commands.File($"{i}.json", d.ToJsonString())), .. options]);
}
