using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>User tasks: finding them, taking them, passing them on, completing them.</summary>
internal static class TasksApi
{
    private static readonly string[] VerbCodes =
    [
        RefusalCodes.NotFound, RefusalCodes.TaskNotClaimable, RefusalCodes.TaskNotOwned, RefusalCodes.TaskSuspended, RefusalCodes.TaskCompleted, RefusalCodes.TaskCancelled,
        RefusalCodes.QuorumAlreadyDecided, RefusalCodes.ExcludedBySeparationOfDuties, RefusalCodes.PreconditionFailed,
    ];

    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("", (Call call, TaskReads reads) => reads.List(call))
            .Describe("listTasks", "Lists tasks: an inbox by box, filter and order.")
            .Answers<TaskPage>().Takes(TaskReads.ListParameters).Refuses(RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        tasks.MapGet("/{id}", Get)
            .Describe("getTask", "A task with its form. The ETag is its revision.")
            .Answers<TaskDetail>().Refuses(RefusalCodes.NotFound);
        Verb(tasks, "claim", "claimTask", "Takes a task. By its owner again: nothing changes.", ClaimAsync).Refuses(RefusalCodes.TaskAlreadyClaimed);
        Verb(tasks, "release", "releaseTask", "Gives a task back to its candidates.", ReleaseAsync);
        Verb(tasks, "delegate", "delegateTask", "Lets somebody else do a task on the owner's behalf.", DelegateAsync)
            .Body<DelegateTaskDto>().Refuses(RefusalCodes.DelegateNotAllowed);
        Verb(tasks, "forward", "forwardTask", "Hands a task over, to a person or to a group.", ForwardAsync)
            .Body<ForwardTaskDto>().Refuses(RefusalCodes.DelegateNotAllowed);
        Verb(tasks, "suspend", "suspendTask", "Puts a task aside, until a time or until it is resumed.", SuspendAsync)
            .Body<SuspendTaskDto>(optional: true).Refuses(RefusalCodes.DueInPast);
        Verb(tasks, "resume", "resumeTask", "Takes up a task that was put aside.", ResumeAsync);
        Verb(tasks, "escalate", "escalateTask", "Raises the priority and adds the next manager as a candidate.", EscalateAsync);
        tasks.MapPost("/{id}/complete", CompleteAsync)
            .Describe("completeTask", "Completes a task. What follows from it is committed before the answer: its instance's state and the next tasks.")
            .Body<CompleteTaskDto>().Answers<CompletedDto>().TakesIfMatch().Remakes(CompletedAsync)
            .Refuses([.. VerbCodes, RefusalCodes.ActionUnknown, RefusalCodes.FormInvalid, RefusalCodes.FormUnavailable, RefusalCodes.ProcessEnded]);
    }

    private static RouteHandlerBuilder Verb(RouteGroupBuilder tasks, string verb, string id, string summary, Delegate handler) => tasks
        .MapPost($"/{{id}}/{verb}", handler)
        .Describe(id, summary).Answers<TaskDetail>().TakesIfMatch().Remakes(ChangedAsync).Refuses(VerbCodes);

    private static Reply Get(string id, Call call, TaskReads reads, TaskViews views) => reads.Find(id, call) is { } task
        ? Reply.Ok(views.Detail(task, call), ApiJson.Shared.TaskDetail, TaskViews.ETag(task))
        : Reply.Of(Refused.NotFound());

    private static Task<Reply> ClaimAsync(string id, Call call, TaskService tasks) =>
        WithoutBodyAsync(id, call, () => tasks.ClaimAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    private static Task<Reply> ReleaseAsync(string id, Call call, TaskService tasks) =>
        WithoutBodyAsync(id, call, () => tasks.ReleaseAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    private static Task<Reply> ResumeAsync(string id, Call call, TaskService tasks) =>
        WithoutBodyAsync(id, call, () => tasks.ResumeAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    private static Task<Reply> EscalateAsync(string id, Call call, TaskService tasks) =>
        WithoutBodyAsync(id, call, () => tasks.EscalateAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    private static async Task<Reply> DelegateAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new DelegateTaskDto(f.Text("to", required: true)!), required: true, out var command, out var refusal)
            ? await AnswerAsync(call, await tasks.DelegateAsync(id, command.To, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);

    private static async Task<Reply> ForwardAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new ForwardTaskDto(f.Text("toUser"), f.Text("toGroup")), required: true, out var command, out var refusal)
            ? await AnswerAsync(call, await tasks.ForwardAsync(id, command.ToUser, command.ToGroup, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);

    private static async Task<Reply> SuspendAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new SuspendTaskDto(f.Time("until")), required: false, out var command, out var refusal)
            ? await AnswerAsync(call, await tasks.SuspendAsync(id, command.Until, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);

    private static async Task<Reply> CompleteAsync(string id, Call call, TaskService tasks)
    {
        if (!call.TryRead(f => new CompleteTaskDto(f.Text("action") ?? "", new Plain(f.Value("data")), f.Text("comment")), required: true, out var command, out var refusal))
        {
            return Reply.Of(refusal);
        }

        var answer = await tasks.CompleteAsync(id, command.Action, command.Data!.Value, command.Comment, call.IfMatch(), call.Caller, call.Aborted);
        return answer is Answer.Accepted accepted ? await CompletedAsync(call, accepted.Id) : Reply.Of(OnTheWire(((Answer.Refused)answer).Refusal));
    }

    private static async Task<Reply> WithoutBodyAsync(string id, Call call, Func<Task<Answer>> act) =>
        call.TryRead(_ => id, required: false, out _, out var refusal) ? await AnswerAsync(call, await act()) : Reply.Of(refusal);

    private static Task<Reply> AnswerAsync(Call call, Answer answer) =>
        answer is Answer.Accepted accepted ? ChangedAsync(call, accepted.Id) : Task.FromResult(Reply.Of(OnTheWire(((Answer.Refused)answer).Refusal)));

    // Whoever has just passed a task on is answered too, even if it is not his any more.
    private static Task<Reply> ChangedAsync(Call call, string id)
    {
        var services = call.Http.RequestServices;
        var task = services.GetRequiredService<TaskReads>().Find(id)!;
        return Task.FromResult(Reply.Ok(services.GetRequiredService<TaskViews>().Detail(task, call), ApiJson.Shared.TaskDetail, TaskViews.ETag(task)));
    }

    private static Task<Reply> CompletedAsync(Call call, string id)
    {
        var services = call.Http.RequestServices;
        var reads = services.GetRequiredService<TaskReads>();
        var task = reads.Find(id)!;
        var body = new CompletedDto(
            services.GetRequiredService<TaskViews>().Summary(task, call),
            services.GetRequiredService<InstanceReads>().Stand(task.InstanceId, call),
            reads.OpenOfRoot(task.RootId, call));
        return Task.FromResult(Reply.Ok(body, ApiJson.Shared.CompletedDto, TaskViews.ETag(task)));
    }

    // The rules know the data; the wire knows the body it stands in. A missing task and an unseen one are the same to the byte, whatever id was asked for.
    private static Refusal OnTheWire(Refusal refusal) => refusal.Code switch
    {
        RefusalCodes.NotFound => Refused.NotFound(),
        RefusalCodes.FormInvalid => refusal with { Errors = [.. (refusal.Errors ?? []).Select(e => e with { Pointer = $"/data{e.Pointer}" })] },
        _ => refusal,
    };
}
