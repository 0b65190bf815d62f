using System.Globalization;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Lists of tasks: available to me, mine, my team's, done by me, all that I may see.</summary>
internal static class TaskBoxes
{
    private static readonly string[] Boxes = ["available", "mine", "team", "done", "all"];
    private static readonly string[] Sorts = ["createdAt", "-createdAt", "updatedAt", "-updatedAt", "dueAt", "-dueAt", "priority", "-priority"];

    public static IResult List(HttpContext http, Cursors cursors, Database database, CompanyRules rules)
    {
        var query = new QueryParameters(http.Request.Query);
        var box = query.OneOf("box", Boxes);
        var state = query.OneOf("state", Enum.GetNames<Tasks.TaskStatus>());
        var sort = query.OneOf("sort", Sorts) ?? (box == "done" ? "-updatedAt" : "createdAt");
        var (rootId, instanceId, definition) = (query.Text("rootId"), query.Text("instanceId"), query.Text("definition"));
        var dueBefore = query.Time("dueBefore");
        var limit = query.Limit();
        var filter = $"tasks|{box}|{state}|{sort}|{rootId}|{instanceId}|{definition}|{dueBefore:O}";
        var (position, wrong) = cursors.Read(query.Text("cursor"), filter);
        if ((query.Refusal() ?? wrong) is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var viewer = Viewer.Of(http);
        var sql = new Sql($"SELECT t.document, t.{Column(sort)} FROM tasks t");
        InBox(sql, box, state, viewer);
        Filter(sql, state, rootId, instanceId, definition, dueBefore);
        After(sql, sort, position);
        var descending = sort[0] == '-';
        // Without a due date comes last in both directions; the other keys are never null.
        var order = string.Create(CultureInfo.InvariantCulture, $"ORDER BY t.{Column(sort)} IS NULL, t.{Column(sort)} {(descending ? "DESC" : "ASC")}, t.id LIMIT {limit + 1}");
        var rows = sql.Append(Column(sort) == "due_at" ? order : order.Replace($"t.{Column(sort)} IS NULL, ", "", StringComparison.Ordinal))
            .Query(database, r => (Task: StoredJson.Read<UserTask>(r.GetString(0)), Key: r.IsDBNull(1) ? (long?)null : r.GetInt64(1)));
        var page = rows.Take(limit).ToList();
        return Results.Json(
            new Page<TaskSummary>(
                [.. page.Select(row => Projections.Summary(row.Task, viewer))],
                rows.Count > limit ? cursors.Make(filter, new Cursors.Position(page[^1].Key, page[^1].Task.Id)) : null),
            ApiJson.Options);
    }

    private static void InBox(Sql sql, string? box, string? state, Viewer viewer)
    {
        var me = viewer.Actor.Id;
        switch (box)
        {
            case "available":
                sql.And($"""
                    t.is_open = 1 AND t.status = 'Ready'
                    AND EXISTS (SELECT 1 FROM task_people p WHERE p.task_id = t.id AND ((p.kind = 'user' AND p.reference = {me})
                      OR (p.kind = 'group' AND p.reference IN (SELECT value FROM json_each({viewer.Groups})))))
                    AND NOT EXISTS (SELECT 1 FROM task_people p WHERE p.task_id = t.id AND p.kind = 'excluded' AND p.reference = {me})
                    """);
                break;
            case "mine":
                sql.And($"t.is_open = 1 AND t.assignee = {me}");
                break;
            case "team":
                sql.And($"t.is_open = 1 AND (t.team IN (SELECT value FROM json_each({viewer.Teams})) OR t.assignee IN (SELECT value FROM json_each({viewer.Managed})))");
                break;
            case "done":
                sql.And($"t.completed_by = {me}");
                break;
            default:
                viewer.Tasks(sql);
                if (box is null && state is null)
                {
                    sql.And($"t.is_open = 1");
                }

                break;
        }
    }

    private static void Filter(Sql sql, string? state, string? rootId, string? instanceId, string? definition, DateTimeOffset? dueBefore)
    {
        if (state is not null)
        {
            sql.And($"t.status = {state}");
        }

        if (rootId is not null)
        {
            sql.And($"""
                (t.root_id = {rootId} OR t.instance_id IN
                  (WITH RECURSIVE tree (id) AS (SELECT {rootId} UNION ALL SELECT i.id FROM instances i JOIN tree ON i.parent_id = tree.id) SELECT id FROM tree))
                """);
        }

        if (instanceId is not null)
        {
            sql.And($"t.instance_id = {instanceId}");
        }

        if (definition is not null)
        {
            sql.And($"t.definition_id = {definition}");
        }

        if (dueBefore is not null)
        {
            sql.And($"t.due_at < {dueBefore.Value.ToUnixTimeMilliseconds()}");
        }
    }

    private static void After(Sql sql, string sort, Cursors.Position? position)
    {
        if (position is null)
        {
            return;
        }

        var (key, id) = (position.Key, position.Id);
        switch (sort)
        {
            case "dueAt" when key is null: sql.And($"t.due_at IS NULL AND t.id > {id}"); break;
            case "-dueAt" when key is null: sql.And($"t.due_at IS NULL AND t.id > {id}"); break;
            case "dueAt": sql.And($"(t.due_at > {key} OR (t.due_at = {key} AND t.id > {id}) OR t.due_at IS NULL)"); break;
            case "-dueAt": sql.And($"(t.due_at < {key} OR (t.due_at = {key} AND t.id > {id}) OR t.due_at IS NULL)"); break;
            case "createdAt": sql.And($"(t.created_at, t.id) > ({key}, {id})"); break;
            case "-createdAt": sql.And($"(t.created_at < {key} OR (t.created_at = {key} AND t.id > {id}))"); break;
            case "updatedAt": sql.And($"(t.updated_at, t.id) > ({key}, {id})"); break;
            case "-updatedAt": sql.And($"(t.updated_at < {key} OR (t.updated_at = {key} AND t.id > {id}))"); break;
            case "priority": sql.And($"(t.priority, t.id) > ({key}, {id})"); break;
            default: sql.And($"(t.priority < {key} OR (t.priority = {key} AND t.id > {id}))"); break;
        }
    }

    private static string Column(string sort) => sort.TrimStart('-') switch
    {
        "dueAt" => "due_at",
        "updatedAt" => "updated_at",
        "priority" => "priority",
        _ => "created_at",
    };
}
