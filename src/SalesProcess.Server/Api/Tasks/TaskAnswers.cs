using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>How the verbs of a task are mapped and answered, the same for all of them.</summary>
internal static class TaskAnswers
{
    public static readonly string[] VerbCodes =
    [
        RefusalCodes.NotFound, RefusalCodes.TaskNotClaimable, RefusalCodes.TaskNotOwned, RefusalCodes.TaskSuspended, RefusalCodes.TaskCompleted, RefusalCodes.TaskCancelled,
        RefusalCodes.QuorumAlreadyDecided, RefusalCodes.AlreadyVoted, RefusalCodes.ExcludedBySeparationOfDuties, RefusalCodes.PreconditionFailed,
    ];

    public static RouteHandlerBuilder MapVerb(this RouteGroupBuilder tasks, string verb, string id, string summary, Delegate handler) => tasks
        .MapPost($"/{{id}}/{verb}", handler)
        .Describe(id, summary).Answers<TaskDetail>().TakesIfMatch().TakesPrefer().Remakes(ChangedAsync).Refuses(VerbCodes);

    public static async Task<Reply> WithoutBodyAsync(string id, Call call, Func<Task<Answer>> act) =>
        call.TryRead(_ => id, required: false, out _, out var refusal) ? await ChangedAsync(call, await act()) : Reply.Of(refusal);

    public static Task<Reply> ChangedAsync(Call call, Answer answer) => AnswerAsync(call, answer, ChangedAsync);

    public static Task<Reply> AnswerAsync(Call call, Answer answer, Func<Call, string, Task<Reply>> accepted) =>
        answer is Answer.Accepted { Id: var id } ? accepted(call, id) : Task.FromResult(Reply.Of(OnTheWire(((Answer.Refused)answer).Refusal)));

    // Whoever has just passed a task on is answered too, even if it is not his any more.
    public static Task<Reply> ChangedAsync(Call call, string id)
    {
        var services = call.Http.RequestServices;
        var task = services.GetRequiredService<TaskReads>().Find(id)!;
        return Task.FromResult(call.WantsNoBody
            ? Reply.Minimal(TaskViews.ETag(task))
            : Reply.Ok(services.GetRequiredService<TaskViews>().Detail(task, call), ApiJson.Shared.TaskDetail, TaskViews.ETag(task)));
    }

    // The rules know the data; the wire knows the body it stands in. A missing task and an unseen one are the same to the byte, whatever id was asked for.
    public static Refusal OnTheWire(Refusal refusal) => refusal.Code == RefusalCodes.NotFound ? Refused.NotFound() : refusal;

    // The rules know the data; the body has it under a name.
    public static Answer InTheBody(Answer answer) => answer is Answer.Refused { Refusal: { Code: RefusalCodes.FormInvalid } refusal }
        ? new Answer.Refused(refusal with { Errors = [.. (refusal.Errors ?? []).Select(e => e with { Pointer = $"/data{e.Pointer}" })] })
        : answer;
}
