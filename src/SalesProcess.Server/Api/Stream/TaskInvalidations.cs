using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What the record of acts since a position means for one reader: which tasks he has to read again.</summary>
internal sealed class TaskInvalidations(Database database, TaskViews views)
{
    private const int MaxRows = 500;

    /// <summary>The end of the record.</summary>
    public long End() => database.Read(session => session.Query("SELECT coalesce(max(id), 0) FROM audit", r => r.GetInt64(0))[0]);

    /// <summary>The next piece of the record: one invalidation a task, in the order of the tasks' last acts.</summary>
    public InvalidationBatch After(long position, Call call)
    {
        var (rows, tasks) = database.Read(session =>
        {
            var acts = session.Query(
                "SELECT id, task_id, kind, at, changes FROM audit WHERE id > $1 ORDER BY id LIMIT $2",
                r => new TaskAct(r.GetInt64(0), r.Text(1), r.GetString(2), r.Time(3), r.GetString(4)),
                position, MaxRows);
            var touched = acts.Select(a => a.TaskId).OfType<string>().Distinct(StringComparer.Ordinal);
            return (acts, touched.ToDictionary(id => id, id => session.Find("SELECT document FROM tasks WHERE id = $1", r => StoredJson.Read<UserTask>(r.GetString(0)), id)!, StringComparer.Ordinal));
        });

        var items = rows.Where(r => r.TaskId is not null).GroupBy(r => r.TaskId!, StringComparer.Ordinal)
            .Select(acts => Of(tasks[acts.Key], [.. acts], call)).OfType<Invalidation>().OrderBy(i => i.Row).ToList();
        return new InvalidationBatch(items, rows.Count == 0 ? position : rows[^1].Row, rows.Count == MaxRows);
    }

    // Whoever could see it at some time since the position and cannot now is told so; who could at no time hears nothing.
    private Invalidation? Of(UserTask task, List<TaskAct> acts, Call call)
    {
        var last = acts[^1];
        var earlier = new List<UserTask>(acts.Count);
        var before = task;
        foreach (var act in Enumerable.Reverse(acts))
        {
            before = TaskChanges.Undo(before, (IReadOnlyDictionary<string, object?>)ValueJson.Parse(act.Changes)!);
            earlier.Add(before);
        }

        if (views.CanSee(task, call))
        {
            var isNew = acts[0].Kind == "open" || !views.CanSee(before, call);
            return new Invalidation(last.Row, new TaskInvalidationDto(!task.IsOpen ? "ended" : isNew ? "added" : "changed", task.Id, task.Revision, last.At));
        }

        // Of the oldest state that is an opening's nothing was there to be seen.
        var seen = acts[0].Kind == "open" ? earlier.Take(earlier.Count - 1) : earlier;
        return seen.Any(state => views.CanSee(state, call)) ? new Invalidation(last.Row, new TaskInvalidationDto("removed", task.Id, null, last.At)) : null;
    }

    private sealed record TaskAct(long Row, string? TaskId, string Kind, DateTimeOffset At, string Changes);
}

/// <summary>An invalidation and the row of the act that it tells of.</summary>
internal sealed record Invalidation(long Row, TaskInvalidationDto Told);

/// <summary>A piece of the record as one reader hears it.</summary>
/// <param name="Position">How far it goes.</param>
/// <param name="HasMore">There may be more already.</param>
internal sealed record InvalidationBatch(IReadOnlyList<Invalidation> Items, long Position, bool HasMore);
