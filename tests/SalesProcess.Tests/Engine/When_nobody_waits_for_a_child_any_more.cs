using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_nobody_waits_for_a_child_any_more
{
    private static JsonObject Start(string type = "DispatchWorkflow", bool wait = true) =>
        Activity(type, ("id", "child"), ("workflowDefinitionId", Literal("contract")), ("waitForCompletion", Literal(wait)));

    private static JsonObject Fork(params JsonNode[] branches)
    {
        var fork = Activity("Fork", ("branches", new JsonArray(branches)));
        fork["joinMode"] = "WaitAny";
        return fork;
    }

    private static IEnumerable<TestCaseData> Leaving()
    {
        yield return new TestCaseData(Fork(Start(), Wait())).SetArgDisplayNames("another branch of a Fork is first");
        yield return new TestCaseData(Fork(Start("ExecuteWorkflow"), Wait())).SetArgDisplayNames("the same with ExecuteWorkflow");
        yield return new TestCaseData(Fork(Sequence(Start()), Wait())).SetArgDisplayNames("it stands deeper");
        yield return new TestCaseData(Activity("Parallel", ("activities", new JsonArray(Start(), Sequence(Wait(), Activity("Finish")))))).SetArgDisplayNames("Finish");
        yield return new TestCaseData(Activity("Parallel", ("activities", new JsonArray(Start(), Sequence(Wait(), Activity("Complete")))))).SetArgDisplayNames("Complete");
        yield return new TestCaseData(Activity(
            "While", ("condition", JavaScript("true")), ("body", Activity("Parallel", ("activities", new JsonArray(Start(), Sequence(Wait(), Activity("Break")))))))).SetArgDisplayNames("Break");
        yield return new TestCaseData(Flow.Chart("S > C, S > go, C > J, go > J", ("C", Start()), ("go", Wait()), ("J", Flow.Join("WaitAny")))).SetArgDisplayNames("a WaitAny join");
        yield return new TestCaseData(Flow.Chart("S > C, S > go, go > E", ("C", Start()), ("go", Wait()), ("E", Activity("End")))).SetArgDisplayNames("End");
    }

    [TestCaseSource(nameof(Leaving))]
    public void It_is_cancelled_once(JsonObject root)
    {
        var workflow = new RunningWorkflow(root).Start();
        var started = workflow.Effects.OfType<Effect.StartChild>().Single();
        Assert.That(workflow.Effects.OfType<Effect.CancelChild>(), Is.Empty);

        workflow.Resume(activityId: "go");

        Assert.That(workflow.Fault, Is.Null);
        Assert.That(workflow.Effects.OfType<Effect.CancelChild>().Select(c => c.InstanceId), Is.EqualTo(new[] { started.InstanceId }));
        Assert.That(workflow.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    [Test]
    public void Each_open_child_of_a_bulk_is_cancelled()
    {
        var bulk = Activity("BulkDispatchWorkflows", ("workflowDefinitionId", Literal("contract")), ("items", JavaScript("[1, 2, 3]")));
        var workflow = new RunningWorkflow(Fork(Sequence(bulk), Wait())).Start();
        var started = workflow.Effects.OfType<Effect.StartChild>().Select(s => s.InstanceId).ToList();
        workflow.ResumeOf(started[1], new Dictionary<string, object?> { ["instanceId"] = started[1], ["subStatus"] = "Finished" });

        workflow.Resume(activityId: "go");

        Assert.That(workflow.Effects.OfType<Effect.CancelChild>().Select(c => c.InstanceId), Is.EqualTo(new[] { started[0], started[2] }));
    }

    [TestCase("DispatchWorkflow")]
    [TestCase("ExecuteWorkflow")]
    public void One_that_nobody_waited_for_lives_on(string type) =>
        Assert.That(new RunningWorkflow(Fork(Sequence(Start(type, wait: false), Wait("never")), Wait())).Start().Resume(activityId: "go").Effects.OfType<Effect.CancelChild>(), Is.Empty);

    [Test]
    public void One_that_has_answered_is_left_alone() =>
        Assert.That(new RunningWorkflow(Sequence(Start(), Wait())).Start().Resume().Resume(activityId: "go").Effects.OfType<Effect.CancelChild>(), Is.Empty);

    [TestCase(100, null)]
    [TestCase(101, "number 101 in a line")]
    public void A_line_of_children_ends_somewhere(int number, string? fault)
    {
        var workflow = new RunningWorkflow(Start()) { Depth = number - 1 }.Start();
        Assert.That(workflow.Fault, fault is null ? Is.Null : Does.Contain(fault));
        Assert.That(workflow.State.Bookmarks, Has.Count.EqualTo(fault is null ? 1 : 0));
    }

    [Test]
    public void A_successor_that_is_started_after_a_wait_begins_a_new_line()
    {
        var workflow = new RunningWorkflow(Sequence(Wait(), Start(wait: false))) { Depth = 100 }.Start().Resume();
        Assert.That(workflow.Effects.OfType<Effect.StartChild>().Single().Depth, Is.EqualTo(1));
    }

    [TestCase("DispatchWorkflow")]
    [TestCase("PublishEvent")]
    public void A_chain_of_runs_ends_somewhere(string type)
    {
        var activity = Activity(type, ("workflowDefinitionId", Literal("contract")), ("eventName", Literal("ping")));
        Assert.That(new RunningWorkflow(activity) { Chain = Child.MaxChain - 1 }.Start().Fault, Is.Null);
        Assert.That(new RunningWorkflow(activity.DeepClone().AsObject()) { Chain = Child.MaxChain }.Start().Fault, Does.Contain("woke each other"));
    }
}
