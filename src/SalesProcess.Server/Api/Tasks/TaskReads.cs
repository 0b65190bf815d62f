using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads tasks straight from their table.</summary>
internal sealed partial class TaskReads(Database database, TaskViews views, Cursors cursors)
{
    private const int MaxNextTasks = 50;
    private const int Few = 1000;
    private const int MaxClaimable = 20;
    private const long Last = long.MaxValue;

    // What a sort orders by; a task without a due time comes last in both directions.
    private static readonly Dictionary<string, (string Column, bool Descending)> Sorts = new(StringComparer.Ordinal)
    {
        ["dueAt"] = ($"coalesce(t.due_at, {Last})", false),
        ["-dueAt"] = ("coalesce(t.due_at, -1)", true),
        ["priority"] = ("t.priority", false),
        ["-priority"] = ("t.priority", true),
        ["createdAt"] = ("t.created_at", false),
        ["-createdAt"] = ("t.created_at", true),
        ["updatedAt"] = ("t.updated_at", false),
        ["-updatedAt"] = ("t.updated_at", true),
    };

    public static readonly IReadOnlyList<QueryParameter> ListParameters =
    [
        new("box", "available: open to the caller and nobody's; mine: the caller's; team: of the caller's teams and people; done: completed by the caller; watching: watched by the caller, open or not; all: everything the caller sees.", Boxes),
        new("rootId", "Only tasks of the deal with this id, of all its instances."),
        new("instanceId", "Only tasks of this instance."),
        new("definition", "Only tasks of instances of this definition."),
        new("state", "Only tasks in this state.", Enum.GetNames<Tasks.TaskStatus>()),
        new("dueBefore", "Only tasks that are due before this time (RFC 3339)."),
        new("sort", "The order; a minus turns it round. Without it: dueAt for open tasks, -createdAt for the others.", [.. Sorts.Keys]),
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many: 1 to 200, 50 without it."),
    ];

    public static IReadOnlyList<string> Boxes => ["available", "mine", "team", "watching", "done", "all"];

    /// <summary>The task if the caller may see it.</summary>
    public UserTask? Find(string id, Call call) => Find(id) is { } task && views.CanSee(task, call) ? task : null;

    /// <summary>The task as it stands, for a caller who has just changed it.</summary>
    public UserTask? Find(string id) =>
        database.Read(session => session.Find("SELECT document FROM tasks WHERE id = $1", r => StoredJson.Read<UserTask>(r.GetString(0)), id));

    /// <summary>The open tasks of a deal that the caller sees, those that he can do first.</summary>
    public IReadOnlyList<TaskSummary> OpenOfRoot(string rootId, Call call) => View(
        database.Read(session => session.Query(
            "SELECT document FROM tasks WHERE root_id = $1 AND is_open = 1 ORDER BY created_at, id LIMIT 200", r => StoredJson.Read<UserTask>(r.GetString(0)), rootId)),
        call);

    /// <summary>The open tasks of an instance and of those below it that the caller sees. CROSS JOIN: from the tree to its tasks, never over all open tasks.</summary>
    public IReadOnlyList<TaskSummary> OpenBelow(string instanceId, Call call) => View(
        database.Read(session => session.Query(
            """
            WITH RECURSIVE tree (id) AS (SELECT $1 UNION ALL SELECT i.id FROM instances i JOIN tree ON i.parent_id = tree.id)
            SELECT t.document FROM tree CROSS JOIN tasks t ON t.instance_id = tree.id AND t.is_open = 1 ORDER BY t.created_at, t.id LIMIT 200
            """,
            r => StoredJson.Read<UserTask>(r.GetString(0)),
            instanceId)),
        call);

