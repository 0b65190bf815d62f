namespace SalesProcess.Tests.Cli;

public sealed class When_a_definition_is_run_from_the_command_line
{
    private const string Task =
        """
        {"id":"ask","type":"SalesProcess.UserTask","actions":{"typeName":"Object","expression":{"type":"Object","value":"[{\"key\":\"Yes\"},{\"key\":\"No\"}]"}},
        "result":{"typeName":"Object","memoryReference":{"id":"said"}}}
        """;

    private const string Outputs = "\"outputs\":[{\"name\":\"said\",\"type\":\"Object\"}],";

    private Commands _commands = null!;

    [SetUp]
    public void SetUp() => _commands = new Commands();

    [TearDown]
    public void TearDown() => _commands.Dispose();

    [Test]
    public void It_prints_exactly_what_is_promised()
    {
        var output = Commands.Run(_commands.Sequence("hello", Commands.Line("Hello")));

        Assert.That(output.ToJsonString(), Is.EqualTo(
            """{"status":"Finished","subStatus":"Finished","output":{},"lines":["Hello"],"incidents":[],"bookmarks":[],"journal":["""
            + """{"activityId":"Workflow1","event":"Started","outcomes":null},{"activityId":"seq","event":"Started","outcomes":null},"""
            + """{"activityId":"WriteLine1","event":"Started","outcomes":null},{"activityId":"WriteLine1","event":"Completed","outcomes":null},"""
            + """{"activityId":"seq","event":"Completed","outcomes":null},{"activityId":"Workflow1","event":"Completed","outcomes":null}]}"""));
    }

    [Test]
    public void It_says_where_it_waits()
    {
        var output = Commands.Run(_commands.Sequence("asks", Task, Outputs));

        Assert.That(output["subStatus"]!.ToString(), Is.EqualTo("Suspended"));
        Assert.That(output["bookmarks"]!.ToJsonString(), Is.EqualTo("""[{"activityId":"ask","name":"SalesProcess.UserTask","payload":{"task":"ask"}}]"""));
    }

    [Test]
    public void It_takes_its_input()
    {
        var file = _commands.Sequence("greets", """{"type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Input","value":"who"}}}""");

        Assert.That(Commands.Run(file, "--input", """{"who":"周启明"}""")["lines"]!.ToJsonString(), Does.Contain("\\u5468").Or.Contain("周启明"));
    }

    [Test]
    public void Tasks_are_completed_by_their_first_action()
    {
        var output = Commands.Run(_commands.Sequence("asks", Task, Outputs), "--resume-all");

        Assert.That(output["output"]!["said"]!["action"]!.ToString(), Is.EqualTo("Yes"));
    }

    [TestCase("No", "No")]
    [TestCase("Perhaps", "Yes")]
    public void Tasks_are_completed_by_the_outcome_that_is_asked_for_if_they_have_it(string asked, string action)
    {
        var output = Commands.Run(_commands.Sequence("asks", Task, Outputs), "--resume-all", "--outcome", asked);

        Assert.That(output["output"]!["said"]!["action"]!.ToString(), Is.EqualTo(action));
    }

    [Test]
    public void Timers_move_the_clock_and_nobody_waits()
    {
        var file = _commands.Sequence(
            "waits",
            """
            {"type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"JavaScript","value":"new Date().toISOString()"}}},
            {"type":"Elsa.Delay","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"90.00:00:00"}}},
            {"type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"JavaScript","value":"new Date().toISOString()"}}}
            """);

        Assert.That(Commands.Run(file, "--resume-all")["lines"]!.ToJsonString(), Is.EqualTo("""["2026-01-05T01:00:00.000Z","2026-04-05T01:00:00.000Z"]"""));
    }

    [Test]
    public void Children_are_run_and_their_lines_are_among_the_others()
    {
        var parent = _commands.Sequence("parent", $"{Commands.Line("before")},{Commands.Dispatch("child", "child")},{Commands.Line("after")}");
        var child = _commands.Sequence("child", Commands.Line("child"));

        var output = Commands.Run(parent, child);

        Assert.That(output["status"]!.ToString(), Is.EqualTo("Finished"));
        Assert.That(output["lines"]!.ToJsonString(), Is.EqualTo("""["before","child","after"]"""));
    }

