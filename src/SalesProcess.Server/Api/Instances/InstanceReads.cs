using System.Data.Common;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>An instance's row, without its state.</summary>
internal sealed record InstanceHead(
    string Id, string VersionId, string RootId, string? ParentId, string? BusinessKey, string? CorrelationId, string? Name, string? Owner, string? Team,
    string Status, string SubStatus, string? Outcome, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, string? StartedBy, string? CurrentVersionId);

/// <summary>Reads instances straight from their table.</summary>
internal sealed class InstanceReads(Database database, DefinitionService definitions, CompanyRules rules, TaskReads tasks, Cursors cursors)
{
    // The last column: for a deal, the definition of the child that runs now, which is the stage the deal is in.
    private const string Head =
        """
        i.id, i.version_id, i.root_id, i.parent_id, i.business_key, i.correlation_id, i.name, i.owner, i.team, i.status, i.sub_status, i.outcome, i.created_at, i.updated_at,
        i.finished_at, coalesce(i.started_by, (SELECT r.started_by FROM instances r WHERE r.id = i.root_id)),
        CASE WHEN i.stage_id IS NULL AND i.finished_at IS NULL THEN
          (SELECT c.version_id FROM instances c WHERE c.parent_id = i.id AND c.stage_id IS NOT NULL AND c.finished_at IS NULL ORDER BY c.created_at DESC, c.id DESC LIMIT 1) END
        """;

    public static readonly IReadOnlyList<QueryParameter> ListParameters =
    [
        new("status", "Only instances with this status.", Enum.GetNames<WorkflowStatus>()),
        new("subStatus", "Only instances with this sub-status.", Enum.GetNames<WorkflowSubStatus>()),
        new("definition", "Only instances of this definition."),
        new("businessKey", "Only instances with this business key."),
        new("rootId", "Only the deal with this id and the instances below it."),
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many: 1 to 200, 50 without it."),
    ];

    /// <summary>The instance if the caller may see it.</summary>
    public InstanceHead? Find(string id, Call call)
    {
        var sql = new SqlQuery($"SELECT {Head} FROM instances i");
        sql.Where($"i.id = {sql.Bind(id)}").VisibleInstances(call.Asker);
        return database.Read(session => sql.Run(session, ReadHead)) is [var head] ? head : null;
    }

    public Reply List(Call call)
    {
        var query = call.Query();
        var (status, subStatus) = (query.OneOf("status", Enum.GetNames<WorkflowStatus>()), query.OneOf("subStatus", Enum.GetNames<WorkflowSubStatus>()));
        var (definition, businessKey, root) = (query.Text("definition"), query.Text("businessKey"), query.Text("rootId"));
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = string.Join('\n', "instances", call.Asker.Id, status, subStatus, definition, businessKey, root);
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var sql = new SqlQuery($"SELECT {Head} FROM instances i")
            .WhereIf(status, "i.status = {0}")
            .WhereIf(subStatus, "i.sub_status = {0}")
            .WhereIf(definition, "i.definition_id = {0}")
            .WhereIf(businessKey, "i.business_key = {0}")
            .WhereIf(root, "i.root_id = {0}")
            .VisibleInstances(call.Asker);
        if (position is not null)
        {
            sql.Where($"(i.created_at, i.id) < ({sql.Bind(position.Key)}, {sql.Bind(position.Id)})");
        }

        sql.Then($"ORDER BY i.created_at DESC, i.id DESC LIMIT {sql.Bind(limit + 1)}");
        var rows = database.Read(session => sql.Run(session, ReadHead));
        var items = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Write(list, new Position(items[^1].CreatedAt.ToUnixTimeMilliseconds(), items[^1].Id)) : null;
        return Reply.Ok(new InstancePage([.. items.Select(row => Summary(row, call))], next), ApiJson.Shared.InstancePage);
    }