    public Reply List(Call call)
    {
        var query = call.Query();
        var box = query.OneOf("box", Boxes) ?? "all";
        var (root, instance, definition) = (query.Text("rootId"), query.Text("instanceId"), query.Text("definition"));
        var state = query.OneOf("state", Enum.GetNames<Tasks.TaskStatus>());
        var dueBefore = query.Time("dueBefore");
        var sort = query.OneOf("sort", [.. Sorts.Keys]) ?? (box is "done" or "watching" or "all" ? "-createdAt" : "dueAt");
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = string.Join('\n', "tasks", call.Asker.Id, box, root, instance, definition, state, dueBefore?.ToUnixTimeMilliseconds(), sort);
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var (column, descending) = Sorts[sort];
        var sql = InBox(new SqlQuery($"SELECT {column}, t.document FROM tasks t"), box, call)
            .WhereIf(root, "t.root_id = {0}")
            .WhereIf(instance, "t.instance_id = {0}")
            .WhereIf(definition, "t.definition_id = {0}")
            .WhereIf(state, "t.status = {0}")
            .WhereIf(dueBefore?.ToUnixTimeMilliseconds(), "t.due_at < {0}");
        if (position is not null)
        {
            // Not as a row value: that finds no way into an index on an expression.
            var (key, after) = (sql.Bind(position.Key), descending ? '<' : '>');
            sql.Where($"{column} {after}= {key} AND ({column} {after} {key} OR t.id {after} {sql.Bind(position.Id)})");
        }

        var direction = descending ? " DESC" : "";
        sql.Then($"ORDER BY {column}{direction}, t.id{direction} LIMIT {sql.Bind(limit + 1)}");
        var rows = database.Read(session => sql.Run(session, r => (Key: r.GetInt64(0), Task: StoredJson.Read<UserTask>(r.GetString(1)))));
        var more = rows.Count > limit;
        var items = rows.Take(limit).ToList();
        return Reply.Ok(
            new TaskPage([.. items.Select(row => views.Summary(row.Task, call))], more ? cursors.Write(list, new Position(items[^1].Key, items[^1].Task.Id)) : null),
            ApiJson.Shared.TaskPage);
    }

    /// <summary>The ids of tasks that the caller could claim, the most urgent first: by priority, then by due time, then by age.</summary>
    /// <param name="tried">Ids that have been tried already.</param>
    public IReadOnlyList<string> Claimable(Call call, string? definition, string? stage, IEnumerable<string> tried)
    {
        // Who is seldom a candidate is looked up by that; else all that nobody has is gone through in its order, until there are enough.
        var seldom = IsSeldomCandidate(call);
        var sql = new SqlQuery(seldom ? "SELECT t.id FROM tasks t" : "SELECT t.id FROM tasks t INDEXED BY ix_tasks_next")
            .Where("t.is_open = 1").Where(seldom ? "+t.assignee IS NULL" : "t.assignee IS NULL").Where("t.status = 'Ready'")
            .WhereIf(definition, "t.definition_id = {0}")
            .WhereIf(stage, "json_extract(t.document, '$.stageId') = {0}")
            .WhereIf(System.Text.Json.JsonSerializer.Serialize(tried), "t.id NOT IN (SELECT value FROM json_each({0}))")
            .PotentialTasks(call.Asker, seldom)
            .Then($"ORDER BY t.priority DESC, coalesce(t.due_at, {Last}), t.created_at, t.id LIMIT {MaxClaimable}");
        return database.Read(session => sql.Run(session, r => r.GetString(0)));
    }

    private SqlQuery InBox(SqlQuery sql, string box, Call call) => box switch
    {
        // The plus keeps SQLite from fetching all that nobody has, just to sort it: the order has an index of its own.
        "available" => sql.Where("t.is_open = 1").Where("+t.assignee IS NULL").PotentialTasks(call.Asker, IsSeldomCandidate(call)),
        "mine" => sql.Where("t.is_open = 1").HisTasks(call.Asker),
        "team" => sql.Where("t.is_open = 1").TeamTasks(call.Asker),
        "watching" => sql.WatchedTasks(call.Asker),
        "done" => sql.Where($"t.completed_by = {sql.Bind(call.Asker.Id)}"),
        _ => sql.VisibleTasks(call.Asker),
    };

    private bool IsSeldomCandidate(Call call) =>
        database.Read(session => Visibility.CountCandidacies(call.Asker, Few).Run(session, r => r.GetInt32(0)))[0] < Few;

    private IReadOnlyList<TaskSummary> View(List<UserTask> tasks, Call call) =>
        [.. tasks.Where(task => views.CanSee(task, call)).Select(task => views.Summary(task, call))
            .OrderBy(task => task.AllowedActions.Contains("complete", StringComparer.Ordinal) ? 0 : 1).Take(MaxNextTasks)];
}
