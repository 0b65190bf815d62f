using System.Globalization;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Diagrams;

namespace SalesProcess.Server.Api;

/// <summary>The body of a start.</summary>
/// <param name="Definition">The definition's id, for example <c>sales-process</c>.</param>
/// <param name="Version">A published version; the latest published one if absent.</param>
/// <param name="BusinessKey">Your own number of the deal; unique among the running instances of a definition.</param>
/// <param name="CorrelationId">Found again by events of that correlation.</param>
/// <param name="Input">The definition's inputs; for <c>sales-process</c> the lead.</param>
public sealed record StartRequest(string Definition, int? Version, string? BusinessKey, string? CorrelationId, Dictionary<string, object?>? Input);

/// <summary>Why.</summary>
public sealed record ReasonRequest(string? Reason);

/// <summary>The payload of an event.</summary>
public sealed record EventRequest(object? Payload);

/// <summary>Instances: start them, see where they stand, cancel, retry, send events.</summary>
internal static class InstancesApi
{
    private const int MaxName = 200;

    public static void MapInstances(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/instances").WithTags("Instances");
        group.MapPost("/", StartAsync).Accepts<StartRequest>("application/json").Produces<InstanceView>(201).WithName("startInstance");
        group.MapGet("/", List).Produces<Page<InstanceSummary>>().WithName("listInstances");
        group.MapGet("/{id}", Get).Produces<InstanceView>().WithName("getInstance");
        group.MapGet("/{id}/journal", Journal).Produces<Page<JournalView>>().WithName("getJournal");
        group.MapGet("/{id}/variables", Variables).Produces<Dictionary<string, object?>>().WithName("getVariables");
        group.MapGet("/{id}/diagram.svg", DiagramOf).Produces<string>(200, "image/svg+xml").WithName("getDiagram");
        group.MapPost("/{id}/cancel", CancelAsync).Accepts<ReasonRequest>("application/json").Produces<InstanceView>().WithName("cancelInstance");
        group.MapPost("/{id}/retry", RetryAsync).Produces<InstanceView>().WithName("retryInstance");
        group.MapPost("/{id}/events/{name}", PublishAsync).Accepts<EventRequest>("application/json").Produces<InstanceView>().WithName("sendEvent");
    }

    private static Task<IResult> StartAsync(HttpContext http, Idempotency idempotency, WorkflowService workflows, Projections projections, CompanyRules rules)
    {
        var viewer = Viewer.Of(http);
        return idempotency.RunAsync(
            http,
            async (body, caller) =>
            {
                var command = new StartInstance(
                    body.Text("definition", required: true, MaxName) ?? "",
                    body.Number("version"),
                    body.Text("businessKey", maxLength: MaxName),
                    body.Text("correlationId", maxLength: MaxName),
                    body.Object("input") ?? new Dictionary<string, object?>(StringComparer.Ordinal));
                if (body.Refusal() is { } refusal)
                {
                    return new Answer.Refused(refusal);
                }

                return Access.MayStart(caller.Actor) ? await workflows.StartAsync(command, caller, http.RequestAborted) : new Answer.Refused(Access.ReadsOnly(caller.Actor));
            },
            id => Task.FromResult(Answered.Json(201, projections.Whole(id, viewer), $"/api/v1/instances/{id}")));
    }