    public InstanceDetail Detail(InstanceHead head, Call call)
    {
        var state = State(head);
        return new InstanceDetail(Summary(head, call))
        {
            Children = Children(head.Id, call),
            Tasks = tasks.OpenBelow(head.Id, call),
            Output = new Plain(state.Output),
            Incidents = [.. state.Incidents.Select(i => new IncidentDto(i.ActivityId, i.ActivityType, i.Message, i.At))],
        };
    }

    /// <summary>The instance as it stands, for a caller who has just changed it.</summary>
    public InstanceHead Get(string id) => database.Read(session => session.Find($"SELECT {Head} FROM instances i WHERE i.id = $1", ReadHead, id))
        ?? throw new InvalidOperationException($"Instance {id} does not exist.");

    public InstanceStandDto Stand(string id, Call call)
    {
        var head = Get(id);
        return new InstanceStandDto(head.Id, head.Status, head.SubStatus, Stage(head, call));
    }

    public InstanceState State(InstanceHead head) => database.Read(session => session.Find(
        "SELECT state FROM instances WHERE id = $1", r => StateJson.Read((byte[])r.GetValue(0), definitions.Graph(head.VersionId)), head.Id))!;

    /// <summary>May the caller read what the instance holds, and not only where it stands?</summary>
    public bool MayReadVariables(InstanceHead head, Call call) =>
        call.Asker.SeesAll || head.Owner == call.Asker.Id || IsTeam(head, call) || Manages(head, call);

    /// <summary>May the caller steer it: the deal's owner, whoever manages him, the administration?</summary>
    public bool MaySteer(InstanceHead head, Call call) =>
        call.Actor.IsAdmin || head.Owner == call.Asker.Id || Manages(head, call) || head.StartedBy == call.Asker.Id;

    /// <summary>May the caller tell it something: everybody around the deal, and programs that connect systems?</summary>
    public bool MaySignal(InstanceHead head, Call call) => MaySteer(head, call) || IsTeam(head, call) || call.Actor.Groups.Contains("integrator");

    private bool Manages(InstanceHead head, Call call) =>
        new[] { head.Owner, head.Team }.OfType<string>().Any(id => call.Actor.IsManagerOf(rules.Directory, id));

    private static bool IsTeam(InstanceHead head, Call call) => head.Team is not null && call.Actor.Groups.Contains(head.Team);

    private List<InstanceSummary> Children(string id, Call call)
    {
        var sql = new SqlQuery($"SELECT {Head} FROM instances i");
        sql.Where($"i.parent_id = {sql.Bind(id)}").VisibleInstances(call.Asker).Then("ORDER BY i.created_at, i.id LIMIT 200");
        return [.. database.Read(session => sql.Run(session, ReadHead)).Select(child => Summary(child, call))];
    }

    private InstanceSummary Summary(InstanceHead head, Call call)
    {
        var definition = definitions.Graph(head.VersionId).Definition;
        return new InstanceSummary
        {
            Id = head.Id,
            Definition = new DefinitionReferenceDto(definition.DefinitionId, definition.Version, definition.Name),
            BusinessKey = head.BusinessKey,
            CorrelationId = head.CorrelationId,
            Name = head.Name,
            Status = head.Status,
            SubStatus = head.SubStatus,
            Outcome = head.Outcome,
            Stage = Stage(head, call),
            Owner = head.Owner,
            Team = head.Team,
            ParentId = head.ParentId,
            RootId = head.RootId,
            CreatedAt = head.CreatedAt,
            UpdatedAt = head.UpdatedAt,
            FinishedAt = head.FinishedAt,
        };
    }

    private StageDto? Stage(InstanceHead head, Call call)
    {
        var definition = definitions.Graph(head.CurrentVersionId ?? head.VersionId).Definition;
        return StageTitle.IdOf(definition) is { } id ? new StageDto(id, StageTitle.Of(definition)?.For(call.Language) ?? id) : null;
    }

    private static InstanceHead ReadHead(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.Text(3), r.Text(4), r.Text(5), r.Text(6), r.Text(7), r.Text(8), r.GetString(9), r.GetString(10), r.Text(11),
        r.Time(12), r.Time(13), r.OptionalTime(14), r.Text(15), r.Text(16));
}
