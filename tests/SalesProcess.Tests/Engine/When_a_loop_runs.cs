using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_loop_runs
{
    private static string Lines(System.Text.Json.Nodes.JsonObject root) => Finished(new RunningWorkflow(root).Start()).Text;

    private static RunningWorkflow Finished(RunningWorkflow workflow)
    {
        Assert.That(workflow.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished), workflow.Fault);
        return workflow;
    }

    [TestCase(1, 3, 1, true, "1 2 3")]
    [TestCase(1, 3, 1, false, "1 2")]
    [TestCase(3, 1, -1, true, "3 2 1")]
    [TestCase(3, 1, -1, false, "3 2")]
    [TestCase(0, 5, 2, true, "0 2 4")]
    [TestCase(2, 1, 1, true, "")]
    public void For_counts(int start, int end, int step, bool inclusive, string expected)
    {
        var root = Activity("For", ("start", Literal(start)), ("end", Literal(end)), ("step", Literal(step)), ("outerBoundInclusive", Literal(inclusive)), ("body", LineOf("getCurrentValue()")));
        Assert.That(Lines(root), Is.EqualTo(expected));
    }

    [Test]
    public void For_counts_by_one_and_includes_the_end_unless_told_otherwise() =>
        Assert.That(Lines(Activity("For", ("start", Literal(1)), ("end", Literal(2)), ("body", LineOf("variables.CurrentValue")))), Is.EqualTo("1 2"));

    [TestCase("For")]
    [TestCase("ForEach")]
    [TestCase("ParallelForEach")]
    [TestCase("While")]
    public void A_loop_without_a_body_is_done(string type) =>
        Assert.That(Lines(Activity(type, ("condition", Literal(true)), ("items", JavaScript("[1]")), ("end", Literal(3)))), Is.Empty);

    [Test]
    public void A_step_of_zero_is_a_fault() =>
        Assert.That(new RunningWorkflow(Activity("For", ("end", Literal(3)), ("step", Literal(0)), ("body", Line("x")))).Start().Fault, Does.Contain("step 0"));

    [Test]
    public void The_end_is_not_read_again_within_a_run()
    {
        var body = Sequence(LineOf("getCurrentValue()"), Run("setVariable('n', 5)"));
        var root = Activity("For", ("start", Literal(1)), ("end", JavaScript("getVariable('n')")), ("body", body));
        Assert.That(new RunningWorkflow(root, [Variable("n", "Int32", 2)]).Start().Text, Is.EqualTo("1 2"));
    }

    [Test]
    public void The_end_is_read_again_after_a_wait()
    {
        var body = Sequence(LineOf("getCurrentValue()"), Run("setVariable('n', 3)"), Wait());
        var root = Activity("For", ("start", Literal(1)), ("end", JavaScript("getVariable('n')")), ("body", body));
        var workflow = new RunningWorkflow(root, [Variable("n", "Int32", 2)]).Start().Resume().Resume().Resume();
        Assert.That(Finished(workflow).Text, Is.EqualTo("1 2 3"));
    }

    [Test]
    public void ForEach_gives_the_body_the_item_and_its_index() =>
        Assert.That(Lines(Activity("ForEach", ("items", JavaScript("['a','b']")), ("body", LineOf("getCurrentIndex() + getCurrentValue()")))), Is.EqualTo("0a 1b"));

    [TestCase("abc", "a b c")]
    [TestCase("[\"x\", \"y\"]", "x y")]
    [TestCase("", "")]
    public void ForEach_goes_through_the_characters_of_text_and_the_elements_of_json_text(string items, string expected) =>
        Assert.That(Lines(Activity("ForEach", ("items", Literal(items)), ("body", LineOf("getCurrentValue()")))), Is.EqualTo(expected));

    [Test]
    public void ForEach_without_a_list_is_a_fault()
    {
        var root = Activity("ForEach", ("items", Literal(null)), ("body", Line("x")));
        Assert.That(new RunningWorkflow(root).Start().Fault, Does.Contain("null"));
    }

    [Test]
    public void ForEach_writes_its_item_to_the_bound_variable()
    {
        var root = Sequence(Activity("ForEach", ("items", JavaScript("[1,2]")), ("currentValue", To("v-last")), ("body", Line("x"))), LineOf("getVariable('last')"));
        Assert.That(new RunningWorkflow(root, [Variable("last")]).Start().Text, Is.EqualTo("x x 2"));
    }

    [Test]
    public void ForEach_keeps_its_place_over_a_wait()
    {
        var root = Activity("ForEach", ("items", JavaScript("['a','b']")), ("body", Sequence(Wait(), LineOf("getCurrentIndex() + getCurrentValue()"))));
        Assert.That(Finished(new RunningWorkflow(root).Start().Resume().Resume()).Text, Is.EqualTo("0a 1b"));
    }

    [Test]
    public void ParallelForEach_runs_all_items_and_waits_for_all()
    {
        var root = Sequence(Activity("ParallelForEach", ("items", JavaScript("['a','b','c']")), ("body", Sequence(Wait(), LineOf("getCurrentIndex() + getCurrentValue()")))), Line("end"));
        var workflow = new RunningWorkflow(root).Start();
        Assert.That(workflow.State.Bookmarks, Has.Count.EqualTo(3));
        Assert.That(Finished(workflow.Resume().Resume().Resume()).Text, Is.EqualTo("0a 1b 2c end"));
    }

    [Test]
    public void ParallelForEach_does_not_read_text_as_a_list() =>
        Assert.That(Lines(Activity("ParallelForEach", ("items", Literal("[1,2]")), ("body", Line("x")))), Is.Empty);

    [Test]
    public void ParallelForEach_lets_the_others_run_when_one_faults()
    {
        var root = Activity("ParallelForEach", ("items", JavaScript("[1,0,2]")), ("body", LineOf("if (getCurrentValue() == 0) throw new Error('zero'); return getCurrentValue()")));
        var workflow = new RunningWorkflow(root).Start();
        Assert.Multiple(() =>
        {
            Assert.That(workflow.Text, Is.EqualTo("1 2"));
            Assert.That(workflow.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Faulted));
        });
    }

    [Test]
    public void While_looks_at_its_condition_before_every_round()
    {
        var root = Activity("While", ("condition", JavaScript("getN() < 3")), ("body", Sequence(LineOf("getN()"), Run("setN(getN() + 1)"))));
        Assert.That(new RunningWorkflow(root, [Variable("n", "Int32", 0)]).Start().Text, Is.EqualTo("0 1 2"));
    }

    [TestCase("For")]
    [TestCase("ForEach")]
    [TestCase("While")]
    public void Break_leaves_it_even_from_inside_a_fork(string type)
    {
        var body = Sequence(Line("in"), Activity("Fork", ("branches", new System.Text.Json.Nodes.JsonArray(Activity("Break")))), Line("not here"));
        var root = Sequence(
            Activity(type, ("condition", Literal(true)), ("items", JavaScript("[1,2,3]")), ("start", Literal(1)), ("end", Literal(9)), ("body", body)),
            Line("after"));
        Assert.That(Lines(root), Is.EqualTo("in after"));
    }

    [Test]
    public void A_loop_that_never_waits_is_stopped() =>
        Assert.That(new RunningWorkflow(Activity("While", ("condition", Literal(true)), ("body", Activity("SetName", ("value", Literal("x")))))).Start().Fault, Does.Contain("endless"));
}
