using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>Reads the record of acts.</summary>
internal sealed class AuditReads(Database database, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many events: 1 to 200, 50 without it."),
    ];

    public Reply OfTask(string taskId, Call call) => List("task_id", taskId, call);

    public Reply OfInstance(string instanceId, Call call) => List("instance_id", instanceId, call);

    private Reply List(string column, string id, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"audit\n{column}\n{call.Asker.Id}\n{id}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        // Counted within the list, to which rows are only added: the record's own numbers would tell how much happens elsewhere.
        var skipped = position?.Key ?? 0;
        var rows = database.Read(session => session.Query(
            $"SELECT instance_id, task_id, kind, actor, on_behalf_of, at, changes FROM audit WHERE {column} = $1 ORDER BY id LIMIT $2 OFFSET $3",
            r => new AuditEventDto(r.GetString(0), r.Text(1), r.GetString(2), r.Text(3), r.Text(4), r.Time(5), new Plain(ValueJson.Parse(r.GetString(6)))),
            id, limit + 1, skipped));
        var next = rows.Count > limit ? cursors.Write(list, new Position(skipped + limit, "")) : null;
        return Reply.Ok(new AuditPage([.. rows.Take(limit)], next), ApiJson.Shared.AuditPage);
    }
}
