using System.Globalization;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The lists of Elsa's contract: its scopes, filters and orders.</summary>
internal sealed class ElsaTaskReads(Database database, ElsaTaskViews views, CompanyRules rules, Cursors cursors, TimeProvider clock)
{
    private const string NeedsAttention = "needs-attention";
    private const int MaxPriority = 100;

    private static readonly string[] Scopes = ["assigned", "available", "history", "all", NeedsAttention, "needsAttention"];
    private static readonly string[] Dues = ["overdue", "today", "thisWeek", "noDueDate"];

    // Numbers are compared as numbers and titles as texts; an id settles what is equal.
    private static readonly Dictionary<string, string> Sorts = new(StringComparer.Ordinal)
    {
        ["created"] = "t.created_at",
        ["updated"] = "t.updated_at",
        ["due"] = $"coalesce(t.due_at, {long.MaxValue})",
        ["priority"] = "t.priority",
        ["title"] = "json_extract(t.document, '$.title.en')",
    };

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Unassigned"] = $"(t.is_open = 1 AND t.assignee IS NULL AND NOT {HasCandidates})",
        ["Available"] = $"(t.is_open = 1 AND t.assignee IS NULL AND {HasCandidates})",
        ["Assigned"] = "(t.is_open = 1 AND t.assignee IS NOT NULL)",
        ["Completed"] = "t.status = 'Completed'",
        ["Cancelled"] = "t.status IN ('Exited', 'Obsolete')",
        // States that a task is never in here: what ends it is one step.
        ["Completing"] = "0",
        ["Cancelling"] = "0",
        ["TimingOut"] = "0",
        ["TimedOut"] = "0",
    };

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. new[]
        {
            "scope", "status", "priorityFrom", "priorityTo", "due", "from", "to", "search", "workflowDefinitionId", "workflowInstanceId", "reference", "taskType", "cursor",
            "limit", "sort", "direction", "includeTotalCount",
        }.Select(name => new QueryParameter(name, "")),
    ];

    private const string HasCandidates = "EXISTS (SELECT 1 FROM task_people c WHERE c.task_id = t.id AND c.kind IN ('user', 'group'))";

    /// <summary>Does he manage anybody, or see everything?</summary>
    public static bool IsManager(Call call) => call.Asker.SeesAll || call.Asker.Managed != "[]";

    public Reply List(Call call)
    {
        var query = call.Query();
        var scope = query.OneOf("scope", Scopes) ?? "assigned";
        var (low, high) = (query.Whole("priorityFrom", 0, MaxPriority), query.Whole("priorityTo", 0, MaxPriority));
        var due = query.OneOf("due", Dues);
        var (from, to) = (query.Time("from"), query.Time("to"));
        var sort = query.OneOf("sort", [.. Sorts.Keys]) ?? "due";
        var descending = query.OneOf("direction", "asc", "desc") == "desc";
        var counts = query.OneOf("includeTotalCount", "true", "false") == "true";
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        if (scope is "all" or NeedsAttention or "needsAttention" && !IsManager(call))
        {
            return Reply.Of(Refused.PermissionMissing($"The scope '{scope}' is for managers."));
        }

        SqlQuery Filtered(string start)
        {
            var sql = InScope(new SqlQuery(start), scope, call)
                .WhereIf(low, "t.priority >= {0}").WhereIf(high, "t.priority <= {0}")
                .WhereIf(from?.ToUnixTimeMilliseconds(), "t.due_at >= {0}").WhereIf(to?.ToUnixTimeMilliseconds(), "t.due_at < {0}")
                .WhereIf(query.Text("workflowDefinitionId"), "t.definition_id = {0}").WhereIf(query.Text("workflowInstanceId"), "t.instance_id = {0}")
                .WhereIf(query.Text("reference"), "json_extract(t.document, '$.businessKey') = {0}").WhereIf(query.Text("taskType"), "t.name = {0}")
                .WhereIf(
                    query.Text("search")?.ToLowerInvariant(),
                    "(instr(lower(json_extract(t.document, '$.title.en')), {0}) OR instr(json_extract(t.document, '$.title.zh'), {0}) OR instr(lower(coalesce(json_extract(t.document, '$.businessKey'), '')), {0}))");
            var known = query.Several("status").Where(Statuses.ContainsKey).Select(s => Statuses[s]).ToList();
            return Due(known.Count == 0 ? sql : sql.Where($"({string.Join(" OR ", known)})"), due);
        }

        var list = string.Join('\n', "elsa", call.Asker.Id, call.Http.Request.Query.Where(p => p.Key is not ("cursor" or "limit" or "includeTotalCount"))
            .OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}").Aggregate("", (all, one) => $"{all}&{one}"));
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var (column, direction, after) = (Sorts[sort], descending ? " DESC" : "", descending ? '<' : '>');
        var page = Filtered($"SELECT {column}, t.document FROM tasks t");
        if (position is not null)
        {
            var (key, id) = sort == "title" ? SplitTitle(position) : (position.Key, position.Id);
            var bound = page.Bind(key);
            page.Where($"{column} {after}= {bound} AND ({column} {after} {bound} OR t.id {after} {page.Bind(id)})");
        }

        page.Then($"ORDER BY {column}{direction}, t.id{direction} LIMIT {page.Bind(limit + 1)}");
        var (rows, total) = database.Read(session => (
            page.Run(session, r => (Key: r.GetValue(0), Task: StoredJson.Read<UserTask>(r.GetString(1)))),
            counts ? Filtered("SELECT count(*) FROM tasks t").Run(session, r => r.GetInt64(0))[0] : (long?)null));
        var items = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Write(list, At(items[^1].Key, items[^1].Task.Id)) : null;
        return Reply.Ok(new ElsaTaskList([.. items.Select(row => views.Summary(row.Task, call))], next, total), ApiJson.Shared.ElsaTaskList);
    }

    private static Position At(object key, string id) => key is string title ? new Position(0, $"{id} {title}") : new Position(Convert.ToInt64(key, CultureInfo.InvariantCulture), id);

    private static (object Key, string Id) SplitTitle(Position position)
    {
        var end = position.Id.IndexOf(' ', StringComparison.Ordinal);
        return (position.Id[(end + 1)..], position.Id[..end]);
    }

    private SqlQuery InScope(SqlQuery sql, string scope, Call call) => scope switch
    {
        "assigned" => sql.Where("t.is_open = 1").Where($"t.assignee = {sql.Bind(call.Asker.Id)}"),
        "available" => sql.Where("t.is_open = 1").Where(BoxQueries.Holds(sql, [Box.Available], call.Asker)),
        "history" => sql.Where("t.is_open = 0").VisibleTasks(call.Asker),
        "all" => sql.VisibleTasks(call.Asker),
        _ => sql.Where("t.is_open = 1").Where($"(t.due_at < {sql.Bind(clock.GetUtcNow().ToUnixTimeMilliseconds())} OR (t.assignee IS NULL AND NOT {HasCandidates}))").VisibleTasks(call.Asker),
    };

    private SqlQuery Due(SqlQuery sql, string? due)
    {
        var now = clock.GetUtcNow();
        return due switch
        {
            null => sql,
            "overdue" => sql.Where("t.is_open = 1").WhereIf(now.ToUnixTimeMilliseconds(), "t.due_at < {0}"),
            "noDueDate" => sql.Where("t.due_at IS NULL"),
            "today" => Between(sql, Day(now, 0), Day(now, 1)),
            _ => Between(sql, Day(now, -DaysSinceMonday(now)), Day(now, 7 - DaysSinceMonday(now))),
        };
    }

    private static SqlQuery Between(SqlQuery sql, long from, long to) => sql.WhereIf(from, "t.due_at >= {0}").WhereIf(to, "t.due_at < {0}");

    private int DaysSinceMonday(DateTimeOffset now) => ((int)TimeZoneInfo.ConvertTime(now, Zone).DayOfWeek + 6) % 7;

    // A day begins at midnight where the company is.
    private long Day(DateTimeOffset now, int days)
    {
        var midnight = TimeZoneInfo.ConvertTime(now, Zone).Date.AddDays(days);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUnixTimeMilliseconds();
    }

    private TimeZoneInfo Zone => rules.Calendars.OrderBy(c => c.Key, StringComparer.Ordinal).FirstOrDefault().Value?.TimeZone ?? TimeZoneInfo.Utc;
}
