using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Who watches a task: he has it in the box <c>watching</c>, as long as he sees it anyway.</summary>
internal static class TaskWatchers
{
    public static void MapWatchers(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/{id}/watchers", (string id, Call call, TaskReads reads, WatcherReads watchers) =>
                reads.Find(id, call) is null ? Reply.Of(Refused.NotFound()) : watchers.List(id, call))
            .Describe("listWatchers", "Who watches a task.")
            .Answers<WatcherPage>().Takes(WatcherReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        tasks.MapPut("/{id}/watchers/{userId}", WatchAsync)
            .Describe("watchTask", "Lets somebody watch a task: the caller himself, or, by a manager, somebody who sees it. Watching shows nobody what he does not see anyway.")
            .Answers<WatcherDto>().Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.WatcherNotAllowed, RefusalCodes.MalformedRequest, Problem.MediaTypeUnsupported);
        tasks.MapDelete("/{id}/watchers/{userId}", UnwatchAsync)
            .Describe("unwatchTask", "Ends somebody's watching: the caller's own, or, by a manager, that of others.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
    }

    private static async Task<Reply> WatchAsync(string id, string userId, Call call, WatchService service)
    {
        if (!call.TryRead(_ => id, required: false, out _, out var malformed))
        {
            return Reply.Of(malformed);
        }

        var (watcher, refusal) = await service.WatchAsync(id, userId, call.Caller, call.Aborted);
        return refusal is null ? Reply.Ok(WatcherReads.View(watcher!), ApiJson.Shared.WatcherDto) : Reply.Of(TaskAnswers.OnTheWire(refusal));
    }

    private static async Task<Reply> UnwatchAsync(string id, string userId, Call call, WatchService service) =>
        await service.UnwatchAsync(id, userId, call.Caller, call.Aborted) is { } refusal ? Reply.Of(TaskAnswers.OnTheWire(refusal)) : Reply.NoContent();
}