    [Test]
    public void A_child_that_faults_answers_its_parent()
    {
        var parent = _commands.Sequence("parent", $"{Commands.Dispatch("child", "child")},{Commands.Line("after")}");
        var child = _commands.Sequence("child", """{"id":"breaks","type":"Elsa.Fault","message":{"typeName":"String","expression":{"type":"Literal","value":"Out of paper"}}}""");

        var output = Commands.Run(parent, child);

        Assert.That(output["status"]!.ToString(), Is.EqualTo("Finished"));
        Assert.That(output["lines"]!.ToJsonString(), Is.EqualTo("""["after"]"""));
        Assert.That(output["incidents"]!.ToJsonString(), Is.EqualTo("""[{"activityId":"breaks","message":"Out of paper"}]"""));
    }

    [Test]
    public void A_child_that_is_missing_is_an_incident()
    {
        var output = Commands.Run(_commands.Sequence("parent", Commands.Dispatch("child", "nowhere")));

        Assert.That(output["incidents"]![0]!["activityId"]!.ToString(), Is.EqualTo("child"));
        Assert.That(output["incidents"]![0]!["message"]!.ToString(), Does.Contain("nowhere").And.Contain("parent"));
    }

    [Test]
    public void An_event_reaches_the_instances_that_wait_for_it()
    {
        var paid = Commands.Literal("paid");
        var waits = _commands.Sequence("waits", $$$"""{"type":"Elsa.Event","eventName":{{{paid}}} },{{{Commands.Line("heard")}}}""");
        var parent = _commands.Sequence("parent", $$$"""{{{Commands.Dispatch("child", "waits", wait: false)}}},{"type":"Elsa.PublishEvent","eventName":{{{paid}}} }""");

        Assert.That(Commands.Run(parent, waits)["lines"]!.ToJsonString(), Is.EqualTo("""["heard"]"""));
    }

    [Test]
    public void A_task_for_a_program_gets_an_answer()
    {
        var file = _commands.Sequence(
            "orders",
            """{"type":"Elsa.RunTask","taskName":{"typeName":"String","expression":{"type":"Literal","value":"order"}},"result":{"typeName":"Object","memoryReference":{"id":"said"}}}""",
            Outputs);

        Assert.That(Commands.Run(file, "--resume-all", "--outcome", "ok")["output"]!.ToJsonString(), Is.EqualTo("""{"said":"ok"}"""));
    }

    [Test]
    public void The_same_call_prints_the_same_text()
    {
        var workflows = Path.Combine(Workflows.RepositoryFiles.Root, "workflows");
        string[] call = ["run", workflows, "--start", "lead-screening", "--input", """{"customer":{"companyName":"A"}}""", "--resume-all"];

        var first = Commands.Call(call).Output;

        Assert.That(Commands.Call(call).Output, Is.EqualTo(first));
    }

    [Test]
    public void Work_without_end_is_stopped_and_told()
    {
        var loop = _commands.Sequence(
            "loop",
            $$$"""{"type":"Elsa.While","condition":{{{Commands.Literal("true")}}},"body":{"type":"Elsa.Delay","timeSpan":{{{Commands.Literal("00:00:01")}}} } }""");

        var (exit, _, error) = Commands.Call("run", loop, "--resume-all");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("10000"));
    }

    [TestCase("run", "nowhere.json", "nowhere.json")]
    [TestCase("run", "{file}", "no 'root'", "--start", "x")]
    [TestCase("run", "{good}", "nowhere", "--start", "nowhere")]
    [TestCase("run", "{good}", "not JSON", "--input", "{")]
    [TestCase("run", "{good}", "JSON object", "--input", "[]")]
    [TestCase("run", "{good}", "--sideways", "--sideways")]
    public void What_cannot_be_read_is_told_with_exit_code_2(string verb, string path, string told, params string[] more)
    {
        path = path.Replace("{file}", _commands.File("empty.json", "{}"), StringComparison.Ordinal)
            .Replace("{good}", _commands.Sequence("good", Commands.Line("x")), StringComparison.Ordinal);

        var (exit, output, error) = Commands.Call([verb, path, .. more]);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain(told));
    }
}
