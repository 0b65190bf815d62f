using SalesProcess.Engine.Activities.Primitives;
using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_workflow_waits
{
    [Test]
    public void The_bookmark_of_a_task_tells_its_name_and_is_found_by_its_id()
    {
        var workflow = new RunningWorkflow(Activity("RunTask", ("taskName", Literal("order")), ("taskId", To("v-id"))), [Variable("id")]).Start();
        var (bookmark, id) = (workflow.State.Bookmarks.Single(), workflow.State.Records[0].Variables!["id"]);
        Assert.Multiple(() =>
        {
            Assert.That(bookmark.Payload, Is.EqualTo(new Dictionary<string, object?> { ["TaskId"] = id, ["TaskName"] = "order" }));
            Assert.That(bookmark.Hash, Is.EqualTo(StimulusHash.Compute("Elsa.RunTask", new Dictionary<string, object?> { ["TaskId"] = id })));
        });
    }

    [Test]
    public void Delay_wakes_after_its_time_span()
    {
        var workflow = new RunningWorkflow(Sequence(Activity("Delay", ("timeSpan", Literal("01:30:00"))), Line("after"))).Start();
        var bookmark = workflow.State.Bookmarks.Single();
        Assert.Multiple(() =>
        {
            Assert.That(bookmark.Name, Is.EqualTo("Elsa.Delay"));
            Assert.That(bookmark.ResumeAt, Is.EqualTo(workflow.Now.AddMinutes(90)));
            Assert.That(((Dictionary<string, object?>)bookmark.Payload!)["ResumeAt"], Is.EqualTo(workflow.Now.AddMinutes(90)));
            Assert.That(workflow.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Suspended));
        });
        Assert.That(workflow.Resume().Text, Is.EqualTo("after"));
    }

    [TestCase("Delay", "timeSpan")]
    [TestCase("Timer", "interval")]
    public void A_minute_is_the_default(string type, string input)
    {
        var workflow = new RunningWorkflow(Activity(type, (input, null))).Start();
        Assert.That(workflow.State.Bookmarks.Single().ResumeAt, Is.EqualTo(workflow.Now.AddMinutes(1)));
    }

    [TestCase("-00:01:00", -60)]
    [TestCase("soon", 0)]
    public void A_negative_or_unreadable_delay_still_waits(string span, int seconds)
    {
        var workflow = new RunningWorkflow(Activity("Delay", ("timeSpan", Literal(span)))).Start();
        Assert.That(workflow.State.Bookmarks.Single().ResumeAt, Is.EqualTo(workflow.Now.AddSeconds(seconds)));
    }

    [TestCase("2026-03-02T10:00:00+00:00", 1)]
    [TestCase("2026-03-02T08:00:00+00:00", 0)]
    [TestCase(null, 0)]
    public void StartAt_waits_for_a_time_to_come(string? time, int bookmarks)
    {
        var workflow = new RunningWorkflow(Activity("StartAt", ("dateTime", Literal(time)))).Start();
        Assert.That(workflow.State.Bookmarks, Has.Count.EqualTo(bookmarks));
    }

    [TestCase("Timer")]
    [TestCase("StartAt")]
    public void A_timer_that_started_the_instance_does_not_wait(string type)
    {
        var workflow = new RunningWorkflow(Activity(type, ("id", "T"), ("dateTime", Literal("2030-01-01T00:00:00Z")))).Start(trigger: "T");
        Assert.That(workflow.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    [Test]
    public void Event_waits_under_a_hash_of_its_name_and_gives_its_payload()
    {
        var wait = Wait("signed");
        wait["result"] = To("v-r");
        var workflow = new RunningWorkflow(Sequence(wait, LineOf("getR().by")), [Variable("r")]).Start();
        var bookmark = workflow.State.Bookmarks.Single();
        Assert.That((bookmark.Name, bookmark.Hash), Is.EqualTo(("Elsa.Event", StimulusHash.Compute("Elsa.Event", Event.Payload("signed")))));
        Assert.That(workflow.Resume(new() { [Event.PayloadKey] = new Dictionary<string, object?> { ["by"] = "Anna" } }).Text, Is.EqualTo("Anna"));
    }

    [Test]
    public void An_event_that_started_the_instance_does_not_wait_the_first_time()
    {
        var wait = Wait();
        wait["result"] = To("v-r");
        var root = Activity("For", ("start", Literal(1)), ("end", Literal(2)), ("body", Sequence(wait, LineOf("getR()"))));
        var workflow = new RunningWorkflow(root, [Variable("r")]).Start(new() { [Event.PayloadKey] = "first" }, trigger: "go");
        Assert.That((workflow.Text, workflow.State.Bookmarks.Count), Is.EqualTo(("first", 1)));
        Assert.That(workflow.Resume(new() { [Event.PayloadKey] = "second" }).Text, Is.EqualTo("first second"));
    }

    [TestCase(false, null)]
    [TestCase(true, "i1")]
    public void PublishEvent_tells_all_or_only_its_own_instance(bool local, string? instance)
    {
        var root = Activity("PublishEvent", ("eventName", Literal("signed")), ("correlationId", Literal("Q-7")), ("isLocalEvent", Literal(local)), ("payload", JavaScript("({by:'Anna'})")));
        var effect = (Effect.PublishEvent)new RunningWorkflow(root).Start().Effects.Single();
        Assert.That((effect.Name, effect.CorrelationId, effect.InstanceId), Is.EqualTo(("signed", "Q-7", instance)));
        Assert.That(effect.Payload, Is.EqualTo(new Dictionary<string, object?> { ["by"] = "Anna" }));
    }

    private static RunningWorkflow Task() => new RunningWorkflow(
        Sequence(Activity("RunTask", ("taskName", Literal("Print")), ("payload", Expression("Object", "{\"copies\": 2}")), ("taskId", To("v-id")), ("result", To("v-r"))), LineOf("getR() + ' ' + (getId().length)")),
        [Variable("id"), Variable("r")]).Start();

    [Test]
    public void RunTask_asks_and_waits_for_the_answer()
    {
        var workflow = Task();
        var request = (Effect.RequestTask)workflow.Effects.Single();
        var bookmark = workflow.State.Bookmarks.Single();
        Assert.Multiple(() =>
        {
            Assert.That(request.TaskName, Is.EqualTo("Print"));
            Assert.That(request.Payload, Is.EqualTo(new Dictionary<string, object?> { ["copies"] = 2L }));
            Assert.That(bookmark.Hash, Is.EqualTo(StimulusHash.Compute("Elsa.RunTask", RunTask.BookmarkKey(request.TaskId))));
        });
        Assert.That(workflow.Resume(new() { [RunTask.AnswerKey] = "done" }).Text, Is.EqualTo("done 26"));
    }

    [Test]
    public void RunTask_takes_null_for_an_answer() =>
        Assert.That(Task().Resume(new() { [RunTask.AnswerKey] = null }).Text, Is.EqualTo("null 26"));

    [Test]
    public void RunTask_resumed_without_an_answer_is_a_fault() =>
        Assert.That(Task().Resume().Fault, Does.Contain("RunTaskInput"));
}
