using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>What Elsa's client reads beside tasks: what was done with one, and whom it may be given to.</summary>
internal sealed class ElsaRecords(Database database, ElsaTaskViews views, CompanyRules rules, Cursors cursors)
{
    public static readonly QueryParameter[] PageParameters = [new("cursor", ""), new("limit", "")];

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["open"] = "Created",
        ["claim"] = "Claimed",
        ["release"] = "Released",
        ["assign"] = "Assigned",
        ["complete"] = "Completed",
        ["skip"] = "Cancelled",
        ["close"] = "Cancelled",
        ["change"] = "Updated",
    };

    public Reply Events(string taskId, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"elsa-events\n{call.Asker.Id}\n{taskId}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        // Counted within the task: the record's own numbers would tell of everything else.
        var rows = database.Read(session => session.Query(
            "SELECT kind, actor, at, digest FROM audit WHERE task_id = $1 ORDER BY id LIMIT $2 OFFSET $3",
            r => new ElsaEvent(r.GetString(3)[..32], Kind(r.GetString(0)), null, r.Time(2), r.Text(1) is { } actor ? rules.Directory.Find(actor)?.Name ?? actor : null),
            taskId, limit + 1, position?.Key ?? 0));
        var next = rows.Count > limit ? cursors.Write(list, new Position((position?.Key ?? 0) + limit, "")) : null;
        return Reply.Ok(new ElsaEvents([.. rows.Take(limit)], next), ApiJson.Shared.ElsaEvents);
    }

    public Reply Participants(Call call)
    {
        var query = call.Query();
        var (search, type, limit) = (query.Text("search") ?? "", query.OneOf("type", "user", "group"), query.Limit());
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"elsa-participants\n{call.Asker.Id}\n{search}\n{type}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var skipped = (int)(position?.Key ?? 0);
        var all = (type == "group" ? [] : rules.Directory.People.Select(p => views.Person(p.Id)!))
            .Concat(type == "user" ? [] : rules.Directory.Groups.Select(g => ElsaTaskViews.Group(g, call)))
            .Where(p => p.Id.Contains(search, StringComparison.OrdinalIgnoreCase) || p.DisplayName?.Contains(search, StringComparison.OrdinalIgnoreCase) == true)
            .Skip(skipped).Take(limit + 1).ToList();
        return Reply.Ok(
            new ElsaParticipants([.. all.Take(limit)], all.Count > limit ? cursors.Write(list, new Position(skipped + limit, "")) : null), ApiJson.Shared.ElsaParticipants);
    }

    private static string Kind(string kind) => Kinds.GetValueOrDefault(kind) ?? $"{char.ToUpperInvariant(kind[0])}{kind[1..]}";
}
