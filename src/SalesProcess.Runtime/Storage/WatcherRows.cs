namespace SalesProcess.Runtime.Storage;

/// <summary>Somebody who watches a task.</summary>
public sealed record Watcher(string TaskId, string User, string AddedBy, DateTimeOffset At);

/// <summary>Watchers in their table, which is made by a migration in SQL and not in the model.</summary>
public static class WatcherRows
{
    /// <summary>The watchers of a task behind a position, in the order of their ids.</summary>
    public static List<Watcher> After(Session session, string taskId, string user, int limit) => session.Query(
        "SELECT user, added_by, at FROM watchers WHERE task_id = $1 AND user > $2 ORDER BY user LIMIT $3",
        r => new Watcher(taskId, r.GetString(0), r.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2))),
        taskId, user, limit);

    internal static Watcher? Find(Session session, string taskId, string user) => session.Find(
        "SELECT added_by, at FROM watchers WHERE task_id = $1 AND user = $2",
        r => new Watcher(taskId, user, r.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1))),
        taskId, user);

    internal static void Add(WriteSession session, Watcher watcher) => session.Execute(
        "INSERT INTO watchers (task_id, user, added_by, at) VALUES ($1, $2, $3, $4)", watcher.TaskId, watcher.User, watcher.AddedBy, watcher.At.ToUnixTimeMilliseconds());

    internal static bool Remove(WriteSession session, string taskId, string user) => session.Execute("DELETE FROM watchers WHERE task_id = $1 AND user = $2", taskId, user) > 0;
}
