using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>Reads comments straight from their table.</summary>
internal sealed class CommentReads(Database database, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many comments: 1 to 200, 50 without it."),
    ];

    public (string TaskId, CommentDto Comment) Get(string id)
    {
        var found = database.Read(session => session.Query(
            "SELECT task_id, id, author, text, at FROM comments WHERE id = $1", r => (r.GetString(0), new CommentDto(r.GetString(1), r.GetString(2), r.GetString(3), r.Time(4))), id));
        return found is [var one] ? one : throw new InvalidOperationException($"Comment {id} does not exist.");
    }

    public Reply List(string taskId, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"comments\n{call.Asker.Id}\n{taskId}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var rows = database.Read(session => session.Query(
            "SELECT id, author, text, at FROM comments WHERE task_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4",
            r => new CommentDto(r.GetString(0), r.GetString(1), r.GetString(2), r.Time(3)),
            taskId, position?.Key ?? 0, position?.Id ?? "", limit + 1));
        var items = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Write(list, new Position(items[^1].At.ToUnixTimeMilliseconds(), items[^1].Id)) : null;
        return Reply.Ok(new CommentPage(items, next), ApiJson.Shared.CommentPage);
    }
}
