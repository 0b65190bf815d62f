using System.Text.Json;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The commands of Elsa's contract. What ends a task is answered by 202, as Elsa does; it is committed before the answer all the same.</summary>
internal static class ElsaCommands
{
    public static void MapElsaCommands(this RouteGroupBuilder tasks)
    {
        tasks.MapPost("/{id}/claim", ClaimAsync).Repeats(ChangedAsync);
        tasks.MapPost("/{id}/release", ReleaseAsync).Repeats(ChangedAsync);
        tasks.MapPost("/{id}/assign", AssignAsync).Repeats(ChangedAsync);
        tasks.MapPatch("/{id}", ChangeAsync).Repeats(ChangedAsync);
        tasks.MapPost("/{id}/complete", CompleteAsync).Repeats(EndedAsync);
        tasks.MapPost("/{id}/cancel", CancelAsync).Repeats(EndedAsync);
    }

    private static void Repeats(this RouteHandlerBuilder endpoint, Func<Call, string, Task<Reply>> answer) => endpoint.WithMetadata(new Repeatable()).Remakes(answer);

    private static Task<Reply> ClaimAsync(string id, Call call, TaskService tasks) =>
        ActAsync(call, revision => tasks.ClaimAsync(id, revision, call.Caller, call.Aborted));

    private static Task<Reply> ReleaseAsync(string id, Call call, TaskService tasks) =>
        ActAsync(call, revision => tasks.ReleaseAsync(id, revision, call.Caller, call.Aborted));

    private static async Task<Reply> AssignAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new Assignment(Revision(f), f.Map("assignee").GetValueOrDefault("id") as string ?? "", f.Text("operationId"), f.Text("reason")), required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await tasks.AssignAsync(id, command.To, command.Revision, call.Caller, call.Aborted), ChangedAsync)
            : Reply.Of(refusal);

    private static async Task<Reply> ChangeAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(ReadChange, required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await tasks.ChangeAsync(id, command.Change, command.Revision, call.Caller, call.Aborted), ChangedAsync)
            : Reply.Of(refusal);

    private static async Task<Reply> CompleteAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new Completion(Revision(f), f.Text("actionKey", required: true)!, f.Value("data"), f.Text("operationId", required: true)), required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(
                call, TaskAnswers.InTheBody(await tasks.CompleteAsync(id, command.Action, command.Data, null, command.Revision, call.Caller, call.Aborted)), EndedAsync)
            : Reply.Of(refusal);

    private static async Task<Reply> CancelAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new Cancellation(Revision(f), f.Text("reason"), f.Text("operationId", required: true)), required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await tasks.SkipAsync(id, command.Reason, command.Revision, call.Caller, call.Aborted), EndedAsync)
            : Reply.Of(refusal);

    private static async Task<Reply> ActAsync(Call call, Func<Revisions?, Task<Answer>> act) =>
        call.TryRead(f => new Mutation(Revision(f), f.Text("operationId"), f.Text("reason")), required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await act(command.Revision), ChangedAsync)
            : Reply.Of(refusal);

    private static Task<Reply> ChangedAsync(Call call, string id) => Task.FromResult(Done(call, id, StatusCodes.Status200OK, "completed"));

    private static Task<Reply> EndedAsync(Call call, string id) => Task.FromResult(Done(call, id, StatusCodes.Status202Accepted, "accepted"));

    private static Reply Done(Call call, string id, int status, string word)
    {
        var services = call.Http.RequestServices;
        var task = services.GetRequiredService<TaskReads>().Find(id)!;
        var answer = new ElsaOperation(call.Caller.IdempotencyKey, word, task.Revision, services.GetRequiredService<ElsaTaskViews>().Summary(task, call));
        return new Reply { Status = status, Body = JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Shared.ElsaOperation), ETag = TaskViews.ETag(task) };
    }

    private static Revisions? Revision(BodyFields fields) => fields.Whole("expectedRevision", min: 0) is { } revision ? new Revisions(revision) : null;

    // A member that is there with null clears; one that is not there stays as it is.
    private static Scheduling ReadChange(BodyFields fields) => new(
        Revision(fields),
        new TaskChange
        {
            Priority = fields.Has("priority") && fields.Whole("priority", min: 0) is { } priority ? new Given<int>(priority) : null,
            DueAt = fields.Has("dueAt") ? new Given<DateTimeOffset?>(fields.Time("dueAt")) : null,
        },
        fields.Text("operationId"));

    private sealed record Mutation(Revisions? Revision, string? OperationId, string? Reason);

    private sealed record Assignment(Revisions? Revision, string To, string? OperationId, string? Reason);

    private sealed record Scheduling(Revisions? Revision, TaskChange Change, string? OperationId);

    private sealed record Completion(Revisions? Revision, string Action, object? Data, string? OperationId);

    private sealed record Cancellation(Revisions? Revision, string? Reason, string? OperationId);
}
