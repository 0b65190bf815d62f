using SalesProcess.Engine.Activities.Primitives;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Runtime.Storage;

/// <summary>An external task: what a program outside was asked to do, and whether it has answered.</summary>
/// <param name="IsOpen">The instance waits for the answer.</param>
/// <param name="EndedAt">Since when it is not open any more.</param>
/// <param name="AnsweredBy">Null if the instance went on without an answer.</param>
/// <param name="Answer">The hash of the answer.</param>
internal sealed record ExternalTask(string Id, string InstanceId, bool IsOpen, DateTimeOffset? EndedAt, string? AnsweredBy, string? Answer);

/// <summary>External tasks in their table. Each is open as long as its bookmark waits.</summary>
internal static class ExternalTaskRows
{
    private const string BookmarkName = "Elsa.RunTask";

    public static ExternalTask? Find(Session session, string id) => session.Find(
        "SELECT id, instance_id, is_open, ended_at, answered_by, answer FROM external_tasks WHERE id = $1",
        r => new ExternalTask(
            r.GetString(0), r.GetString(1), r.GetInt64(2) == 1, r.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3)),
            r.IsDBNull(4) ? null : r.GetString(4), r.IsDBNull(5) ? null : r.GetString(5)),
        id);

    public static Bookmark? BookmarkOf(InstanceState state, string id)
    {
        var hash = StimulusHash.Compute(BookmarkName, RunTask.BookmarkKey(id));
        return state.Bookmarks.FirstOrDefault(b => b.Hash == hash);
    }

    public static void Open(WriteSession session, InstanceState state, Effect.RequestTask request, long now)
    {
        // What is asked and given up within one run, nobody has to do.
        var waits = BookmarkOf(state, request.TaskId) is not null;
        session.Execute(
            "INSERT INTO external_tasks (id, instance_id, name, payload, created_at, is_open, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            request.TaskId, state.Id, request.TaskName, ValueJson.Format(request.Payload), now, waits ? 1 : 0, waits ? null : now);
    }

    /// <summary>Part of the step that goes on with the answer.</summary>
    /// <exception cref="StaleException">It has ended meanwhile.</exception>
    public static void Answered(WriteSession session, string id, string by, string answer, long now)
    {
        if (session.Execute("UPDATE external_tasks SET is_open = 0, ended_at = $2, answered_by = $3, answer = $4 WHERE id = $1 AND is_open = 1", id, now, by, answer) == 0)
        {
            throw new StaleException($"The external task {id} has ended.");
        }
    }

    /// <summary>The bookmark has gone: if nobody has answered, nobody has to.</summary>
    public static void Close(WriteSession session, Bookmark bookmark, long now)
    {
        if (bookmark.Name == BookmarkName && bookmark.Payload is IReadOnlyDictionary<string, object?> payload)
        {
            session.Execute("UPDATE external_tasks SET is_open = 0, ended_at = $2 WHERE id = $1 AND is_open = 1", payload.GetValueOrDefault("TaskId"), now);
        }
    }
}
