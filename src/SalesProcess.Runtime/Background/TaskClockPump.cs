using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Background;

/// <summary>
/// Reminds, escalates and takes up what was put aside, when the time has come. A step, its record and its message are one commit, so each happens once; what
/// was due while the service was down happens at the next start, in its order.
/// </summary>
internal sealed class TaskClockPump(Database database, CommitQueue queue, CompanyRules rules, EffectDispatcher effects, TimeProvider clock, ILogger<TaskClockPump> log) : BackgroundService
{
    /// <summary>Open tasks only: one that has ended has no next time.</summary>
    internal const string Due = "SELECT id FROM tasks WHERE next_at <= $1 ORDER BY next_at LIMIT $2";

    private const int Batch = 200;
    private const int PostponedBy = 60_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            while (await AdvanceDueAsync(stoppingToken) == Batch)
            {
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> AdvanceDueAsync(CancellationToken ct)
    {
        var due = database.Read(session => session.Query(Due, r => r.GetString(0), clock.GetUtcNow().ToUnixTimeMilliseconds(), Batch));
        foreach (var id in due)
        {
            try
            {
                await effects.DrainAsync(await queue.RunAsync(session => Advance(session, id), ct));
            }
            catch (Exception failure) when (failure is not OperationCanceledException and not StoreClosedException)
            {
                log.LogError(failure, "The times of task {Task} could not be kept and are tried again", id);
                await PostponeAsync(id, ct);
            }
        }

        return due.Count;
    }

    private List<OutboxMessage> Advance(WriteSession session, string id)
    {
        var messages = new List<OutboxMessage>();
        var now = clock.GetUtcNow();
        var task = TaskRows.Find(session, id)!;
        while (TaskClock.Advance(task, rules.Directory, now) is { } step)
        {
            var after = TaskClock.Settle(task, step.Task, rules.CalendarOf(task));
            TaskRows.Save(session, rules, task, after, new Act(step.Kind, Actor: null, now));
            if (step.Timer is { } timer)
            {
                var message = new OutboxMessage($"{id}-{after.Revision}", after.InstanceId, Told(after, timer));
                OutboxRows.Insert(session, message, now.ToUnixTimeMilliseconds());
                messages.Add(message);
            }

            task = after;
        }

        return messages;
    }

    private static Notify Told(UserTask task, TaskTimer timer) => new(
        timer.Kind == TaskTimerKind.Reminder ? "task.reminder" : "task.escalated",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["taskId"] = task.Id,
            ["instanceId"] = task.InstanceId,
            ["rootId"] = task.RootId,
            ["name"] = task.Name,
            ["assignee"] = task.Assignee,
            ["dueAt"] = task.DueAt,
            ["when"] = timer.When,
            ["at"] = timer.At,
        });

    // So that nothing is held up behind what fails.
    private async Task PostponeAsync(string id, CancellationToken ct)
    {
        try
        {
            await queue.RunAsync(
                session => session.Execute("UPDATE tasks SET next_at = $2 WHERE id = $1", id, clock.GetUtcNow().ToUnixTimeMilliseconds() + PostponedBy), ct);
        }
        catch (StoreFailedException store)
        {
            log.LogWarning(store, "{Id} keeps its time: the store took no note of the failure", id);
        }
    }
}
