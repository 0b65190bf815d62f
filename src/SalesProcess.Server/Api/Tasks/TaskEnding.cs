using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What ends a task: completing it, skipping it, with what comes next in the answer; and taking that back.</summary>
internal static class TaskEnding
{
    public static void MapEnding(this RouteGroupBuilder tasks)
    {
        tasks.MapPost("/{id}/complete", CompleteAsync)
            .Describe("completeTask", "Completes a task. What follows from it is committed before the answer: its instance's state and the next tasks.")
            .Body<CompleteTaskDto>().Answers<CompletedDto>().TakesIfMatch().TakesPrefer().Remakes(EndedAsync)
            .Refuses([.. TaskAnswers.VerbCodes, RefusalCodes.ActionUnknown, RefusalCodes.FormInvalid, RefusalCodes.FormUnavailable, RefusalCodes.ProcessEnded]);
        tasks.MapPost("/{id}/skip", SkipAsync)
            .Describe("skipTask", "Passes a task over, with a reason, where its definition names the outcome for that.")
            .Body<SkipTaskDto>().Answers<CompletedDto>().TakesIfMatch().TakesPrefer().Remakes(EndedAsync)
            .Refuses([.. TaskAnswers.VerbCodes, RefusalCodes.TaskNotSkippable, RefusalCodes.ReasonRequired, RefusalCodes.ProcessEnded]);
        tasks.MapVerb("recall", "recallTask", "Takes back a decision, as long as nothing followed from it that was touched or left the instance.", RecallAsync)
            .Refuses(RefusalCodes.RecallWindowClosed);
    }

    public static Task<Reply> RecallAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.RecallAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static async Task<Reply> CompleteAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new CompleteTaskDto(f.Text("action") ?? "", new Plain(f.Value("data")), f.Text("comment")), required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(
                call, TaskAnswers.InTheBody(await tasks.CompleteAsync(id, command.Action, command.Data!.Value, command.Comment, call.IfMatch(), call.Caller, call.Aborted)), EndedAsync)
            : Reply.Of(refusal);

    public static async Task<Reply> SkipAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new SkipTaskDto(f.Text("reason") ?? ""), required: true, out var command, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await tasks.SkipAsync(id, command.Reason, call.IfMatch(), call.Caller, call.Aborted), EndedAsync)
            : Reply.Of(refusal);

    private static Task<Reply> EndedAsync(Call call, string id)
    {
        var services = call.Http.RequestServices;
        var reads = services.GetRequiredService<TaskReads>();
        var task = reads.Find(id)!;
        if (call.WantsNoBody)
        {
            return Task.FromResult(Reply.Minimal(TaskViews.ETag(task)));
        }

        var body = new CompletedDto(
            services.GetRequiredService<TaskViews>().Summary(task, call),
            services.GetRequiredService<InstanceReads>().Stand(task.InstanceId, call),
            reads.OpenOfRoot(task.RootId, call));
        return Task.FromResult(Reply.Ok(body, ApiJson.Shared.CompletedDto, TaskViews.ETag(task)));
    }
}
