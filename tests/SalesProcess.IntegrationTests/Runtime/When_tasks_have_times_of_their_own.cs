using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.IntegrationTests.Runtime;

public sealed class When_tasks_have_times_of_their_own
{
    private const string Ladder =
        """
        {"definitionId":"ladder","name":"Ladder","root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}},
           "dueIn":{"typeName":"String","expression":{"type":"Literal","value":"PT4H"}},"calendar":{"typeName":"String","expression":{"type":"Literal","value":"utc"}},
           "remindAt":{"typeName":"Object","expression":{"type":"Object","value":"[\"50%\",\"-PT1H\"]"}},
           "escalation":{"typeName":"Object","expression":{"type":"Object","value":"[{\"after\":\"100%\"},{\"after\":\"+PT1H\",\"to\":\"sales-manager\",\"raise\":10}]"}}}]}}
        """;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly string[] Whole = ["open", "remind", "remind", "escalate", "escalate"];

    private string _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("salesprocess").FullName;
        var calendars = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "workflows", "calendars"));
        File.WriteAllText(Path.Combine(calendars.FullName, "utc.json"), """{"id":"utc","timeZone":"UTC","workingHours":{"mon":[["00:00","24:00"]]}}""");
    }

    [Test]
    public async Task Each_step_happens_at_its_time_once_and_is_on_record()
    {
        await using var runtime = await RunningRuntime.StartAsync(Start, _folder, Ladder);
        var task = await OpenAsync(runtime);

        foreach (var (hours, steps) in new[] { (2, 2), (3, 3), (4, 4), (5, 5) })
        {
            runtime.Clock.AdjustTime(Start.AddHours(hours).AddSeconds(-10));
            await runtime.UntilAsync(() => Acts(runtime, task).Count == steps);
            Assert.That(runtime.Clock.GetUtcNow(), Is.InRange(Start.AddHours(hours), Start.AddHours(hours).AddMinutes(10)));
        }

        Assert.That(Acts(runtime, task), Is.EqualTo(Whole));
        Assert.That(Found(runtime, task).Timers.Select(t => t.FiredAt is null), Has.None.True);
        Assert.That((Found(runtime, task).Priority, Found(runtime, task).CandidateGroups), Is.EqualTo((80, (string[])["team-east", "sales-manager"])));
        await runtime.UntilAsync(() => runtime.Count("notifications") == 4);
        Assert.That(runtime.Ids("SELECT event_type FROM notifications ORDER BY at, id"), Is.EquivalentTo(new[] { "task.reminder", "task.reminder", "task.escalated", "task.escalated" }));
    }

    [Test]
    public async Task What_was_due_while_the_service_was_down_happens_once_at_the_next_start()
    {
        var first = await RunningRuntime.StartAsync(Start, _folder, Ladder);
        var task = await OpenAsync(first);
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(Start.AddDays(3), _folder);
        await second.UntilAsync(() => Acts(second, task).Count == Whole.Length);
        second.Clock.Advance(TimeSpan.FromDays(30));
        await second.UntilAsync(() => second.Count("notifications") == 4);

        Assert.That(Acts(second, task), Is.EqualTo(Whole));
        Assert.That(second.Ids("SELECT 'waits' FROM tasks WHERE next_at IS NOT NULL"), Is.Empty);
    }

    [Test]
    public async Task A_clock_that_jumps_back_repeats_nothing_and_loses_nothing()
    {
        await using var runtime = await RunningRuntime.StartAsync(Start, _folder, Ladder);
        var task = await OpenAsync(runtime);
        runtime.Clock.AdjustTime(Start.AddHours(3).AddSeconds(-5));
        await runtime.UntilAsync(() => Acts(runtime, task).Count == 3);

        runtime.Clock.AdjustTime(Start.AddHours(1));
        for (var second = 0; second < 30; second++)
        {
            runtime.Clock.Advance(TimeSpan.FromSeconds(1));
            await runtime.Get<CommitQueue>().RunAsync(_ => true, CancellationToken.None);
        }

        Assert.That(Acts(runtime, task), Has.Count.EqualTo(3));
        runtime.Clock.AdjustTime(Start.AddHours(5));
        await runtime.UntilAsync(() => Acts(runtime, task).Count == Whole.Length);
        Assert.That(Acts(runtime, task), Is.EqualTo(Whole));
    }

    [Test]
    public async Task A_storm_of_them_is_weathered_by_two_services_with_each_step_once()
    {
        const int Many = 450;
        await using var first = await RunningRuntime.StartAsync(Start, _folder, Ladder);
        for (var i = 0; i < Many; i++)
        {
            await first.StartInstanceAsync("ladder");
        }

        var second = await RunningRuntime.StartAsync(Start, _folder);
        first.Clock.AdjustTime(Start.AddHours(9));
        second.Clock.AdjustTime(Start.AddHours(9));
        await first.UntilAsync(() =>
        {
            second.Clock.Advance(TimeSpan.FromSeconds(1));
            return first.Ids("SELECT 'waits' FROM tasks WHERE next_at IS NOT NULL LIMIT 1").Count == 0;
        });
        await second.StopAsync();

        Assert.That(
            first.Ids("SELECT kind || ' ' || count(*) || ' ' || count(DISTINCT task_id) FROM audit WHERE task_id IS NOT NULL GROUP BY kind ORDER BY kind"),
            Is.EqualTo(new[] { $"escalate {2 * Many} {Many}", $"open {Many} {Many}", $"remind {2 * Many} {Many}" }));
    }

    [Test]
    public async Task What_has_ended_reminds_nobody()
    {
        await using var runtime = await RunningRuntime.StartAsync(Start, _folder, Ladder);
        var task = await OpenAsync(runtime);
        Assert.That(await runtime.Tasks.CompleteAsync(task, "Complete", null, null, null, RunningRuntime.Anna, CancellationToken.None), Is.TypeOf<Answer.Accepted>());

        runtime.Clock.AdjustTime(Start.AddHours(9));
        var later = await OpenAsync(runtime);
        runtime.Clock.AdjustTime(Start.AddHours(18));
        await runtime.UntilAsync(() => Acts(runtime, later).Count == Whole.Length);

        Assert.That(Acts(runtime, task), Is.EqualTo(new[] { "open", "complete" }));
    }

    [Test]
    public async Task While_the_customer_is_waited_for_nothing_happens_and_the_due_time_moves()
    {
        await using var runtime = await RunningRuntime.StartAsync(Start, _folder, Ladder);
        var task = await OpenAsync(runtime);
        runtime.Clock.AdjustTime(Start.AddHours(1));
        await runtime.Tasks.SuspendAsync(task, Start.AddHours(48), TaskClock.WaitingForCustomer, null, RunningRuntime.Anna, CancellationToken.None);

        runtime.Clock.AdjustTime(Start.AddHours(48).AddSeconds(-10));
        await runtime.UntilAsync(() => Found(runtime, task).Status == TaskStatus.Ready);

        Assert.That(Acts(runtime, task), Is.EqualTo(new[] { "open", "suspend", "resume" }));
        Assert.That(Found(runtime, task).DueAt, Is.EqualTo(Start.AddHours(4 + 47)));
        runtime.Clock.AdjustTime(Start.AddHours(49).AddSeconds(-10));
        await runtime.UntilAsync(() => Acts(runtime, task).Count == 4);
        Assert.That(Acts(runtime, task)[^1], Is.EqualTo("remind"));
    }

    [Test]
    public async Task They_are_found_by_an_index()
    {
        await using var runtime = await RunningRuntime.StartAsync(Start, _folder, Ladder);

        var plan = runtime.Database.Read(session => session.Query(
            "EXPLAIN QUERY PLAN SELECT id FROM tasks WHERE next_at <= $1 ORDER BY next_at LIMIT $2", r => r.GetString(3), 1L, 200));

        Assert.That(plan.Single(), Does.Contain("IX_tasks_next_at"));
    }

    private static async Task<string> OpenAsync(RunningRuntime runtime)
    {
        var instance = await runtime.StartInstanceAsync("ladder");
        return runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", instance).Single();
    }

    private static UserTask Found(RunningRuntime runtime, string task) => runtime.Database.Read(session => TaskRows.Find(session, task))!;

    private static List<string> Acts(RunningRuntime runtime, string task) => runtime.Ids("SELECT kind FROM audit WHERE task_id = $1 ORDER BY id", task);
}
