using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>What was done with definitions and API keys, for auditors and administrators.</summary>
internal sealed class CompanyRecord(Database database, Cursors cursors)
{
    public Reply OfDefinition(string id, Call call) => List(CompanyActs.Definition, id, call);

    public Reply OfKeys(Call call) => List(CompanyActs.ApiKey, null, call);

    private Reply List(string subject, string? reference, Call call)
    {
        if (!call.Asker.SeesAll)
        {
            return Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not read this record. Auditors and administrators may."));
        }

        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"company-acts\n{call.Asker.Id}\n{subject}\n{reference}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var rows = database.Read(session => session.Query(
            "SELECT id, reference, kind, actor, at, changes, digest FROM company_acts WHERE subject = $1 AND ($2 IS NULL OR reference = $2) AND id > $3 ORDER BY id LIMIT $4",
            r => (Id: r.GetInt64(0), Act: new CompanyEventDto(r.GetString(1), r.GetString(2), r.Text(3), r.Time(4), new Plain(ValueJson.Parse(r.GetString(5))), r.GetString(6))),
            subject, reference, position?.Key ?? 0, limit + 1));
        // A definition that was deleted has its record still; one that never was has none.
        if (rows.Count == 0 && position is null && reference is not null)
        {
            return Reply.Of(Refused.NotFound());
        }

        var next = rows.Count > limit ? cursors.Write(list, new Position(rows[limit - 1].Id, "")) : null;
        return Reply.Ok(new CompanyEventPage([.. rows.Take(limit).Select(r => r.Act)], next), ApiJson.Shared.CompanyEventPage);
    }
}
