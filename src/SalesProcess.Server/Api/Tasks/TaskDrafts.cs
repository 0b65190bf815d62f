using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What the assignee of a task has begun to fill in. It has an ETag of its own.</summary>
internal static class TaskDrafts
{
    private static readonly string[] Codes =
        [RefusalCodes.NotFound, RefusalCodes.TaskNotOwned, RefusalCodes.TaskCompleted, RefusalCodes.TaskCancelled, RefusalCodes.QuorumAlreadyDecided];

    public static void MapDrafts(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/{id}/draft", Get)
            .Describe("getDraft", "The draft of the task's assignee; 204 if there is none.")
            .Answers<DraftDto>().Produces(StatusCodes.Status204NoContent).Refuses(Codes);
        tasks.MapPut("/{id}/draft", SaveAsync)
            .Describe("saveDraft", "Keeps a draft, unchecked. If-Match with the ETag that was read (or *), or If-None-Match: * for the first one.")
            .Body<SaveDraftDto>().Answers<DraftDto>().TakesIfMatch().Refuses([.. Codes, RefusalCodes.PreconditionFailed, RefusalCodes.PreconditionRequired, RefusalCodes.PayloadTooLarge]);
        tasks.MapDelete("/{id}/draft", RemoveAsync)
            .Describe("deleteDraft", "Drops the draft.")
            .Produces(StatusCodes.Status204NoContent).TakesIfMatch().Refuses([.. Codes, RefusalCodes.PreconditionFailed]);
    }

    private static Reply Get(string id, Call call, DraftService drafts) => drafts.Read(id, call.Actor) switch
    {
        (_, { } refusal) => Refuse(refusal),
        ({ } draft, _) => View(draft),
        _ => Reply.NoContent(),
    };

    private static async Task<Reply> SaveAsync(string id, Call call, DraftService drafts)
    {
        var first = call.Http.Request.Headers.IfNoneMatch.ToString().Trim() == "*";
        if (!first && call.IfMatchText is null)
        {
            return Reply.Of(new Refusal(RefusalCodes.PreconditionRequired, "Send the ETag of the draft that you have read in If-Match, * for any, or If-None-Match: * if there is none yet."));
        }

        if (!call.TryRead(f => new SaveDraftDto(f.Text("action"), new Plain(f.Value("data")), f.Text("comment")), required: true, out var body, out var refusal))
        {
            return Reply.Of(refusal);
        }

        var content = new Dictionary<string, object?>(StringComparer.Ordinal) { ["action"] = body.Action, ["data"] = body.Data?.Value, ["comment"] = body.Comment };
        var (draft, refused) = await drafts.SaveAsync(id, content, first ? new Revisions(0) : call.IfMatch(), call.Caller, call.Aborted);
        return refused is null ? View(draft!) : Refuse(refused);
    }

    private static async Task<Reply> RemoveAsync(string id, Call call, DraftService drafts) =>
        await drafts.RemoveAsync(id, call.IfMatch(), call.Caller, call.Aborted) is { } refusal ? Refuse(refusal) : Reply.NoContent();

    private static Reply Refuse(Refusal refusal) => Reply.Of(TaskAnswers.OnTheWire(refusal));

    private static Reply View(Draft draft) => Reply.Ok(
        new DraftDto(draft.Content["action"] as string, new Plain(draft.Content["data"]), draft.Content["comment"] as string, draft.UpdatedBy, draft.UpdatedAt, draft.Revision),
        ApiJson.Shared.DraftDto, $"\"{draft.Revision}\"");
}
