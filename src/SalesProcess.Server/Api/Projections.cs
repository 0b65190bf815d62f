using System.Data.Common;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>From rows to what the wire shows.</summary>
internal sealed class Projections(Database database, DefinitionService definitions, CompanyRules rules, TimeProvider clock)
{
    private const string InstanceColumns =
        """
        SELECT i.id, i.definition_id, i.version, i.version_id, i.business_key, i.correlation_id, i.name, i.owner, i.team, i.status, i.sub_status, i.outcome, i.stage_id,
          i.parent_id, i.root_id, i.created_at, i.updated_at, i.finished_at,
          (SELECT c.version_id FROM instances c WHERE c.parent_id = i.id AND c.stage_id IS NOT NULL AND c.finished_at IS NULL ORDER BY c.created_at DESC LIMIT 1)
        FROM instances i
        """;

    private const string OpenTasks = "SELECT t.document FROM tasks t";

    public static Sql Instances() => new(InstanceColumns);

    public UserTask? FindTask(string id) => database.Read(s => s.Find("SELECT document FROM tasks WHERE id = $1", r => StoredJson.Read<UserTask>(r.GetString(0)), id));

    public InstanceSummary? FindInstance(string id, Viewer viewer)
    {
        var sql = Instances().And($"i.id = {id}");
        viewer.Instances(sql);
        return sql.Query(database, r => Instance(r, viewer)).FirstOrDefault();
    }

    /// <summary>An instance with its children, open tasks, output and incidents; it must exist.</summary>
    public InstanceView Whole(string id, Viewer viewer)
    {
        // Found without the viewer's condition: the caller has already been let in, or has just started it.
        var found = Instances().And($"i.id = {id}").Query(database, r => (Summary: Instance(r, viewer), VersionId: r.GetString(3)))[0];
        var state = database.Read(s => s.Find("SELECT state FROM instances WHERE id = $1", r => StateJson.Read((byte[])r.GetValue(0), definitions.Graph(found.VersionId)), id))!;
        var children = database.Read(s => s.Query(
            "SELECT id, definition_id, status, sub_status, outcome FROM instances WHERE parent_id = $1 ORDER BY created_at, id",
            r => new ChildView(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Text(r, 4)),
            id));
        var summary = found.Summary;
        return new InstanceView
        {
            Id = summary.Id,
            Definition = summary.Definition,
            BusinessKey = summary.BusinessKey,
            CorrelationId = summary.CorrelationId,
            Name = summary.Name,
            Owner = summary.Owner,
            Team = summary.Team,
            Status = summary.Status,
            SubStatus = summary.SubStatus,
            Outcome = summary.Outcome,
            Stage = summary.Stage,
            ParentId = summary.ParentId,
            RootId = summary.RootId,
            CreatedAt = summary.CreatedAt,
            UpdatedAt = summary.UpdatedAt,
            FinishedAt = summary.FinishedAt,
            Children = children,
            Tasks = OpenTasksBelow(id, summary.RootId, viewer),
            Output = viewer.SeesData(summary.Owner, summary.Team) ? state.Output : null,
            Incidents = [.. state.Incidents.Select(i => new IncidentView(i.ActivityId, i.ActivityType, i.Message, i.At))],
        };
    }

    /// <summary>The open tasks of an instance and its descendants, the oldest first.</summary>
    public IReadOnlyList<TaskSummary> OpenTasksBelow(string id, string rootId, Viewer viewer)
    {
        var sql = new Sql(OpenTasks).And($"t.root_id = {rootId} AND t.is_open = 1");
        if (id != rootId)
        {
            sql.And($"t.instance_id IN (WITH RECURSIVE tree (id) AS (SELECT {id} UNION ALL SELECT i.id FROM instances i JOIN tree ON i.parent_id = tree.id) SELECT id FROM tree)");
        }

        viewer.Tasks(sql);
        return sql.Append("ORDER BY t.created_at, t.id").Query(database, r => Summary(StoredJson.Read<UserTask>(r.GetString(0)), viewer));
    }

