using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Runtime;

public sealed class When_instances_are_run
{
    [Test]
    public async Task A_completed_task_finishes_its_instance_before_the_answer()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var id = await runtime.StartInstanceAsync("one-task");
        var task = runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", id).Single();

        var answer = await runtime.Tasks.CompleteAsync(task, "Yes", null, null, null, RunningRuntime.Anna, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.EqualTo(new Answer.Accepted(task)));
            Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(runtime.Count("outbox"), Is.Zero);
        });
    }

    [Test]
    public async Task A_child_answers_its_parent_before_the_answer()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Definitions.ParentOfOneTask);
        var id = await runtime.StartInstanceAsync("parent");
        var task = runtime.Ids("SELECT id FROM tasks WHERE root_id = $1", id).Single();

        await runtime.Tasks.CompleteAsync(task, "No", null, null, null, RunningRuntime.Anna, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(runtime.State(id).Output["outcome"], Is.EqualTo("No"));
        });
    }

    [Test]
    public async Task Five_tasks_of_one_instance_are_completed_at_once()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.FiveAtOnce);
        var id = await runtime.StartInstanceAsync("five");
        var tasks = runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", id);

        var answers = await Task.WhenAll(tasks.Select(t => Task.Run(() => runtime.Tasks.CompleteAsync(t, "Complete", null, null, null, RunningRuntime.Anna, CancellationToken.None))));

        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.All.InstanceOf<Answer.Accepted>());
            Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
        });
    }

    [Test]
    public async Task One_of_two_completions_of_a_task_wins()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var id = await runtime.StartInstanceAsync("one-task");
        var task = runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", id).Single();

        var answers = await Task.WhenAll(
            new[] { RunningRuntime.Anna, RunningRuntime.Bert }.Select(who => Task.Run(() => runtime.Tasks.CompleteAsync(task, "Yes", null, null, null, who, CancellationToken.None))));

        Assert.Multiple(() =>
        {
            Assert.That(answers.OfType<Answer.Accepted>().Count(), Is.EqualTo(1));
            Assert.That(answers.OfType<Answer.Refused>().Single().Refusal.Code, Is.EqualTo(RefusalCodes.TaskCompleted));
        });
    }

    [Test]
    public async Task A_timer_wakes_its_instance_even_after_a_restart()
    {
        var first = await RunningRuntime.StartAsync(null, Definitions.WaitsAnHour);
        var id = await first.StartInstanceAsync("hour");
        Assert.That(first.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Suspended));
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(first.Folder);
        second.Clock.Advance(TimeSpan.FromHours(2));
        await second.UntilAsync(() => second.State(id).Status == WorkflowStatus.Finished);
        Assert.That(second.Count("bookmarks"), Is.Zero);
    }

    [Test]
    public async Task An_event_reaches_who_waits_for_it()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.WaitsForAnEvent);
        var id = await runtime.StartInstanceAsync("event");

        await runtime.Workflows.PublishEventAsync(id, "unheard", null, RunningRuntime.Anna, CancellationToken.None);
        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Suspended));
        await runtime.Workflows.PublishEventAsync(id, "paid", 12L, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.State(id).Output["heard"], Is.EqualTo(12L));
    }

    [Test]
    public async Task An_incident_keeps_the_answer_and_can_be_retried()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.FaultsOnce);
        var id = await runtime.StartInstanceAsync("faulty");
        var task = runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", id).Single();

        await runtime.Tasks.CompleteAsync(task, "Complete", null, null, null, RunningRuntime.Anna, CancellationToken.None);
        Assert.That(runtime.State(id).Incidents.Single().Message, Does.Contain("hour"));

        await runtime.Get<DefinitionService>().ImportAsync(DefinitionReader.Read(Definitions.WaitsAnHour), CancellationToken.None);
        await runtime.Workflows.RetryAsync(id, RunningRuntime.Anna, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(runtime.Ids("SELECT id FROM instances WHERE definition_id = 'hour'"), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_draft_cannot_be_started()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var draft = DefinitionReader.Read(Definitions.OneTask.Replace("One task", "Another", StringComparison.Ordinal)).Json;
        await runtime.Get<DefinitionService>().SaveDraftAsync("one-task", draft, RunningRuntime.Anna, CancellationToken.None);

        var answer = await runtime.Workflows.StartAsync(
            new StartInstance("one-task", 2, null, null, new Dictionary<string, object?>()), RunningRuntime.Anna, CancellationToken.None);

        Assert.That((answer as Answer.Refused)?.Refusal.Code, Is.EqualTo(RefusalCodes.NotFound));
    }

    [Test]
    public async Task A_deal_of_nobody_cannot_be_started()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask.Replace("\"name\":\"One task\"", "\"name\":\"One task\",\"inputs\":[{\"name\":\"owner\",\"type\":\"String\"},{\"name\":\"team\",\"type\":\"String\"}]", StringComparison.Ordinal));
        var answers = new List<Answer>();
        foreach (var input in new[] { new Dictionary<string, object?> { ["owner"] = "nobody" }, new Dictionary<string, object?> { ["team"] = "team-nowhere" } })
        {
            answers.Add(await runtime.Workflows.StartAsync(new StartInstance("one-task", null, null, null, input), RunningRuntime.Anna, CancellationToken.None));
        }

        Assert.That(
            answers.OfType<Answer.Refused>().Select(r => r.Refusal.Errors!.Single().Pointer),
            Is.EqualTo(new[] { "/input/owner", "/input/team" }));
    }

    [Test]
    public async Task A_file_that_is_taken_in_leaves_a_draft_alone()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var definitions = runtime.Get<DefinitionService>();
        await definitions.SaveDraftAsync("one-task", DefinitionReader.Read(Definitions.OneTask.Replace("One task", "Draft", StringComparison.Ordinal)).Json, RunningRuntime.Anna, CancellationToken.None);
        await definitions.ImportAsync(DefinitionReader.Read(Definitions.OneTask.Replace("One task", "File", StringComparison.Ordinal)), CancellationToken.None);

        Assert.That(runtime.Ids("SELECT name FROM definitions WHERE definition_id = 'one-task' ORDER BY version"), Is.EqualTo(new[] { "One task", "Draft", "File" }));
    }

    [Test]
    public async Task Cancelling_ends_children_and_tasks()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Definitions.ParentOfOneTask);
        var id = await runtime.StartInstanceAsync("parent");

        await runtime.Workflows.CancelAsync(id, "no more", RunningRuntime.Anna, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(runtime.Ids("SELECT sub_status FROM instances"), Is.EqualTo(new[] { "Cancelled", "Cancelled" }));
            Assert.That(runtime.Ids("SELECT status FROM tasks"), Is.EqualTo(new[] { "Exited" }));
        });
    }

    [Test]
    public async Task A_business_key_is_used_by_one_running_instance_only()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var start = new StartInstance("one-task", null, "deal-1", null, new Dictionary<string, object?>());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => runtime.Workflows.StartAsync(start, RunningRuntime.Anna, CancellationToken.None))));

        Assert.Multiple(() =>
        {
            Assert.That(answers.OfType<Answer.Accepted>().Count(), Is.EqualTo(1));
            Assert.That(answers.OfType<Answer.Refused>().Select(r => r.Refusal.Code), Has.All.EqualTo(RefusalCodes.BusinessKeyInUse));
            Assert.That(runtime.Count("instances"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task What_was_committed_and_not_performed_is_performed_after_a_restart()
    {
        var first = await RunningRuntime.StartAsync(null, Definitions.OneTask, Definitions.ParentOfOneTask);
        var id = await first.StartInstanceAsync("parent");
        var child = first.Ids("SELECT id FROM instances WHERE parent_id = $1", id).Single();
        // As a crash between the parent's commit and the child's start leaves it: the message is there, the child is not.
        await first.Get<SalesProcess.Runtime.Storage.CommitQueue>().RunAsync(
            session =>
            {
                session.Execute("DELETE FROM instances WHERE id = $1", child);
                session.Execute("DELETE FROM tasks");
                session.Execute("DELETE FROM journal WHERE instance_id = $1", child);
                return session.Execute(
                    "INSERT INTO outbox (id, instance_id, kind, payload, created_at, attempts, next_at) VALUES ($1, $2, 'StartChild', $3, 0, 0, 9999999999999)",
                    $"{id}-1-1", id, SalesProcess.Runtime.Storage.StoredJson.Write(
                        new Effect.StartChild(child, "one-task", new Dictionary<string, object?>(), null, first.State(id).Bookmarks.Single().Id) { VersionId = "one-task-v1" }));
            },
            CancellationToken.None);
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(first.Folder);
        await second.UntilAsync(() => second.Count("tasks") == 1);
        Assert.That(second.Count("outbox"), Is.Zero);
    }
}
