using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Runtime;

public sealed class When_instances_start_each_other
{
    private const string Race =
        """
        {"definitionId":"race","name":"Race","root":{"id":"fork","type":"Elsa.Fork","joinMode":"WaitAny","branches":[
          {"id":"child","type":"Elsa.DispatchWorkflow","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"one-task"}},
           "waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}},
          {"id":"wait","type":"Elsa.Event","eventName":{"typeName":"String","expression":{"type":"Literal","value":"paid"}}}]}}
        """;

    private const string Bulk =
        """
        {"definitionId":"bulk","name":"Bulk","variables":[{"id":"done","name":"done","typeName":"Int32","value":0,"storageDriverTypeName":"WorkflowInstanceStorageDriver"},
          {"id":"bad","name":"bad","typeName":"Int32","value":0,"storageDriverTypeName":"WorkflowInstanceStorageDriver"}],
         "outputs":[{"name":"done","type":"Int32"},{"name":"bad","type":"Int32"}],
        "root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"all","type":"Elsa.BulkDispatchWorkflows","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"CHILD"}},
           "items":{"typeName":"Object","expression":{"type":"JavaScript","value":"[1, 2, 3]"}},
           "childCompleted":{"id":"completed","type":"Elsa.RunJavaScript","script":{"typeName":"String","expression":{"type":"Literal","value":"variables.done = variables.done + 1"}}},
           "childFaulted":{"id":"faulted","type":"Elsa.RunJavaScript","script":{"typeName":"String","expression":{"type":"Literal","value":"variables.bad = variables.bad + 1"}}}},
          {"id":"o1","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"done"}},"outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"variables.done"}}},
          {"id":"o2","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"bad"}},"outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"variables.bad"}}}]}}
        """;

    private const string Faulty = """{"definitionId":"faulty","name":"Faulty","root":{"id":"f","type":"Elsa.Fault","message":{"typeName":"String","expression":{"type":"Literal","value":"no"}}}}""";

