using System.Globalization;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>
/// A deal with a child, a timer, a notification and three tasks is played again and again, and each time another row of what it writes breaks its transaction.
/// <c>BROKEN_WRITES=all</c> takes every row; the tests of every day take the first and the last one of each table and operation.
/// </summary>
public sealed class When_any_write_of_the_store_breaks
{
    private const int Beats = 40;
    private const int TurnedAway = 2;

    private static readonly bool IsEvery = Environment.GetEnvironmentVariable("BROKEN_WRITES") == "all";

    [Test]
    public async Task Nothing_acknowledged_is_lost_nothing_is_done_twice_and_nothing_is_stuck()
    {
        await using var trial = new Trial("crash-parent", "crash-child");
        var database = trial.Server.Database;
        var writes = new BreakingWrites(database);
        var ledger = new Ledger();
        // The first deal writes what is written once for all, as the numbers of a box that nothing lay in before.
        await PlayAsync(trial, ledger, number: 0);
        writes.Count();
        await PlayAsync(trial, ledger, number: 1);
        var points = writes.Points();
        var chosen = IsEvery ? points : [.. points.Where(p => p.Number == 1 || !points.Contains(p with { Number = p.Number + 1 }))];

        var broken = 0;
        foreach (var (number, point) in chosen.Index())
        {
            writes.Reset();
            writes.Break(point);
            var deal = PlayAsync(trial, ledger, number + 2);
            broken += await HoldAsync(writes, ledger, deal) ? 1 : 0;
            writes.Mend();
            await deal;
        }

        var violations = new CrashChecker(database, ledger).Check();
        var replays = Replays.OfAll(trial.Server.Folder.DatabaseFile);
        await TestContext.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{points.Count} rows written by one deal, {chosen.Count} of them broken once ({broken} were reached): {ledger.Acknowledged} operations acknowledged, {ledger.Retried} retried ({ledger.Replayed} were done already)"));
        Assert.That(violations, Is.Empty);
        Assert.That(replays.Where(r => r["verdict"]!.ToString() != "Equal").Select(r => r.ToJsonString()), Is.Empty);
        Assert.That(ledger.Retried, Is.GreaterThan(chosen.Count / 4), "clients have met it");
        Assert.That(broken, Is.GreaterThan(chosen.Count * 9 / 10), "the same deal writes the same rows, in about the same order");
    }

    private static async Task PlayAsync(Trial trial, Ledger ledger, int number)
    {
        var played = false;
        await new CrashClient(number, trial.Rep(0), ledger).RunAsync(() => !played && (played = true));
        await Eventually.Holds("all messages are delivered", () => Task.FromResult(trial.Server.Database.Count("SELECT count(*) FROM outbox") == 0));
    }

    // Until a client has met it twice; or, if it is a write of the background, until nothing has moved for some beats.
    private static async Task<bool> HoldAsync(BreakingWrites writes, Ledger ledger, Task deal)
    {
        var (before, kept, beats) = (ledger.TurnedAway, -1L, 0);
        bool IsHeld() => ledger.TurnedAway - before >= TurnedAway || beats >= Beats;
        await Eventually.Holds("the broken write is reached", () =>
        {
            var now = writes.Kept();
            (kept, beats) = (now, now == kept ? beats + 1 : 0);
            return Task.FromResult(deal.IsCompleted || IsHeld());
        });
        return IsHeld();
    }
}
