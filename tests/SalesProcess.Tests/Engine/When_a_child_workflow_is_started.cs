using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_child_workflow_is_started
{
    private static RunningWorkflow Parent(string type, bool wait) => new RunningWorkflow(
        Sequence(
            Activity(type, ("workflowDefinitionId", Literal("contract")), ("correlationId", Literal("Q-7")), ("input", JavaScript("({amount: 5})")), ("waitForCompletion", Literal(wait)), ("result", To("v-r"))),
            LineOf("JSON.stringify(getR())")),
        [Variable("r")]).Start();

    private static Dictionary<string, object?> Answer(string? outcome = null) => new()
    {
        ["output"] = new Dictionary<string, object?> { ["total"] = 12L },
        ["outcome"] = outcome,
        ["instanceId"] = "c1",
        ["status"] = "Finished",
        ["subStatus"] = "Faulted",
    };

    [TestCase("ExecuteWorkflow")]
    [TestCase("DispatchWorkflow")]
    public void It_gets_its_input_and_resumes_the_parent(string type)
    {
        var workflow = Parent(type, wait: true);
        var effect = (Effect.StartChild)workflow.Effects.Single();
        Assert.Multiple(() =>
        {
            Assert.That((effect.DefinitionId, effect.CorrelationId), Is.EqualTo(("contract", "Q-7")));
            Assert.That(effect.Input, Is.EqualTo(new Dictionary<string, object?> { ["amount"] = 5L, ["ParentInstanceId"] = "i1" }));
            Assert.That(effect.ParentBookmarkId, Is.EqualTo(workflow.State.Bookmarks.Single().Id));
            Assert.That(effect.InstanceId, Has.Length.EqualTo(26));
        });
    }

    [TestCase(null, "{\"total\":12}")]
    [TestCase("Approved", "{\"total\":12,\"outcome\":\"Approved\"}")]
    public void DispatchWorkflow_gives_the_outputs_and_the_outcome(string? outcome, string expected) =>
        Assert.That(Parent("DispatchWorkflow", wait: true).Resume(Answer(outcome)).Text, Is.EqualTo(expected));

    [Test]
    public void DispatchWorkflow_gives_an_empty_object_if_there_is_no_output() =>
        Assert.That(Parent("DispatchWorkflow", wait: true).Resume().Text, Is.EqualTo("{}"));

    [Test]
    public void ExecuteWorkflow_gives_the_childs_state() =>
        Assert.That(
            Parent("ExecuteWorkflow", wait: true).Resume(Answer("Approved")).Text,
            Is.EqualTo("{\"WorkflowInstanceId\":\"c1\",\"Status\":\"Finished\",\"SubStatus\":\"Faulted\",\"Output\":{\"total\":12}}"));

    [Test]
    public void DispatchWorkflow_goes_on_at_once_if_it_does_not_wait()
    {
        var workflow = Parent("DispatchWorkflow", wait: false);
        Assert.That((workflow.Text, ((Effect.StartChild)workflow.Effects[0]).ParentBookmarkId), Is.EqualTo(("null", (string?)null)));
    }

    [Test]
    public void ExecuteWorkflow_gives_what_the_childs_first_run_left_if_it_does_not_wait()
    {
        var workflow = Parent("ExecuteWorkflow", wait: false);
        Assert.That(((Effect.StartChild)workflow.Effects.Single()).Answers, Is.EqualTo(ChildAnswer.AtOnce));
        Assert.That(workflow.Resume(Answer()).Text, Does.StartWith("{\"WorkflowInstanceId\":\"c1\",\"Status\":\"Finished\""));
    }

    [TestCase("ExecuteWorkflow")]
    [TestCase("DispatchWorkflow")]
    public void It_must_be_named(string type) =>
        Assert.That(new RunningWorkflow(Activity(type)).Start().Fault, Does.Contain("workflowDefinitionId"));

    [TestCase(10_000, null)]
    [TestCase(10_001, "There are more than 10000 items. All of them are started in one step; start them in several.")]
    public void So_many_of_a_bulk_are_started_in_one_step(int items, string? fault)
    {
        var workflow = new RunningWorkflow(Activity(
            "BulkDispatchWorkflows", ("workflowDefinitionId", Literal("contract")), ("items", JavaScript($"Array.from({{length: {items}}}, (x, i) => i)")), ("waitForCompletion", Literal(false)))).Start();

        Assert.That((workflow.Fault, workflow.Effects.OfType<Effect.StartChild>().Count()), Is.EqualTo((fault, fault is null ? items : 0)));
    }
}