    private static IResult List(HttpContext http, Projections projections, Cursors cursors, Database database, CompanyRules rules)
    {
        var query = new QueryParameters(http.Request.Query);
        var status = query.OneOf("status", Enum.GetNames<WorkflowStatus>());
        var subStatus = query.OneOf("subStatus", Enum.GetNames<WorkflowSubStatus>());
        var (definition, businessKey, rootId, cursor) = (query.Text("definition"), query.Text("businessKey"), query.Text("rootId"), query.Text("cursor"));
        var limit = query.Limit();
        var filter = $"instances|{status}|{subStatus}|{definition}|{businessKey}|{rootId}";
        var (position, wrong) = cursors.Read(cursor, filter);
        if ((query.Refusal() ?? wrong) is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var viewer = Viewer.Of(http);
        var sql = Projections.Instances().And($"(1 = 1)");
        Equal(sql, "status", status);
        Equal(sql, "sub_status", subStatus);
        Equal(sql, "definition_id", definition);
        Equal(sql, "business_key", businessKey);
        Equal(sql, "root_id", rootId);
        if (position is not null)
        {
            sql.And($"(i.created_at, i.id) < ({position.Key}, {position.Id})");
        }

        viewer.Instances(sql);
        var rows = sql.Append(string.Create(CultureInfo.InvariantCulture, $"ORDER BY i.created_at DESC, i.id DESC LIMIT {limit + 1}")).Query(database, r => projections.Instance(r, viewer));
        var page = rows.Take(limit).ToList();
        return Results.Json(
            new Page<InstanceSummary>(page, rows.Count > limit ? cursors.Make(filter, new Cursors.Position(page[^1].CreatedAt.ToUnixTimeMilliseconds(), page[^1].Id)) : null),
            ApiJson.Options);

        static void Equal(Sql sql, string column, string? value)
        {
            switch (value is null ? null : column)
            {
                case "status": sql.And($"i.status = {value}"); break;
                case "sub_status": sql.And($"i.sub_status = {value}"); break;
                case "definition_id": sql.And($"i.definition_id = {value}"); break;
                case "business_key": sql.And($"i.business_key = {value}"); break;
                case "root_id": sql.And($"i.root_id = {value}"); break;
                default: break;
            }
        }
    }

    private static IResult Get(string id, HttpContext http, Projections projections, CompanyRules rules) => Access.Read(http, rules, projections, id, (_, viewer) => Results.Json(projections.Whole(id, viewer), ApiJson.Options));

    private static IResult Journal(string id, HttpContext http, Projections projections, Cursors cursors, Database database, CompanyRules rules) => Access.ReadData(http, rules, projections, id, query =>
    {
        var (position, wrong) = cursors.Read(query.Text("cursor"), $"journal|{id}");
        var limit = query.Limit();
        if ((query.Refusal() ?? wrong) is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var after = position?.Key ?? 0;
        var runs = database.Read(s => s.Query(
            "SELECT revision, actor, entries FROM journal WHERE instance_id = $1 ORDER BY revision",
            r => (Run: r.GetInt64(0), Actor: Projections.Text(r, 1), Entries: JournalJson.ReadEntries(r.GetString(2))),
            id));
        var entries = runs.SelectMany(run => run.Entries.Select(e => new JournalView(
            e.Sequence, e.At, e.Event, e.ActivityId, e.NodeId, e.ActivityType, e.RecordId, e.ParentRecordId, e.Outcomes, e.Inputs, e.Outputs, e.Message, run.Run, run.Actor)))
            .Where(e => e.Sequence > after).Take(limit + 1).ToList();
        var page = entries.Take(limit).ToList();
        return Results.Json(
            new Page<JournalView>(page, entries.Count > limit ? cursors.Make($"journal|{id}", new Cursors.Position(page[^1].Sequence, id)) : null), ApiJson.Options);
    });

    private static IResult Variables(string id, HttpContext http, Projections projections, Database database, DefinitionService definitions, CompanyRules rules) => Access.ReadData(http, rules, projections, id, query =>
    {
        if (query.Refusal() is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var state = State(id, database, definitions);
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in state.Records.SelectMany(r => r.Variables ?? []))
        {
            variables[name] = value;
        }

        return Results.Json(variables, ApiJson.Options);
    });

    private static IResult DiagramOf(string id, HttpContext http, Projections projections, Database database, DefinitionService definitions, CompanyRules rules) =>
        Access.Read(http, rules, projections, id, (_, _) =>
        {
            var state = State(id, database, definitions);
            var active = state.Records.Where(r => r.Status is ActivityStatus.Running or ActivityStatus.Faulted).Select(r => r.Activity.Id).ToHashSet(StringComparer.Ordinal);
            return Results.Text(DiagramSvg.Draw(definitions.Graph(state.DefinitionVersionId), active), "image/svg+xml; charset=utf-8");
        });

    private static Task<IResult> CancelAsync(string id, HttpContext http, Idempotency idempotency, WorkflowService workflows, Projections projections, CompanyRules rules) =>
        Command(id, http, idempotency, projections, rules, (body, caller) =>
        {
            var reason = body.Text("reason");
            return body.Refusal() is { } refusal ? Task.FromResult<Answer>(new Answer.Refused(refusal)) : workflows.CancelAsync(id, reason, caller, http.RequestAborted);
        });

    private static Task<IResult> RetryAsync(string id, HttpContext http, Idempotency idempotency, WorkflowService workflows, Projections projections, CompanyRules rules) =>
        Command(id, http, idempotency, projections, rules, (body, caller) =>
            body.Refusal() is { } refusal ? Task.FromResult<Answer>(new Answer.Refused(refusal)) : workflows.RetryAsync(id, caller, http.RequestAborted));

    private static Task<IResult> PublishAsync(string id, string name, HttpContext http, Idempotency idempotency, WorkflowService workflows, Projections projections, CompanyRules rules) =>
        Command(id, http, idempotency, projections, rules, (body, caller) =>
        {
            var payload = body.Value("payload");
            return body.Refusal() is { } refusal ? Task.FromResult<Answer>(new Answer.Refused(refusal)) : workflows.PublishEventAsync(id, name, payload, caller, http.RequestAborted);
        });

    private static Task<IResult> Command(
        string id, HttpContext http, Idempotency idempotency, Projections projections, CompanyRules rules, Func<RequestBody, Caller, Task<Answer>> run)
    {
        var viewer = Viewer.Of(http);
        return idempotency.RunAsync(
            http,
            async (body, caller) => Access.Steers(projections.FindInstance(id, viewer), viewer) is { } refusal ? new Answer.Refused(refusal) : await run(body, caller),
            found => Task.FromResult(Answered.Json(200, projections.Whole(found, viewer))));
    }

    private static Engine.Execution.InstanceState State(string id, Database database, DefinitionService definitions) => database.Read(s => s.Find(
        "SELECT version_id, state FROM instances WHERE id = $1", r => StateJson.Read((byte[])r.GetValue(1), definitions.Graph(r.GetString(0))), id))!;
}
