using Microsoft.Extensions.Options;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads tasks straight from their table.</summary>
internal sealed partial class TaskReads(Database database, TaskViews views, Cursors cursors, IOptions<BoxOptions> boxes, TimeProvider clock)
{
    private const int MaxNextTasks = 50;
    private const int MaxClaimable = 20;

    public static readonly IReadOnlyList<QueryParameter> ListParameters =
    [
        new(
            "box",
            "available: open to the caller and nobody's; mine: the caller's; team: of the caller's teams and people; watching: watched by the caller, open or not; "
            + "done: completed by the caller; all: everything the caller sees; "
            + "needs-attention: of it what is overdue, rests longer than it should, or can be taken by nobody.",
            AskedBox.Names),
        new("rootId", "Only tasks of the deal with this id, of all its instances."),
        new("instanceId", "Only tasks of this instance."),
        new("definition", "Only tasks of instances of this definition."),
        new("state", "Only tasks in this state.", Enum.GetNames<Tasks.TaskStatus>()),
        new("dueBefore", "Only tasks that are due before this time (RFC 3339)."),
        new(
            "sort",
            "The order; a minus turns it round. urgency: what is overdue first, then by priority, then by due time. Without it: dueAt for open tasks, urgency for what needs attention, "
            + "-createdAt for the others. What is equal is in the order of its age.",
            BoxStretches.Sorts),
        new("total", "true: says how many there are on all pages.", "true", "false"),
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many: 1 to 200, 50 without it."),
    ];

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
        var box = query.OneOf("box", AskedBox.Names) ?? "all";
        var (root, instance, definition) = (query.Text("rootId"), query.Text("instanceId"), query.Text("definition"));
        var state = query.OneOf("state", Enum.GetNames<Tasks.TaskStatus>());
        var dueBefore = query.Time("dueBefore");
        var sort = query.OneOf("sort", AskedBox.Sorts(box)) ?? AskedBox.DefaultSort(box);
        var counts = query.OneOf("total", "true", "false") == "true";
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = string.Join('\n', "boxes", call.Asker.Id, box, root, instance, definition, state, dueBefore?.ToUnixTimeMilliseconds(), sort);
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        List<TaskCondition> conditions =
        [
            .. Equal("rootId", root), .. Equal("instanceId", instance), .. Equal("definition", definition), .. Equal("state", state),
            .. dueBefore is { } before ? (TaskCondition[])[new TaskCondition(TaskFields.All["dueAt"], "$lt", before.ToUnixTimeMilliseconds())] : [],
        ];
        var ((tasks, next), total) = database.Read(session => session.AtOneMoment(() =>
        {
            var asked = Ask(session, box, conditions, match: null, call);
            return (BoxPages.Read(session, asked.View, sort, position, limit), counts ? Total(session, asked) : null);
        }));
        return Reply.Ok(
            new TaskPage([.. tasks.Select(task => views.Summary(task, call))], next is null ? null : cursors.Write(list, next))
            {
                Total = total?.Count,
                TotalIsExact = total?.CountIsExact,
            },
            ApiJson.Shared.TaskPage);
    }

    /// <summary>The ids of tasks that the caller could claim, the most urgent first.</summary>
    /// <param name="tried">Ids that have been tried already.</param>
    public IReadOnlyList<string> Claimable(Call call, string? definition, string? stage, IReadOnlyList<string> tried)
    {
        var now = clock.GetUtcNow();
        var view = new BoxView([Box.Available], call.Asker, now, query => query.Conditions(q => q
            .Where($"{TaskFields.Column("state", q, now)} = 'Ready'")
            .WhereIf(definition, "t.definition_id = {0}")
            .WhereIf(stage, "json_extract(t.document, '$.stageId') = {0}")
            .WhereIf(tried.Count == 0 ? null : System.Text.Json.JsonSerializer.Serialize(tried), "t.id NOT IN (SELECT value FROM json_each({0}))")));
        return [.. database.Read(session => session.AtOneMoment(() => BoxPages.Read(session, view, BoxStretches.Urgency, from: null, MaxClaimable))).Tasks.Select(task => task.Id)];
    }

    private static TaskCondition[] Equal(string field, string? value) => value is null ? [] : [new TaskCondition(TaskFields.All[field], "$eq", value)];

    private IReadOnlyList<TaskSummary> View(List<UserTask> tasks, Call call) =>
        [.. tasks.Where(task => views.CanSee(task, call)).Select(task => views.Summary(task, call))
            .OrderBy(task => task.AllowedActions.Contains("complete", StringComparer.Ordinal) ? 0 : 1).Take(MaxNextTasks)];
}
