using SalesProcess.Runtime.Attachments;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What is attached to a task: files and links. Whoever sees the task sees them, and may attach; what is there when the task ends stays.</summary>
internal static class TaskAttachments
{
    public static void MapAttachments(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/{id}/attachments", (string id, Call call, TaskReads reads, AttachmentReads attachments) =>
                reads.Find(id, call) is null ? Reply.Of(Refused.NotFound()) : attachments.List(id, call))
            .Describe("listAttachments", "What is attached to a task, in order.")
            .Answers<AttachmentPage>().Takes(AttachmentReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        tasks.MapPost("/{id}/attachments", AddAsync)
            .Describe(
                "addAttachment",
                """
                Attaches a file or a link. A file is sent as the body, as it is, with its type in Content-Type and its name in the query or in Content-Disposition; or as the one file of a form
                (multipart/form-data), as browsers send it. A link is sent as JSON.
                """)
            .Answers<AttachmentDto>(StatusCodes.Status201Created).Takes(Uploads.Parameters).WithMetadata(new StreamsBody()).Remakes(AddedAsync)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.TooManyAttachments, RefusalCodes.PayloadTooLarge, Problem.MediaTypeUnsupported, RefusalCodes.MalformedRequest);
        tasks.MapGet("/{id}/attachments/{attachmentId}", Get)
            .Describe("getAttachment", "What is known of an attachment.")
            .Answers<AttachmentDto>().Refuses(RefusalCodes.NotFound);
        tasks.MapGet("/{id}/attachments/{attachmentId}/content", AttachmentContent.GetAsync)
            .Describe("getAttachmentContent", "The bytes of an attached file, for saving; a part of them with Range. The ETag is their SHA-256.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream").Produces<byte[]>(StatusCodes.Status206PartialContent, "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified).Refuses(RefusalCodes.NotFound, RefusalCodes.PreconditionFailed, Problem.RangeNotSatisfiable);
        tasks.MapDelete("/{id}/attachments/{attachmentId}", RemoveAsync)
            .Describe("removeAttachment", "Takes an attachment away, while the task is open: by whoever attached it, or a manager. The record keeps that it was there.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.TaskCompleted, RefusalCodes.TaskCancelled, RefusalCodes.QuorumAlreadyDecided);
    }

    private static async Task<Reply> AddAsync(string id, Call call, AttachmentService service, Uploads uploads, IdempotencyKeys keys)
    {
        var key = call.Http.Request.Headers[IdempotencyKeys.Header].ToString();
        var isKeyed = call.Http.Request.Headers.ContainsKey(IdempotencyKeys.Header);

        // Nothing is received in vain; but what was done under this key is told again, whatever has become of the task.
        if (!(isKeyed && keys.Knows(call, key)) && service.WhyNot(id, call.Actor) is { } early)
        {
            return Reply.Of(early);
        }

        var (added, refusal) = await uploads.ReadAsync(call);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        using var file = added!.File;
        return isKeyed
            ? (Reply)(await keys.InvokeHashedAsync(call, key, Uploads.Hash(added), async () => await WriteAsync()))!
            : await WriteAsync();

        async Task<Reply> WriteAsync() => await TaskAnswers.AnswerAsync(call, await service.AddAsync(id, added, call.Caller, call.Aborted), AddedAsync);
    }

    // It may have been removed since it was attached under a key.
    private static Task<Reply> AddedAsync(Call call, string id) => Task.FromResult(
        call.Http.RequestServices.GetRequiredService<AttachmentReads>().Find(id) is { } attachment
            ? Reply.Created(AttachmentReads.View(attachment), ApiJson.Shared.AttachmentDto, $"/api/v1/tasks/{attachment.TaskId}/attachments/{id}")
            : Reply.Of(Refused.NotFound()));

    private static Reply Get(string id, string attachmentId, Call call, TaskReads tasks, AttachmentReads attachments) =>
        tasks.Find(id, call) is not null && attachments.Find(id, attachmentId) is { } attachment
            ? Reply.Ok(AttachmentReads.View(attachment), ApiJson.Shared.AttachmentDto)
            : Reply.Of(Refused.NotFound());

    private static async Task<Reply> RemoveAsync(string id, string attachmentId, Call call, AttachmentService service) =>
        await service.RemoveAsync(id, attachmentId, call.Caller, call.Aborted) is { } refusal ? Reply.Of(TaskAnswers.OnTheWire(refusal)) : Reply.NoContent();
}
