using SalesProcess.Runtime;
using SalesProcess.Runtime.Background;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.IntegrationTests.Runtime;

/// <summary>What looks every second for what is due, by its very statements: the cost of a look must not grow with the past.</summary>
public sealed class When_the_sweeps_look_for_what_is_due
{
    private const string Reminded =
        """
        {"definitionId":"reminded","name":"Reminded","root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}},
           "dueIn":{"typeName":"String","expression":{"type":"Literal","value":"PT4H"}},"calendar":{"typeName":"String","expression":{"type":"Literal","value":"utc"}},
           "remindAt":{"typeName":"Object","expression":{"type":"Object","value":"[\"-PT1H\"]"}}},
          {"id":"wait","type":"Elsa.Delay","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"08:00:00"}}}]}}
        """;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private RunningRuntime _runtime = null!;

    [OneTimeSetUp]
    public async Task StartRuntime()
    {
        var folder = Directory.CreateTempSubdirectory("salesprocess").FullName;
        var calendars = Directory.CreateDirectory(Path.Combine(folder, "workflows", "calendars"));
        await File.WriteAllTextAsync(Path.Combine(calendars.FullName, "utc.json"), """{"id":"utc","timeZone":"UTC","workingHours":{"mon":[["00:00","24:00"]]}}""");
        _runtime = await RunningRuntime.StartAsync(Start, folder, Reminded);
    }

    [OneTimeTearDown]
    public ValueTask StopRuntime() => _runtime.DisposeAsync();

    private static IEnumerable<TestCaseData> Sweeps() =>
    [
        new TestCaseData(TaskClockPump.Due, "tasks", "IX_tasks_next_at", "next_at<?").SetArgDisplayNames("tasks"),
        new TestCaseData(TimerPump.Due, "bookmarks", "IX_bookmarks_resume_at", "resume_at<?").SetArgDisplayNames("bookmarks"),
        new TestCaseData(TriggerRows.DueQuery, "triggers", "IX_triggers_due_at", "due_at<?").SetArgDisplayNames("triggers"),
        new TestCaseData(OutboxRows.DueQuery, "outbox", "IX_outbox_next_at", "next_at<?").SetArgDisplayNames("outbox"),
    ];

    [TestCaseSource(nameof(Sweeps))]
    public void Hole_6_they_search_by_an_index_up_to_now(string sql, string table, string index, string condition)
    {
        var plan = _runtime.Database.Read(session => session.Query("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3), 1L, 200));

        // One search and, at most, a sort of what is due at the same moment.
        Assert.That(plan[0], Is.EqualTo($"SEARCH {table} USING INDEX {index} ({condition})"));
        Assert.That(plan.Skip(1), Has.All.StartsWith("USE TEMP B-TREE FOR"));
    }

    [Test]
    public async Task Hole_6_what_has_ended_is_not_in_what_they_search()
    {
        var (completed, cancelled, open) = (await OpenAsync(), await OpenAsync(), await OpenAsync());
        Assert.That(await _runtime.Tasks.CompleteAsync(completed.Task, "Complete", null, null, null, RunningRuntime.Anna, CancellationToken.None), Is.InstanceOf<Answer.Accepted>());
        Assert.That(await _runtime.Workflows.CancelAsync(cancelled.Instance, null, RunningRuntime.Anna, CancellationToken.None), Is.InstanceOf<Answer.Accepted>());

        var end = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        var tasks = _runtime.Database.Read(session => session.Query(TaskClockPump.Due, r => r.GetString(0), end, 200));
        var bookmarks = _runtime.Database.Read(session => session.Query(TimerPump.Due, r => r.GetString(1), end, 200));

        // The completed one's instance waits in its delay; of the cancelled one nothing is left to look at.
        Assert.That(tasks, Is.EqualTo(new[] { open.Task }));
        Assert.That(bookmarks, Is.EqualTo(new[] { completed.Instance }));
        Assert.That(_runtime.Ids("SELECT id FROM tasks WHERE is_open = 0 AND next_at IS NOT NULL"), Is.Empty);
    }

    private async Task<(string Instance, string Task)> OpenAsync()
    {
        var instance = await _runtime.StartInstanceAsync("reminded");
        return (instance, _runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", instance).Single());
    }
}