    [Test]
    public async Task A_child_that_lost_a_race_is_cancelled_with_its_task()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Race);
        var id = await runtime.StartInstanceAsync("race");

        await PublishAsync(runtime, id);

        Assert.Multiple(() =>
        {
            Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(SubStatuses(runtime, "one-task"), Is.EqualTo(new[] { "Cancelled" }));
            Assert.That(runtime.Ids("SELECT status FROM tasks"), Is.EqualTo(new[] { "Exited" }));
            Assert.That(runtime.Count("outbox"), Is.Zero);
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_child_that_was_not_started_yet_never_is(bool cancelled)
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Race);
        var id = await runtime.StartInstanceAsync("race");
        await ForgetTheStartOfAsync(runtime, id);

        if (cancelled)
        {
            await runtime.Workflows.CancelAsync(id, "no more", RunningRuntime.Anna, CancellationToken.None);
        }
        else
        {
            await PublishAsync(runtime, id);
        }

        Assert.Multiple(() =>
        {
            Assert.That(runtime.State(id).Status, Is.EqualTo(WorkflowStatus.Finished));
            Assert.That(SubStatuses(runtime, "one-task"), Is.Empty);
            Assert.That(runtime.Count("outbox"), Is.Zero);
        });
    }

    [Test]
    public async Task A_child_is_started_in_the_version_that_was_published_when_its_parent_asked()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Race);
        var id = await runtime.StartInstanceAsync("race");
        await ForgetTheStartOfAsync(runtime, id);
        var definitions = runtime.Get<DefinitionService>();

        var deleted = await definitions.DeleteAsync("one-task", null, RunningRuntime.Anna, CancellationToken.None);
        await definitions.RetractAsync("one-task", RunningRuntime.Anna, CancellationToken.None);
        await runtime.Get<CommitQueue>().RunAsync(session => session.Execute("UPDATE outbox SET next_at = 0"), CancellationToken.None);
        await runtime.UntilAsync(() => runtime.Count("tasks") == 1);

        Assert.That((deleted as Answer.Refused)?.Refusal.Code, Is.EqualTo(RefusalCodes.DefinitionInUse));
        Assert.That(SubStatuses(runtime, "one-task"), Is.EqualTo(new[] { "Suspended" }));
    }

    [Test]
    public async Task A_child_that_somebody_cancels_lets_its_parent_go_on()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Race);
        var id = await runtime.StartInstanceAsync("race");

        await runtime.Workflows.CancelAsync(runtime.Ids("SELECT id FROM instances WHERE parent_id = $1", id).Single(), null, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    [Test]
    public async Task A_child_that_ends_while_the_race_is_decided_leaves_nothing_open()
    {
        const int Races = 40;
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Race);
        var parents = new List<string>();
        for (var i = 0; i < Races; i++)
        {
            parents.Add(await runtime.StartInstanceAsync("race"));
        }

        var tasks = runtime.Ids("SELECT id FROM tasks");
        await Task.WhenAll(
            [.. parents.Select(p => Task.Run(() => PublishAsync(runtime, p))),
            .. tasks.Select(t => Task.Run(() => runtime.Tasks.CompleteAsync(t, "Yes", null, null, null, RunningRuntime.Anna, CancellationToken.None)))]);
        // Whoever lost may still be handled by the caller who won.
        await runtime.UntilAsync(() => runtime.Count("outbox") == 0);

        Assert.Multiple(() =>
        {
            Assert.That(SubStatuses(runtime, "race"), Is.EqualTo(Enumerable.Repeat("Finished", Races)));
            Assert.That(SubStatuses(runtime, "one-task"), Has.Count.EqualTo(Races));
            Assert.That(SubStatuses(runtime, "one-task"), Has.All.Matches<string>(s => s is "Finished" or "Cancelled"));
            Assert.That(runtime.Ids("SELECT id FROM tasks WHERE is_open = 1"), Is.Empty);
        });
    }

    [Test]
    public async Task Cancelling_reaches_every_generation()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Definitions.ParentOfOneTask, Race.Replace("\"one-task\"", "\"parent\"", StringComparison.Ordinal));
        var id = await runtime.StartInstanceAsync("race");

        await PublishAsync(runtime, id);

        Assert.That(runtime.Ids("SELECT sub_status FROM instances ORDER BY created_at, id"), Is.EquivalentTo(new[] { "Finished", "Cancelled", "Cancelled" }));
        Assert.That(runtime.Ids("SELECT status FROM tasks"), Is.EqualTo(new[] { "Exited" }));
    }

    [Test]
    public async Task Three_children_of_a_bulk_answer_once_each_over_a_restart()
    {
        var first = await RunningRuntime.StartAsync(null, Definitions.OneTask, Bulk.Replace("CHILD", "one-task", StringComparison.Ordinal));
        var id = await first.StartInstanceAsync("bulk");
        var tasks = first.Ids("SELECT id FROM tasks");
        await first.Tasks.CompleteAsync(tasks[0], "Yes", null, null, null, RunningRuntime.Anna, CancellationToken.None);
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(first.Folder);
        Assert.That(second.State(id).Status, Is.EqualTo(WorkflowStatus.Running));
        await Task.WhenAll(tasks.Skip(1).Select(t => Task.Run(() => second.Tasks.CompleteAsync(t, "No", null, null, null, RunningRuntime.Anna, CancellationToken.None))));

        Assert.Multiple(() =>
        {
            Assert.That(second.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(second.State(id).Output["done"], Is.EqualTo(3L));
            Assert.That(second.Count("instances"), Is.EqualTo(4));
        });
    }

    [Test]
    public async Task A_port_for_faulted_children_hears_of_each_at_once()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Faulty, Bulk.Replace("CHILD", "faulty", StringComparison.Ordinal));
        var id = await runtime.StartInstanceAsync("bulk");

        Assert.Multiple(() =>
        {
            Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That((runtime.State(id).Output["done"], runtime.State(id).Output["bad"]), Is.EqualTo((0L, 3L)));
            Assert.That(SubStatuses(runtime, "faulty"), Is.EqualTo(Enumerable.Repeat("Faulted", 3)));
        });
    }

    [Test]
    public async Task A_loop_over_many_children_that_end_at_once_is_over_before_the_answer()
    {
        const string Loop =
            """
            {"definitionId":"loop","name":"Loop","root":{"id":"for","type":"Elsa.For","start":{"typeName":"Int32","expression":{"type":"Literal","value":1}},"end":{"typeName":"Int32","expression":{"type":"Literal","value":200}},
             "body":{"id":"child","type":"Elsa.ExecuteWorkflow","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"line"}},
              "waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}}}}
            """;
        const string Line = """{"definitionId":"line","name":"Line","root":{"id":"l","type":"Elsa.WriteLine"}}""";
        await using var runtime = await RunningRuntime.StartAsync(null, Loop, Line);

        var id = await runtime.StartInstanceAsync("loop");

        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
        Assert.That(SubStatuses(runtime, "line"), Is.EqualTo(Enumerable.Repeat("Finished", 200)));
    }

    [TestCase("true")]
    [TestCase("false")]
    public async Task Instances_that_start_each_other_without_end_are_stopped_by_an_incident(string wait)
    {
        var self =
            """
            {"definitionId":"self","name":"Self","root":{"id":"again","type":"Elsa.DispatchWorkflow","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"self"}},
             "waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":WAIT}}}}
            """.Replace("WAIT", wait, StringComparison.Ordinal);
        await using var runtime = await RunningRuntime.StartAsync(null, self);

        await runtime.StartInstanceAsync("self");

        Assert.Multiple(() =>
        {
            Assert.That(runtime.Count("instances"), Is.EqualTo(101));
            Assert.That(runtime.Count("outbox"), Is.Zero);
            Assert.That(runtime.Ids("SELECT id FROM instances WHERE sub_status = 'Faulted'"), Has.Count.EqualTo(1));
        });
    }

    private static List<string> SubStatuses(RunningRuntime runtime, string definition) => runtime.Ids("SELECT sub_status FROM instances WHERE definition_id = $1", definition);

    private static Task<Answer> PublishAsync(RunningRuntime runtime, string id) => runtime.Workflows.PublishEventAsync(id, "paid", null, RunningRuntime.Anna, CancellationToken.None);

    // As a crash between the parent's commit and the child's start leaves it: the message is there, the child is not.
    private static Task<int> ForgetTheStartOfAsync(RunningRuntime runtime, string parent)
    {
        var child = runtime.Ids("SELECT id FROM instances WHERE parent_id = $1", parent).Single();
        var bookmark = runtime.State(parent).Bookmarks.Single(b => b.ActivityId == "child").Id;
        return runtime.Get<CommitQueue>().RunAsync(
            session =>
            {
                session.Execute("DELETE FROM instances WHERE id = $1", child);
                session.Execute("DELETE FROM tasks");
                session.Execute("DELETE FROM journal WHERE instance_id = $1", child);
                return session.Execute(
                    "INSERT INTO outbox (id, instance_id, kind, payload, created_at, attempts, next_at) VALUES ($1, $2, 'StartChild', $3, 0, 0, 9999999999999)",
                    $"{parent}-1-1", parent, StoredJson.Write(new Effect.StartChild(child, "one-task", new Dictionary<string, object?>(), null, bookmark) { VersionId = "one-task-v1" }));
            },
            CancellationToken.None);
    }
}
