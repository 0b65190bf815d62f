using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Background;

/// <summary>Wakes bookmarks and starts definitions whose time has come. What was due while the service was down is made up for at the next start, once.</summary>
internal sealed class TimerPump(
    Database database, CommitQueue queue, InstanceRunner runner, DefinitionService definitions, EffectDispatcher effects, TimeProvider clock, ILogger<TimerPump> log) : BackgroundService
{
    /// <summary>What waits and is due: a bookmark that has been resumed is not in the table any more.</summary>
    internal const string Due = "SELECT id, instance_id FROM bookmarks WHERE resume_at <= $1 ORDER BY resume_at LIMIT $2";

    private const int Batch = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly Dictionary<string, object?> NoInput = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await WakeAsync(stoppingToken);
            await StartDueAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WakeAsync(CancellationToken ct)
    {
        var due = database.Read(session => session.Query(
            Due,
            r => (Bookmark: r.GetString(0), Instance: r.GetString(1)),
            clock.GetUtcNow().ToUnixTimeMilliseconds(), Batch));
        foreach (var (bookmark, instance) in due)
        {
            try
            {
                await runner.ResumeAsync(instance, bookmark, NoInput, static _ => { }, 0, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException and not StoreClosedException)
            {
                log.LogError(failure, "The timer {Bookmark} of instance {Instance} could not be woken and is tried again", bookmark, instance);
                await PostponeAsync("bookmarks", "resume_at", bookmark, ct);
            }
        }
    }

    private async Task StartDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var trigger in database.Read(session => TriggerRows.Due(session, now.ToUnixTimeMilliseconds(), Batch)))
        {
            try
            {
                var next = Next(trigger, now);
                var messages = await queue.RunAsync(session => Start(session, trigger, next, now), ct);
                await effects.DrainAsync(messages);
            }
            catch (Exception failure) when (failure is not OperationCanceledException and not StoreClosedException)
            {
                log.LogError(failure, "The trigger {Trigger} could not start its definition and is tried again", trigger.Id);
                await PostponeAsync("triggers", "due_at", trigger.Id, ct);
            }
        }
    }

    // Counted from when it was due, so that a late round shifts nothing; what was missed meanwhile is made up for by one start and not by many.
    private long? Next(FoundTrigger trigger, DateTimeOffset now)
    {
        var graph = definitions.Graph(trigger.VersionId);
        var next = DueAfter(DateTimeOffset.FromUnixTimeMilliseconds(trigger.DueAt!.Value));
        next = next <= now ? DueAfter(now) : next;
        return next > now ? next.Value.ToUnixTimeMilliseconds() : null;

        DateTimeOffset? DueAfter(DateTimeOffset time) =>
            Trigger.Of(graph, new Ambient(time, seed: 0, definitions.Facts)).FirstOrDefault(t => t.ActivityId == trigger.ActivityId)?.DueAt;
    }

    private List<OutboxMessage> Start(WriteSession session, FoundTrigger trigger, long? next, DateTimeOffset now)
    {
        if (!TriggerRows.Advance(session, trigger, next))
        {
            return [];
        }

        var id = runner.NewAmbient().NewId();
        var message = new OutboxMessage($"{trigger.Id}-{trigger.DueAt}", id, new StartByTrigger(id, trigger.VersionId, trigger.ActivityId, NoInput, CorrelationId: null));
        OutboxRows.Insert(session, message, now.ToUnixTimeMilliseconds());
        return [message];
    }

    // 2 s, 4 s, 8 s … up to about an hour, so that nothing is held up behind what fails.
    private async Task PostponeAsync(string table, string time, string id, CancellationToken ct)
    {
        try
        {
            await queue.RunAsync(
                session => session.Execute(
                    $"UPDATE {table} SET attempts = attempts + 1, {time} = $2 + (1000 << min(attempts + 1, 12)) WHERE id = $1", id, clock.GetUtcNow().ToUnixTimeMilliseconds()),
                ct);
        }
        catch (StoreFailedException store)
        {
            log.LogWarning(store, "{Id} keeps its time: the store took no note of the failure", id);
        }
    }
}
