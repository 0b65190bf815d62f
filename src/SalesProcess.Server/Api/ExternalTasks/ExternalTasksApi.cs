using SalesProcess.Runtime.ExternalTasks;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Work for programs: what instances ask for (<c>Elsa.RunTask</c>), and Elsa's own address for the answer.</summary>
internal static class ExternalTasksApi
{
    private const string Integrators = "integrator";

    public static IServiceCollection AddExternalTasks(this IServiceCollection services) => services.AddSingleton<ExternalTaskReads>();

    public static void MapExternalTasks(this IEndpointRouteBuilder routes, RouteGroupBuilder api)
    {
        api.MapGroup("/external-tasks").WithTags("External tasks").MapGet("", (Call call, ExternalTaskReads reads) =>
                call.Asker.SeesAll ? reads.List(call) : Forbidden(call, "see") ?? reads.List(call))
            .Describe("listExternalTasks", "What instances ask of programs outside (the activity RunTask) and wait for, the oldest first. For members of `integrator`, administrators and auditors.")
            .Answers<ExternalTaskPage>().Takes(ExternalTaskReads.Parameters).Refuses(RefusalCodes.PermissionMissing, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        routes.MapGroup("/elsa/api/tasks").AddEndpointFilter<Entry>().WithTags("External tasks").MapPost("/{taskId}/complete", CompleteAsync)
            .Describe(
                "completeExternalTask",
                "A program's answer to what an instance asked of it, at Elsa's own address; 200 without a body, as there. What follows is committed before the answer. The same answer again is answered the same; another one is refused.")
            .Body<CompleteExternalTaskDto>(optional: true).Produces(StatusCodes.Status200OK).Remakes((_, _) => Task.FromResult(Done()))
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.TaskCompleted, RefusalCodes.TaskCancelled, RefusalCodes.ProcessEnded);
    }

    private static async Task<Reply> CompleteAsync(string taskId, Call call, ExternalTaskService tasks)
    {
        if (Forbidden(call, "answer") is { } forbidden)
        {
            return forbidden;
        }

        return call.TryRead(f => new CompleteExternalTaskDto(new Plain(f.Value("result"))), required: false, out var answer, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await tasks.CompleteAsync(taskId, answer.Result!.Value, call.Caller, call.Aborted), (_, _) => Task.FromResult(Done()))
            : Reply.Of(refusal);
    }

    private static Reply Done() => new() { Status = StatusCodes.Status200OK };

    private static Reply? Forbidden(Call call, string verb) => call.Actor.IsAdmin || call.Actor.Groups.Contains(Integrators)
        ? null
        : Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not {verb} external tasks. Members of '{Integrators}' and '{Actor.AdminGroup}' may."));
}
