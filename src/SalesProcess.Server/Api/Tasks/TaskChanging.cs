using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Changing what is said about a task, by a JSON merge patch (RFC 7396).</summary>
internal static class TaskChanging
{
    private const int UsualPriority = 50;

    public static void MapChanging(this RouteGroupBuilder tasks) => tasks.MapPatch("/{id}", ChangeAsync)
        .Describe("changeTask", "Changes priority, dueAt, followUpAt and tags: only the members that are sent; null clears. If-Match is required.")
        .Accepts<ChangeTaskDto>("application/merge-patch+json", "application/json").Answers<TaskDetail>().TakesIfMatch().TakesPrefer().Remakes(TaskAnswers.ChangedAsync)
        .Refuses([.. TaskAnswers.VerbCodes, RefusalCodes.PreconditionRequired, RefusalCodes.PermissionMissing, RefusalCodes.DueInPast, RefusalCodes.FormInvalid]);

    public static async Task<Reply> ChangeAsync(string id, Call call, TaskService tasks)
    {
        if (call.IfMatchText is null)
        {
            return Reply.Of(new Refusal(RefusalCodes.PreconditionRequired, "Send the ETag of the task that you have read in If-Match, or * for any."));
        }

        return call.TryRead(Read, required: true, out var change, out var refusal)
            ? await TaskAnswers.ChangedAsync(call, await tasks.ChangeAsync(id, change, call.IfMatch(), call.Caller, call.Aborted))
            : Reply.Of(refusal);
    }

    private static TaskChange Read(BodyFields fields) => new()
    {
        Priority = fields.Has("priority") ? new Given<int>(fields.Whole("priority", min: 0) ?? UsualPriority) : null,
        DueAt = fields.Has("dueAt") ? new Given<DateTimeOffset?>(fields.Time("dueAt")) : null,
        FollowUpAt = fields.Has("followUpAt") ? new Given<DateTimeOffset?>(fields.Time("followUpAt")) : null,
        Tags = fields.Has("tags") ? new Given<IReadOnlyList<string>>(fields.Texts("tags")) : null,
    };
}
