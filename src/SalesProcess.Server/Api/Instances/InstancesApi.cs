using System.Text;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Replay;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Diagrams;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Instances: starting, looking, steering.</summary>
internal static class InstancesApi
{
    private const int MaxKey = 200;

    public static void MapInstances(this RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Instances");
        instances.MapPost("", StartAsync)
            .Describe("startInstance", "Starts an instance. The answer has its open tasks; everything that follows from the start is committed before it.")
            .Body<StartInstanceDto>().Answers<InstanceDetail>(StatusCodes.Status201Created).Remakes(StartedAsync)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.BusinessKeyInUse, RefusalCodes.InstanceRunning, RefusalCodes.FormInvalid);
        instances.MapGet("", (Call call, InstanceReads reads) => reads.List(call))
            .Describe("listInstances", "Lists the instances that the caller sees, the latest first.")
            .Answers<InstancePage>().Takes(InstanceReads.ListParameters).Refuses(RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        instances.MapGet("/{id}", (string id, Call call, InstanceReads reads) => Seen(id, call, reads, head => Reply.Ok(reads.Detail(head, call), ApiJson.Shared.InstanceDetail)))
            .Describe("getInstance", "An instance with its children, open tasks and incidents.")
            .Answers<InstanceDetail>().Refuses(RefusalCodes.NotFound);
        instances.MapGet("/{id}/journal", (string id, Call call, InstanceReads reads, JournalReads journal) => Seen(id, call, reads, head => journal.List(head, call)))
            .Describe("getJournal", "What has happened in an instance, in order.")
            .Answers<JournalPage>().Takes(JournalReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        instances.MapGet("/{id}/variables", (string id, Call call, InstanceReads reads) => Seen(id, call, reads, head => Variables(head, call, reads)))
            .Describe("getVariables", "What an instance holds. For the deal's owner, his team and managers, and auditors. Secret fields of forms never enter it.")
            .Answers<VariablesDto>().Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
        instances.MapGet("/{id}/replay", (string id, Call call, InstanceReads reads, InstanceReplay replay, Database database) => Seen(id, call, reads, head => Replay(head, call, replay, database)))
            .Describe("replayInstance", "Computes an instance again from its journal and compares it with what is recorded. For auditors and administrators.")
            .Answers<ReplayDto>().Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
        instances.MapGet("/{id}/diagram.svg", (string id, Call call, InstanceReads reads, DefinitionService definitions) =>
                Seen(id, call, reads, head => Picture(reads.State(head), definitions.Graph(head.VersionId))))
            .Describe("getDiagram", "The definition as a picture, with where the instance stands.")
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml").Refuses(RefusalCodes.NotFound);
        instances.MapPost("/{id}/cancel", CancelAsync)
            .Describe("cancelInstance", "Cancels an instance with its children and open tasks.")
            .Body<CancelInstanceDto>(optional: true).Answers<InstanceDetail>().Remakes(ChangedAsync)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.ProcessEnded);
        instances.MapPost("/{id}/retry", RetryAsync)
            .Describe("retryInstance", "Runs the faulted activities of an instance again.")
            .Answers<InstanceDetail>().Remakes(ChangedAsync)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.ProcessEnded);
        instances.MapPost("/{id}/events/{name}", PublishAsync)
            .Describe("publishEvent", "Publishes an event to an instance and to those below it.")
            .Body<PublishEventDto>(optional: true).Answers<InstanceDetail>().Remakes(ChangedAsync)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
    }

    private static async Task<Reply> StartAsync(Call call, WorkflowService workflows)
    {
        if (!call.TryRead(
            f => new StartInstance(f.Text("definition", required: true)!, f.Whole("version", 1), f.Text("businessKey", max: MaxKey), f.Text("correlationId", max: MaxKey), f.Map("input")),
            required: true, out var command, out var refusal))
        {
            return Reply.Of(refusal);
        }

        // A blank key is no key.
        var answer = await workflows.StartAsync(command with { BusinessKey = string.IsNullOrWhiteSpace(command.BusinessKey) ? null : command.BusinessKey }, call.Caller, call.Aborted);
        return answer is Answer.Accepted accepted ? await StartedAsync(call, accepted.Id) : Reply.Of(((Answer.Refused)answer).Refusal);
    }

    private static Task<Reply> CancelAsync(string id, Call call, InstanceReads reads, WorkflowService workflows) =>
        call.TryRead(f => new CancelInstanceDto(f.Text("reason")), required: false, out var command, out var refusal)
            ? SteerAsync(id, call, reads, reads.MaySteer, "cancel", () => workflows.CancelAsync(id, command.Reason, call.Caller, call.Aborted))
            : Task.FromResult(Reply.Of(refusal));

    private static Task<Reply> RetryAsync(string id, Call call, InstanceReads reads, WorkflowService workflows) =>
        call.TryRead(_ => id, required: false, out _, out var refusal)
            ? SteerAsync(id, call, reads, reads.MaySteer, "retry", () => workflows.RetryAsync(id, call.Caller, call.Aborted))
            : Task.FromResult(Reply.Of(refusal));

    private static Task<Reply> PublishAsync(string id, string name, Call call, InstanceReads reads, WorkflowService workflows) =>
        call.TryRead(f => new PublishEventDto(new Plain(f.Value("payload"))), required: false, out var command, out var refusal)
            ? SteerAsync(id, call, reads, reads.MaySignal, "send events to", () => workflows.PublishEventAsync(id, name, command.Payload!.Value, call.Caller, call.Aborted))
            : Task.FromResult(Reply.Of(refusal));

    private static async Task<Reply> SteerAsync(
        string id, Call call, InstanceReads reads, Func<InstanceHead, Call, bool> may, string verb, Func<Task<Answer>> act)
    {
        if (reads.Find(id, call) is not { } head)
        {
            return Reply.Of(Refused.NotFound());
        }

        if (!may(head, call))
        {
            return Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not {verb} this instance. Its owner ({head.Owner ?? "nobody"}), his managers and administrators may."));
        }

        return await act() is Answer.Refused refused ? Reply.Of(refused.Refusal) : await ChangedAsync(call, id);
    }

    private static Reply Seen(string id, Call call, InstanceReads reads, Func<InstanceHead, Reply> view) =>
        reads.Find(id, call) is { } head ? view(head) : Reply.Of(Refused.NotFound());

    private static Reply Variables(InstanceHead head, Call call, InstanceReads reads)
    {
        if (!reads.MayReadVariables(head, call))
        {
            return Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not read the variables of this instance. Its owner, his team and managers, and auditors may."));
        }

        var state = reads.State(head);
        var variables = state.Records.SelectMany(record => (record.Variables ?? []).Select(v => new VariableDto(v.Key, new Plain(v.Value), record.Activity.Id)));
        return Reply.Ok(new VariablesDto([.. variables], new Plain(state.Input), new Plain(state.Output)), ApiJson.Shared.VariablesDto);
    }

    private static Reply Replay(InstanceHead head, Call call, InstanceReplay replay, Database database)
    {
        if (!call.Asker.SeesAll)
        {
            return Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not compute this instance again. Auditors and administrators may."));
        }

        var report = database.Read(session => replay.Run(session, head.Id))!;
        return Reply.Ok(ReplayDto.Of(report), ApiJson.Shared.ReplayDto);
    }

    private static Reply Picture(InstanceState state, Engine.Definitions.WorkflowGraph graph)
    {
        var records = state.Records.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var active = state.Bookmarks.Select(b => records[b.RecordId].Activity.NodeId).Concat(state.Incidents.Select(i => i.NodeId)).ToHashSet(StringComparer.Ordinal);
        return new Reply { Status = StatusCodes.Status200OK, ContentType = "image/svg+xml; charset=utf-8", Body = Encoding.UTF8.GetBytes(DiagramSvg.Draw(graph, active)) };
    }

    private static Task<Reply> StartedAsync(Call call, string id)
    {
        var reads = call.Http.RequestServices.GetRequiredService<InstanceReads>();
        return Task.FromResult(Reply.Created(reads.Detail(reads.Get(id), call), ApiJson.Shared.InstanceDetail, $"/api/v1/instances/{id}"));
    }

    private static Task<Reply> ChangedAsync(Call call, string id)
    {
        var reads = call.Http.RequestServices.GetRequiredService<InstanceReads>();
        return Task.FromResult(Reply.Ok(reads.Detail(reads.Get(id), call), ApiJson.Shared.InstanceDetail));
    }
}
