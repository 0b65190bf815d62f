using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>Reads the external tasks that are open.</summary>
internal sealed class ExternalTaskReads(Database database, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("name", "Only tasks of this name."),
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many tasks: 1 to 200, 50 without it."),
    ];

    public Reply List(Call call)
    {
        var query = call.Query();
        var (name, limit) = (query.Text("name"), query.Limit());
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"external-tasks\n{call.Asker.Id}\n{name}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var rows = database.Read(session => session.Query(
            """
            SELECT e.id, e.name, e.payload, e.instance_id, i.definition_id, i.business_key, i.correlation_id, e.created_at
            FROM external_tasks e INDEXED BY ix_external_tasks_open JOIN instances i ON i.id = e.instance_id
            WHERE e.is_open = 1 AND (e.created_at, e.id) > ($1, $2) AND ($3 IS NULL OR e.name = $3) ORDER BY e.created_at, e.id LIMIT $4
            """,
            r => new ExternalTaskDto(r.GetString(0), r.GetString(1), new Plain(ValueJson.Parse(r.GetString(2))), r.GetString(3), r.GetString(4), r.Text(5), r.Text(6), r.Time(7)),
            position?.Key ?? 0, position?.Id ?? "", name, limit + 1));
        var next = rows.Count > limit ? cursors.Write(list, new Position(rows[limit - 1].CreatedAt.ToUnixTimeMilliseconds(), rows[limit - 1].Id)) : null;
        return Reply.Ok(new ExternalTaskPage([.. rows.Take(limit)], next), ApiJson.Shared.ExternalTaskPage);
    }
}
