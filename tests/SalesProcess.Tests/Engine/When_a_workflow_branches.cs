using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities.Control;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_workflow_branches
{
    private static JsonObject Flow(JsonObject decision, params string[] ports)
    {
        decision["id"] = "D";
        var activities = new JsonArray(decision);
        var connections = new JsonArray();
        foreach (var port in ports)
        {
            var line = Line(port);
            line["id"] = "to" + port;
            activities.Add(line);
            connections.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = "D", ["port"] = port },
                ["target"] = new JsonObject { ["activity"] = "to" + port, ["port"] = "In" },
            });
        }

        return Activity("Flowchart", ("activities", activities), ("connections", connections));
    }

    [TestCase("true", "then after")]
    [TestCase("false", "else after")]
    [TestCase("1", "then after")]
    [TestCase("'yes'", "else after")]
    public void If_runs_one_of_two(string condition, string expected)
    {
        var root = Sequence(Activity("If", ("condition", JavaScript(condition)), ("then", Line("then")), ("else", Line("else"))), Line("after"));
        Assert.That(new RunningWorkflow(root).Start().Text, Is.EqualTo(expected));
    }

    [Test]
    public void If_without_the_chosen_branch_is_done_and_keeps_its_result()
    {
        var root = Sequence(Activity("If", ("condition", JavaScript("true")), ("result", To("v-r"))), LineOf("getR()"));
        Assert.That(new RunningWorkflow(root, [Variable("r", "Boolean")]).Start().Text, Is.EqualTo("True"));
    }

    [TestCase("5 > 3", "True")]
    [TestCase("5 < 3", "False")]
    public void FlowDecision_leaves_by_true_or_false(string condition, string expected) =>
        Assert.That(new RunningWorkflow(Flow(Activity("FlowDecision", ("condition", JavaScript(condition))), "True", "False")).Start().Text, Is.EqualTo(expected));

    [TestCase("MatchFirst", 20, "low after")]
    [TestCase("MatchAny", 20, "low small after")]
    [TestCase("MatchAny", 99, "other after")]
    public void Switch_runs_the_matching_cases_or_the_default(string mode, int amount, string expected)
    {
        var cases = new JsonArray(
            Case("Low", JavaScript("getInput('amount') < 50"), Line("low")),
            Case("Small", JavaScript("getInput('amount') < 60"), Line("small")),
            Case("Never", Literal(false), Line("never")));
        var root = Sequence(Activity("Switch", ("cases", cases), ("mode", Literal(mode)), ("default", Line("other"))), Line("after"));
        Assert.That(new RunningWorkflow(root).Start(new() { ["amount"] = (long)amount }).Text, Is.EqualTo(expected));
    }

    [Test]
    public void Switch_waits_for_all_of_its_cases()
    {
        var cases = new JsonArray(Case("A", Literal(true), Wait("a")), Case("B", Literal(true), Wait("b")));
        var workflow = new RunningWorkflow(Sequence(Activity("Switch", ("cases", cases), ("mode", Literal("MatchAny"))), Line("after"))).Start().Resume(activityId: "a");
        Assert.That(workflow.Text, Is.Empty);
        Assert.That(workflow.Resume(activityId: "b").Text, Is.EqualTo("after"));
    }

    [Test]
    public void Switch_with_nothing_to_run_is_done()
    {
        var root = Sequence(Activity("Switch", ("cases", new JsonArray(Case("A", Literal(true))))), Activity("Switch"), Line("after"));
        Assert.That(new RunningWorkflow(root).Start().Text, Is.EqualTo("after"));
    }

    [TestCase("MatchFirst", 20, "Low")]
    [TestCase("MatchAny", 20, "Low Small")]
    [TestCase("MatchFirst", 99, "Default")]
    public void FlowSwitch_leaves_by_the_labels_that_match(string mode, int amount, string expected)
    {
        var cases = new JsonArray(Case("Low", JavaScript($"{amount} < 50")), Case("Small", JavaScript($"{amount} < 60")));
        var root = Flow(Activity("FlowSwitch", ("cases", cases), ("mode", Literal(mode))), "Low", "Small", "Default");
        Assert.That(new RunningWorkflow(root).Start().Text, Is.EqualTo(expected));
    }

    [Test]
    public void FlowSwitch_knows_its_outcomes()
    {
        var graph = new RunningWorkflow(Activity("FlowSwitch", ("id", "S"), ("cases", new JsonArray(Case("Low", Literal(true)), Case("High", Literal(true)))))).Graph;
        Assert.That(graph.ByKey["S"].KnownOutcomes(), Is.EqualTo(new[] { "Low", "High", "Default" }));
    }

    [Test]
    public void A_fault_in_a_case_names_the_case()
    {
        var root = Activity("FlowSwitch", ("cases", new JsonArray(Case("Low", JavaScript("amount < 5")))));
        Assert.That(new RunningWorkflow(root).Start().Fault, Is.EqualTo("Case 'Low': JavaScript, line 1: amount is not defined"));
    }

    [Test]
    public void A_syntax_error_in_a_case_is_found_before_it_runs()
    {
        var root = Activity("FlowSwitch", ("cases", new JsonArray(Case("Low", JavaScript("1 +")))));
        Assert.That(DefinitionValidator.Validate(new RunningWorkflow(root).Graph).Select(d => d.Message), Has.Some.StartsWith("Case 'Low': line 1"));
    }

    [TestCase("['A','B']", "A B")]
    [TestCase("null", "Done")]
    [TestCase("[]", "")]
    public void FlowFork_leaves_by_all_its_branches(string branches, string expected) =>
        Assert.That(new RunningWorkflow(Flow(Activity("FlowFork", ("branches", JavaScript(branches))), "A", "B", "Done")).Start().Text, Is.EqualTo(expected));

    [Test]
    public void FlowFork_knows_its_branches_only_if_they_are_literal()
    {
        var literal = new RunningWorkflow(Activity("FlowFork", ("id", "F"), ("branches", Expression("Object", "[\"A\",\"B\"]")))).Graph.ByKey["F"];
        var computed = new RunningWorkflow(Activity("FlowFork", ("id", "F"), ("branches", JavaScript("['A']")))).Graph.ByKey["F"];
        Assert.That(literal.KnownOutcomes(), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(computed.KnownOutcomes(), Is.Null);
    }

    [Test]
    public void Parallel_waits_for_all_of_its_activities()
    {
        var root = Sequence(Activity("Parallel", ("activities", new JsonArray(Wait("a"), Line("x"), Wait("b")))), Line("after"));
        var workflow = new RunningWorkflow(root).Start().Resume(activityId: "b");
        Assert.That(workflow.Text, Is.EqualTo("x"));
        Assert.That(workflow.Resume(activityId: "a").Text, Is.EqualTo("x after"));
    }

    [Test]
    public void Parallel_has_variables_of_its_own()
    {
        var root = Activity("Parallel", ("variables", new JsonArray(Variable("x", "String", "inner"))), ("activities", new JsonArray(LineOf("getX()"))));
        Assert.That(new RunningWorkflow(root, [Variable("x", "String", "outer")]).Start().Text, Is.EqualTo("inner"));
    }

    [Test]
    public void Parallel_lets_the_others_run_when_one_faults()
    {
        var workflow = new RunningWorkflow(Activity("Parallel", ("activities", new JsonArray(Activity("Fault", ("message", Literal("broken"))), Line("x"))))).Start();
        Assert.That((workflow.Text, workflow.Fault, workflow.State.SubStatus), Is.EqualTo(("x", "broken", WorkflowSubStatus.Faulted)));
    }

    [Test]
    public void Fork_that_waits_for_any_cancels_the_other_branches()
    {
        var root = Sequence(Activity("Fork", ("joinMode", "waitany"), ("branches", new JsonArray(Wait("a"), Sequence(Wait("b"), Line("never"))))), Line("after"));
        var workflow = new RunningWorkflow(root).Start().Resume(activityId: "a");
        Assert.That((workflow.Text, workflow.State.Bookmarks.Count), Is.EqualTo(("after", 0)));
    }

    [Test]
    public void Fork_waits_for_all_branches_unless_told_otherwise()
    {
        var root = Sequence(Activity("Fork", ("branches", new JsonArray(Wait("a"), Wait("b"), Wait("c")))), Activity("Fork"), Line("after"));
        var workflow = new RunningWorkflow(root).Start().Resume().Resume();
        Assert.That(workflow.Text, Is.Empty);
        Assert.That(workflow.Resume().Text, Is.EqualTo("after"));
    }

    [TestCase("1", ForkJoinMode.WaitAny)]
    [TestCase("WaitAll", ForkJoinMode.WaitAll)]
    public void The_join_mode_takes_numbers_and_any_case(string mode, ForkJoinMode expected) =>
        Assert.That(((Fork)new RunningWorkflow(Activity("Fork", ("id", "F"), ("joinMode", mode))).Graph.ByKey["F"]).JoinMode, Is.EqualTo(expected));

    [Test]
    public void An_unknown_join_mode_is_refused() =>
        Assert.That(() => new RunningWorkflow(Activity("Fork", ("joinMode", "WaitSome"))), Throws.TypeOf<DefinitionException>().With.Message.Contain("WaitAny"));
}
