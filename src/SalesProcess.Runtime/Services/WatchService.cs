using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>The door to who watches a task. To watch a task twice, or to end what is not, changes nothing.</summary>
public sealed class WatchService(CompanyRules rules, CommitQueue queue, TimeProvider clock)
{
    public Task<(Watcher? Watcher, Refusal? Refusal)> WatchAsync(string taskId, string watcher, Caller caller, CancellationToken ct) => queue.RunAsync<(Watcher?, Refusal?)>(
        session =>
        {
            if (TaskRows.Find(session, taskId) is not { } task)
            {
                return (null, Refusal.TaskNotFound(taskId));
            }

            if (TaskRules.WhyNotToWatch(task, caller.Actor, watcher, rules.Directory) is { } refusal)
            {
                return (null, refusal);
            }

            if (WatcherRows.Find(session, taskId, watcher) is { } already)
            {
                return (already, null);
            }

            var added = new Watcher(taskId, watcher, caller.Actor.Id, DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()));
            WatcherRows.Add(session, added);
            AuditRows.OfWatcher(session, new Act("watch", caller.Actor.Id, added.At), task, before: null, after: watcher);
            return (added, null);
        },
        ct);

    /// <returns>Why not, or null.</returns>
    public Task<Refusal?> UnwatchAsync(string taskId, string watcher, Caller caller, CancellationToken ct) => queue.RunAsync(
        session =>
        {
            if (TaskRows.Find(session, taskId) is not { } task)
            {
                return Refusal.TaskNotFound(taskId);
            }

            if (TaskRules.WhyNotToUnwatch(task, caller.Actor, watcher, rules.Directory) is { } refusal)
            {
                return refusal;
            }

            if (WatcherRows.Remove(session, taskId, watcher))
            {
                AuditRows.OfWatcher(session, new Act("unwatch", caller.Actor.Id, clock.GetUtcNow()), task, before: watcher, after: null);
            }

            return null;
        },
        ct);
}