    public CompletionView Completion(string taskId, Viewer viewer)
    {
        var task = FindTask(taskId)!;
        var instance = Instances().And($"i.id = {task.InstanceId}").Query(database, r => Instance(r, viewer))[0];
        return new CompletionView(
            Task(task, viewer),
            new InstanceState(instance.Id, instance.Status, instance.SubStatus, instance.Stage),
            OpenTasksBelow(task.RootId, task.RootId, viewer));
    }

    public InstanceSummary Instance(DbDataReader row, Viewer viewer)
    {
        var definition = definitions.Graph(row.GetString(3)).Definition;
        var stageOf = Text(row, 12) is not null ? definition : Text(row, 18) is { } child ? definitions.Graph(child).Definition : null;
        return new InstanceSummary
        {
            Id = row.GetString(0),
            Definition = new DefinitionReference(row.GetString(1), row.GetInt32(2), definition.Name),
            BusinessKey = Text(row, 4),
            CorrelationId = Text(row, 5),
            Name = Text(row, 6),
            Owner = Text(row, 7),
            Team = Text(row, 8),
            Status = row.GetString(9),
            SubStatus = row.GetString(10),
            Outcome = Text(row, 11),
            Stage = stageOf is null ? null : new StageView(StageTitle.IdOf(stageOf)!, StageTitle.Of(stageOf)?.For(viewer.Language) ?? StageTitle.IdOf(stageOf)!),
            ParentId = Text(row, 13),
            RootId = row.GetString(14),
            CreatedAt = Time(row.GetInt64(15)),
            UpdatedAt = Time(row.GetInt64(16)),
            FinishedAt = row.IsDBNull(17) ? null : Time(row.GetInt64(17)),
        };
    }

    public static TaskSummary Summary(UserTask task, Viewer viewer) => Fill(new TaskSummary
    {
        Id = task.Id,
        Name = task.Name,
        Title = task.Title.For(viewer.Language),
        State = task.Status.ToString(),
        CandidateGroups = task.CandidateGroups,
        CandidateUsers = task.CandidateUsers,
        ExcludedUsers = task.ExcludedUsers,
        Definition = task.DefinitionId,
        InstanceId = task.InstanceId,
        RootId = task.RootId,
        Actions = [.. task.Actions.Select(a => new ActionView(a.Key, a.Title.For(viewer.Language)))],
    }, task, viewer);

    public TaskView Task(UserTask task, Viewer viewer) => (TaskView)Fill(new TaskView
    {
        Id = task.Id,
        Name = task.Name,
        Title = task.Title.For(viewer.Language),
        State = task.Status.ToString(),
        CandidateGroups = task.CandidateGroups,
        CandidateUsers = task.CandidateUsers,
        ExcludedUsers = task.ExcludedUsers,
        Definition = task.DefinitionId,
        InstanceId = task.InstanceId,
        RootId = task.RootId,
        Actions = [.. task.Actions.Select(a => new ActionView(a.Key, a.Title.For(viewer.Language)))],
        Instructions = task.Instructions?.For(viewer.Language),
        Form = task.FormHash is { } hash ? new FormView(task.FormId, Schema(hash), new Dictionary<string, object?>(StringComparer.Ordinal), task.Data) : new FormView(null, null, null, task.Data),
        AllowedActions = TaskRules.AllowedActions(task, viewer.Actor, rules.Directory, clock.GetUtcNow()),
        Approver = task.Approver,
        Document = task.Document is { } d ? new DocumentReferenceView(d.Id, d.Sha256) : null,
        Comment = task.Comment,
    }, task, viewer);

    private static TaskSummary Fill(TaskSummary view, UserTask task, Viewer viewer) => view with
    {
        Assignee = task.Assignee,
        OnBehalfOf = task.OnBehalfOf,
        Priority = task.Priority,
        DueAt = task.DueAt,
        FollowUpAt = task.FollowUpAt,
        Stage = task.StageId is { } stage ? new StageView(stage, task.Stage?.For(viewer.Language) ?? stage) : null,
        BusinessKey = task.BusinessKey,
        CreatedAt = task.CreatedAt,
        CompletedAt = task.CompletedAt,
        CompletedBy = task.CompletedBy,
        Outcome = task.Action,
        Revision = task.Revision,
    };

    private object? Schema(string hash) => rules.FormByHash(hash) is { } form ? ValueJson.Parse(form.Text) : null;

    internal static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
