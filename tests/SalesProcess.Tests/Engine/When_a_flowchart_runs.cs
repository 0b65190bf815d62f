using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_flowchart_runs
{
    // Start leads to A, B and C; A decides; the join collects the decision's True, B and C; the decision's False goes to D.
    private const string Joining = "S > A, S > B, S > C, A > Q, Q:True > J, Q:False > D, B > J, C > J, D > F, J > E, E > F";

    [TestCase("WaitAll", false, "A B C D F")]
    [TestCase("WaitAllActive", false, "A B C D E F")]
    [TestCase("WaitAny", false, "A B C D E F")]
    [TestCase("WaitAll", true, "A B C E F")]
    [TestCase("WaitAllActive", true, "A B C E F")]
    [TestCase("WaitAny", true, "A B C E F")]
    public void A_join_waits_as_its_mode_says(string mode, bool decision, string expected)
    {
        var run = Flow.Run(Joining, ("S", Steps.Activity("Start")), ("Q", Flow.Decision(decision)), ("J", Flow.Join(mode)));

        Assert.Multiple(() =>
        {
            Assert.That(run.Lines.Order(StringComparer.Ordinal), Is.EqualTo(expected.Split(' ')));
            Assert.That(run.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
        });
    }

    [Test]
    public void An_activity_with_several_ways_in_waits_for_all_that_are_taken() => Assert.That(Flow.Run("S > A, S > B, A > C, B > C").Text, Is.EqualTo("S A B C"));

    [Test]
    public void A_way_that_is_not_taken_is_dead_and_holds_up_nobody() =>
        Assert.That(Flow.Run("S > Q, Q:True > A, Q:False > B, A > C, B > C", ("Q", Flow.Decision(false))).Text, Is.EqualTo("S B C"));

    [Test]
    public void A_dead_way_goes_on_through_activities_that_are_skipped() =>
        Assert.That(Flow.Run("S > Q, Q:True > A, A > B, B > C, Q:False > C", ("Q", Flow.Decision(false))).Text, Is.EqualTo("S C"));

    [Test]
    public void A_loop_leads_back_and_ends()
    {
        var run = new RunningWorkflow(
            Flow.Chart("S > A, A > N, N > Q, Q:True > A, Q:False > B", ("N", Steps.Run("setVariable('n', (getVariable('n') || 0) + 1)")), ("Q", Flow.DecisionOf("getVariable('n') < 3"))),
            [Steps.Variable("n")]).Start();
        Assert.That(run.Text, Is.EqualTo("S A A A B"));
    }

    [Test]
    public void A_loop_around_a_loop_runs_again_and_again()
    {
        var inner = Flow.DecisionOf("getVariable('n') % 2 == 1");
        var outer = Flow.DecisionOf("getVariable('n') < 6");
        var run = new RunningWorkflow(
            Flow.Chart("S > A, A > B, B > N, N > I, I:True > B, I:False > O, O:True > A, O:False > Z", ("N", Steps.Run("setVariable('n', (getVariable('n') || 0) + 1)")), ("I", inner), ("O", outer)),
            [Steps.Variable("n")]).Start();
        Assert.That(run.Text, Is.EqualTo("S A B B A B B A B B Z"));
    }

    [Test]
    public void A_loop_that_some_way_avoids_is_an_incident()
    {
        var run = Flow.Run("A > B, A > C, B > D, C > D, D > E, E > B");
        Assert.That(run.Fault, Does.StartWith("Invalid backward connection: Every path from the source ('E') must go through the target ('B')"));
    }

    [Test]
    public void The_first_way_into_a_WaitAny_join_wins_and_the_others_are_cancelled()
    {
        var run = Flow.Build("S > A, S > B, A > J, B > J, J > Z", ("A", Steps.Wait("a")), ("B", Steps.Wait("b")), ("J", Flow.Join("WaitAny"))).Start();
        run.Resume(activityId: "B");

        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Is.EqualTo("S Z"));
            Assert.That(run.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(run.Journal.Where(e => e.Event == "Canceled").Select(e => e.ActivityId), Is.EqualTo(new[] { "A" }));
        });
    }

    [Test]
    public void A_losing_way_inside_a_container_is_cancelled_without_an_incident()
    {
        var run = Flow.Build("S > A, S > B, A > J, B > J, J > Z", ("A", Steps.Sequence(Steps.Wait("a"))), ("B", Steps.Wait("b")), ("J", Flow.Join("WaitAny"))).Start();
        run.Resume(activityId: "B");
        Assert.That((run.Text, run.Fault, run.State.Bookmarks.Count), Is.EqualTo(("S Z", (string?)null, 0)));
    }

    [TestCase("A > J, B > J, J > Z")]
    [TestCase("B > J, A > J, J > Z")]
    public void What_follows_a_WaitAny_join_runs_once_whichever_way_stands_first(string rest)
    {
        var run = Flow.Run("S > A, S > B, " + rest, ("A", Steps.Wait("a")), ("J", Flow.Join("WaitAny")));
        Assert.That(run.Lines.Count(l => l == "Z"), Is.EqualTo(1));
    }

    [Test]
    public void A_join_over_two_suspensions_keeps_its_count()
    {
        var run = Flow.Build("S > A, S > B, A > C, B > C", ("A", Steps.Wait("a")), ("B", Steps.Wait("b"))).Start();
        run.Resume(activityId: "A");
        Assert.That(run.Text, Is.EqualTo("S"));
        run.Resume(activityId: "B");
        Assert.That((run.Text, run.State.SubStatus), Is.EqualTo(("S C", WorkflowSubStatus.Finished)));
    }

    [Test]
    public void End_ends_its_flowchart_and_what_surrounds_it_goes_on()
    {
        var inner = Flow.Chart("S > E, S > W", ("E", Steps.Activity("End")), ("W", Steps.Wait("w")));
        var run = new RunningWorkflow(Steps.Sequence(inner, Steps.Line("after"))).Start();
        Assert.That((run.Text, run.State.Bookmarks.Count), Is.EqualTo(("S after", 0)));
    }

    [Test]
    public void Complete_ends_the_workflow_with_its_outcome()
    {
        var run = Flow.Run("S > C, S > W, C > Z", ("C", Steps.Activity("Complete", ("outcomes", Steps.Literal("Won")))), ("W", Steps.Wait("w")));
        Assert.That((run.Text, run.State.Outcome, run.State.SubStatus), Is.EqualTo(("S", "Won", WorkflowSubStatus.Finished)));
    }

    [Test]
    public void Complete_takes_several_outcomes_from_a_list()
    {
        var run = new RunningWorkflow(Steps.Sequence(Steps.Activity("Complete", ("outcomes", Steps.JavaScript("['A','B']"))))).Start();
        Assert.That(run.State.Outcome, Is.EqualTo("A,B"));
    }

    [Test]
    public void Finish_ends_everything_at_once()
    {
        var inner = Flow.Chart("S > F, S > W", ("F", Steps.Activity("Finish")), ("W", Steps.Wait("w")));
        var run = new RunningWorkflow(Steps.Sequence(inner, Steps.Line("after"))).Start();
        Assert.That((run.Text, run.State.SubStatus, run.State.Bookmarks.Count), Is.EqualTo(("S", WorkflowSubStatus.Finished, 0)));
    }

    [Test]
    public void Break_leaves_the_nearest_loop()
    {
        var body = Steps.Sequence(Steps.LineOf("getVariable('CurrentValue')"), Steps.Activity("If", ("condition", Steps.JavaScript("getVariable('CurrentValue') == 2")), ("then", Steps.Activity("Break"))), Steps.Line("-"));
        var loop = Steps.Activity("ForEach", ("items", Steps.JavaScript("[1,2,3]")), ("body", body));
        Assert.That(new RunningWorkflow(Steps.Sequence(loop, Steps.Line("after"))).Start().Text, Is.EqualTo("1 - 2 after"));
    }

    [Test]
    public void Break_outside_of_a_loop_ends_the_sequences_around_it() =>
        Assert.That(new RunningWorkflow(Flow.Chart("A > B", ("A", Steps.Sequence(Steps.Line("1"), Steps.Sequence(Steps.Activity("Break"), Steps.Line("2")), Steps.Line("3"))))).Start().Text, Is.EqualTo("1 B"));

    [Test]
    public void An_empty_flowchart_is_done() => Assert.That(Flow.Run("").State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));

    [TestCase("A > B, S > A", "S A B")]
    [TestCase("B > A", "B A")]
    public void It_begins_with_what_nothing_leads_to(string connections, string expected) => Assert.That(Flow.Run(connections).Text, Is.EqualTo(expected));

    [Test]
    public void It_begins_with_Start_before_anything_else() => Assert.That(Flow.Run("A > B, X > C", ("X", Steps.Activity("Start"))).Text, Is.EqualTo("C"));

    [Test]
    public void A_connection_to_an_unknown_activity_is_left_out_and_told()
    {
        var chart = Flow.Chart("A > B");
        chart["connections"]!.AsArray().Add(JsonNode.Parse("""{"source":{"activity":"A","port":"Done"},"target":{"activity":"nobody","port":"In"}}"""));
        var run = new RunningWorkflow(chart).Start();
        Assert.That((run.Text, run.Graph.Warnings.Single()), Is.EqualTo(("A B", "Flowchart 'flow': the connection from 'A' to 'nobody' is left out, since there is no such activity.")));
    }

    [Test]
    public void Old_connection_shapes_are_read()
    {
        var chart = Flow.Chart("A", ("B", Steps.Line("B")));
        chart["connections"] = JsonNode.Parse("""{"$values":[{"source":"A","target":"B","sourcePort":"Done"}]}""");
        Assert.That(new RunningWorkflow(chart).Start().Text, Is.EqualTo("A B"));
    }

    [Test]
    public void An_endless_loop_without_a_wait_is_an_incident_not_a_hanging_server() =>
        Assert.That(Flow.Run("A > B, B > A").Fault, Does.Contain("endless loop"));

    [Test]
    public void A_run_that_gives_on_more_and_more_is_an_incident_before_memory_ends()
    {
        var grow = Steps.Activity("SetVariable", ("variable", Steps.Variable("v")), ("value", Steps.JavaScript("'x'.repeat(1000000)")));
        var run = new RunningWorkflow(Flow.Chart("A > B, B > A", ("B", grow)), [Steps.Variable("v")]).Start();
        Assert.That(run.Fault, Does.Contain("took and gave more than"));
    }

    [Test]
    public void A_template_with_thousands_of_nested_tags_is_refused_by_validation()
    {
        var nested = string.Concat(Enumerable.Repeat("{% if true %}", 600)) + string.Concat(Enumerable.Repeat("{% endif %}", 600));
        var run = new RunningWorkflow(Steps.Activity("WriteLine", ("text", Steps.Liquid(nested))));
        Assert.That(SalesProcess.Engine.Definitions.DefinitionValidator.Validate(run.Graph).Single().Message, Does.Contain("1200 tags"));
    }

    [TestCase("{% include 'x' %}")]
    [TestCase("{% render 'x' %}")]
    public void A_template_that_wants_a_file_is_an_incident(string template) =>
        Assert.That(new RunningWorkflow(Steps.Activity("WriteLine", ("text", Steps.Liquid(template)))).Start().Fault, Does.Contain("Liquid"));

    [TestCase("new ArrayBuffer(2e9)")]
    [TestCase("new Uint8Array(2e9)")]
    [TestCase("new (bytesFromString('a').constructor)(3e7)")]
    public void A_script_that_takes_memory_in_one_go_is_an_incident(string script) =>
        Assert.That(new RunningWorkflow(Steps.Activity("RunJavaScript", ("script", Steps.Literal(script)))).Start().Fault, Is.Not.Null);

    [Test]
    public void A_wait_beyond_the_calendar_is_an_incident() => Assert.That(
        new RunningWorkflow(Steps.Activity("Delay", ("timeSpan", Steps.Literal("9999999.00:00:00")))).Start().Fault, Does.Contain("out of the calendar"));

    [Test]
    public void A_fault_lets_the_rest_of_the_run_go_on_and_is_retried()
    {
        var run = new RunningWorkflow(
            Flow.Chart("S > A, S > B, A > C", ("A", Steps.Run("if (getVariable('ok') != true) { throw new Error('not yet') }")), ("B", Steps.Wait("b"))), [Steps.Variable("ok")]).Start();
        Assert.That((run.State.SubStatus, run.State.Bookmarks.Count), Is.EqualTo((WorkflowSubStatus.Faulted, 1)));

        run.State.Records[0].Variables!["ok"] = true;
        run.Retry();
        Assert.That((run.Text, run.State.SubStatus, run.State.Incidents.Count), Is.EqualTo(("S C", WorkflowSubStatus.Suspended, 0)));
    }
}
