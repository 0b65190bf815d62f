using SalesProcess.Runtime;
using SalesProcess.Runtime.Filters;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads filters straight from their table, and asks what they ask.</summary>
internal sealed class FilterReads(Database database, CompanyRules rules, TaskReads tasks, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> ListParameters =
    [
        new("scope", "own: the caller's; shared: of others, shared with a group of his; all: every one that he may see, for administrators and auditors everybody's. Without it: own and shared.", Scopes),
        new("counts", "true: each with the number of tasks that the caller would find.", "true", "false"),
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many: 1 to 200, 50 without it."),
    ];

    public static readonly IReadOnlyList<QueryParameter> TaskParameters =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many: 1 to 200, 50 without it."),
    ];

    private static IReadOnlyList<string> Scopes => ["own", "shared", "all"];

    public Reply List(Call call)
    {
        var query = call.Query();
        var scope = query.OneOf("scope", Scopes);
        var counts = query.OneOf("counts", "true", "false") == "true";
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = string.Join('\n', "filters", call.Asker.Id, scope);
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var sql = InScope(new SqlQuery($"SELECT {FilterRows.Columns} FROM filters f"), scope, call);
        if (position is not null)
        {
            sql.Where($"(f.created_at, f.id) > ({sql.Bind(position.Key)}, {sql.Bind(position.Id)})");
        }

        sql.Then($"ORDER BY f.created_at, f.id LIMIT {sql.Bind(limit + 1)}");
        var rows = database.Read(session => sql.Run(session, FilterRows.Read));
        var items = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Write(list, new Position(items[^1].CreatedAt.ToUnixTimeMilliseconds(), items[^1].Id)) : null;
        return Reply.Ok(new FilterPage(View(items, counts, call), next), ApiJson.Shared.FilterPage);
    }

    /// <summary>A filter as its reader sees it.</summary>
    public FilterDto View(SavedFilter filter, Call call) => View([filter], counts: false, call)[0];

    /// <summary>The tasks that the caller finds by a filter.</summary>
    public Reply Tasks(SavedFilter filter, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var (question, faults) = FilterBody.Question(filter, rules);
        return question is null
            ? Reply.Of(new Refusal(
                RefusalCodes.FilterOutdated, "The filter asks for something that tasks are not found by any more. Change it.",
                [.. faults.Select(fault => fault with { Pointer = $"/query{fault.Pointer}" })]))
            : tasks.Search(question with { After = query.Text("cursor"), Limit = limit }, $"filter {filter.Id} {filter.Revision}", call);
    }

    private static SqlQuery InScope(SqlQuery sql, string? scope, Call call)
    {
        if (scope == "all" && call.Asker.SeesAll)
        {
            return sql;
        }

        var (me, groups) = (sql.Bind(call.Asker.Id), $"IN (SELECT value FROM json_each({sql.Bind(call.Asker.Groups)}))");
        return sql.Where(scope switch
        {
            "own" => $"f.owner = {me}",
            "shared" => $"f.owner <> {me} AND f.shared_with {groups}",
            _ => $"(f.owner = {me} OR f.shared_with {groups})",
        });
    }

    private List<FilterDto> View(List<SavedFilter> filters, bool counts, Call call)
    {
        var asked = filters.ConvertAll(filter => FilterBody.Question(filter, rules));
        var found = counts ? tasks.Counts(asked.ConvertAll(a => a.Question), call) : [.. filters.Select(_ => (long?)null)];
        return [.. filters.Select((filter, i) => View(filter, found[i], asked[i].Faults, call))];
    }

    private static FilterDto View(SavedFilter filter, long? count, IReadOnlyList<FieldError> faults, Call call) => new(
        filter.Id, filter.Name.For(call.Language), new FilterNameDto(filter.Content.NameZh, filter.Content.NameEn), filter.Owner, filter.Content.SharedWith,
        new JsonText(filter.Content.Query), count, [.. faults.Select(f => new FilterFaultDto(f.Pointer, f.Code, f.Message))],
        filter.MayBeChangedBy(call.Actor) && !call.Asker.OnlyReads ? ["change", "delete"] : [], filter.CreatedAt, filter.UpdatedAt, filter.Revision);
}
