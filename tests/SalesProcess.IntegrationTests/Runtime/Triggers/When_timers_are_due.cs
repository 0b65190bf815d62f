using SalesProcess.Engine.Execution;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime.Storage;
using static SalesProcess.IntegrationTests.Runtime.Triggers.Triggered;

namespace SalesProcess.IntegrationTests.Runtime.Triggers;

public sealed class When_timers_are_due
{
    [Test]
    public async Task Many_that_fail_hold_up_nobody()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.WaitsAnHour);
        var id = await runtime.StartInstanceAsync("hour");
        // More than the pump takes at a time, all due before the good one, and none of an instance that exists.
        await runtime.Get<CommitQueue>().RunAsync(
            session => session.Execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) INSERT INTO bookmarks (id, instance_id, resume_at, attempts) SELECT 'lost-' || i, 'nowhere', i, 0 FROM n"),
            CancellationToken.None);

        runtime.Clock.Advance(TimeSpan.FromHours(1));
        await Eventually.Holds("the good timer woken", () =>
        {
            runtime.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(runtime.State(id).Status == WorkflowStatus.Finished);
        });

        Assert.That(runtime.Ids("SELECT DISTINCT 'tried' FROM bookmarks WHERE attempts > 0 AND resume_at > 250"), Is.EqualTo(new[] { "tried" }));
    }

    [Test]
    public async Task Two_services_on_one_store_start_once_an_occurrence()
    {
        var first = await RunningRuntime.StartAsync(null, Cron("0 * * * * *"));
        var second = await RunningRuntime.StartAsync(first.Folder);

        for (var minute = 1; minute <= 10; minute++)
        {
            var expected = minute;
            first.Clock.Advance(TimeSpan.FromMinutes(1));
            second.Clock.Advance(TimeSpan.FromMinutes(1));
            await Eventually.Holds($"start {expected}", () => Task.FromResult(first.Count("instances") == expected));
        }

        await second.StopAsync();
        var starts = first.Ids("SELECT CAST(created_at / 60000 AS TEXT) FROM instances");
        Assert.That(starts, Has.Count.EqualTo(10).And.Unique);
        await first.DisposeAsync();
    }

    [Test]
    public async Task A_cron_expression_means_utc()
    {
        // 02:30 on the day on which clocks in Europe skip that hour.
        await using var runtime = await RunningRuntime.StartAsync(null, Cron("0 30 2 29 3 ?"));

        Assert.That(runtime.Ids("SELECT CAST(due_at AS TEXT) FROM triggers"), Is.EqualTo(new[] { $"{new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()}" }));
    }
}
