using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Giving a task to somebody else, and getting it back.</summary>
internal static class TaskPassing
{
    public static void MapPassing(this RouteGroupBuilder tasks)
    {
        tasks.MapVerb("delegate", "delegateTask", "Lets somebody else do a task on the owner's behalf.", DelegateAsync)
            .Body<DelegateTaskDto>().Refuses(RefusalCodes.DelegateNotAllowed);
        tasks.MapVerb("resolve", "resolveTask", "Hands a delegated task back to the person for whom it was to be done.", ResolveAsync)
            .Refuses(RefusalCodes.TaskNotDelegated, RefusalCodes.DelegateNotAllowed);
        tasks.MapVerb("forward", "forwardTask", "Hands a task over, to a person or to a group.", ForwardAsync)
            .Body<ForwardTaskDto>().Refuses(RefusalCodes.DelegateNotAllowed);
        tasks.MapVerb("assign", "assignTask", "A manager gives a task to somebody, whoever has it now. Its candidates stay.", AssignAsync)
            .Body<AssignTaskDto>().Refuses(RefusalCodes.DelegateNotAllowed, RefusalCodes.PermissionMissing);
    }

    public static Task<Reply> ResolveAsync(string id, Call call, TaskService tasks) =>
        TaskAnswers.WithoutBodyAsync(id, call, () => tasks.ResolveAsync(id, call.IfMatch(), call.Caller, call.Aborted));

    public static async Task<Reply> DelegateAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new DelegateTaskDto(f.Text("to", required: true)!), required: true, out var command, out var refusal)
            ? await TaskAnswers.ChangedAsync(call, await tasks.DelegateAsync(id, command.To, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);

    public static async Task<Reply> AssignAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new AssignTaskDto(f.Text("to", required: true)!), required: true, out var command, out var refusal)
            ? await TaskAnswers.ChangedAsync(call, await tasks.AssignAsync(id, command.To, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);

    public static async Task<Reply> ForwardAsync(string id, Call call, TaskService tasks) =>
        call.TryRead(f => new ForwardTaskDto(f.Text("toUser"), f.Text("toGroup")), required: true, out var command, out var refusal)
            ? await TaskAnswers.ChangedAsync(call, await tasks.ForwardAsync(id, command.ToUser, command.ToGroup, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);
}
