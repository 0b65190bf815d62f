using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Taking a task, working on it, putting it aside, calling for help.</summary>
internal static class TaskVerbs
{
    public static void MapVerbs(this RouteGroupBuilder tasks)
    {
        tasks.MapVerb("claim", "claimTask", "Takes a task. By its owner again: nothing changes.", ClaimAsync).Refuses(RefusalCodes.TaskAlreadyClaimed);
        tasks.MapVerb("release", "releaseTask", "Gives a task back to its candidates.", ReleaseAsync);
        tasks.MapVerb("start", "startTask", "Begins to work on a task, and claims it first if nobody has.", StartAsync);
        tasks.MapVerb("stop", "stopTask", "Lays a task down that was started; it stays with its assignee.", StopAsync);
        tasks.MapVerb("suspend", "suspendTask", "Puts a task aside, until a time or until it is resumed. While the customer is waited for, its clock stands still.", SuspendAsync)
            .Body<SuspendTaskDto>(optional: true).Refuses(RefusalCodes.DueInPast, RefusalCodes.FormInvalid);
        tasks.MapVerb("resume", "resumeTask", "Takes up a task that was put aside.", ResumeAsync);
        tasks.MapVerb("escalate", "escalateTask", "Raises the priority and adds the next manager as a candidate.", EscalateAsync);
    }

    public static Task<Reply> ClaimAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.ClaimAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static Task<Reply> ReleaseAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.ReleaseAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static Task<Reply> StartAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.StartAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static Task<Reply> StopAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.StopAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static Task<Reply> ResumeAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.ResumeAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static Task<Reply> EscalateAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.EscalateAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static async Task<Reply> SuspendAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new SuspendTaskDto(f.Time("until"), f.Text("reason")), required: false, out var command, out var refusal)
            ? await TaskAnswers.ChangedAsync(call, await tasks.SuspendAsync(id, command.Until, command.Reason, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);
}
