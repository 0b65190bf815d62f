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

        var rows = database.Read(session => session.Query(
            $"SELECT id, instance_id, task_id, kind, actor, on_behalf_of, at, changes FROM audit WHERE {column} = $1 AND id > $2 ORDER BY id LIMIT $3",
            r => (Id: r.GetInt64(0), Event: new AuditEventDto(r.GetString(1), r.Text(2), r.GetString(3), r.Text(4), r.Text(5), r.Time(6), new Plain(ValueJson.Parse(r.GetString(7))))),
            id, position?.Key ?? 0, limit + 1));
        var items = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Write(list, new Position(items[^1].Id, "")) : null;
        return Reply.Ok(new AuditPage([.. items.Select(i => i.Event)], next), ApiJson.Shared.AuditPage);
    }
}
