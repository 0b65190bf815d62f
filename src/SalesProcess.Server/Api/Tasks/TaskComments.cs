using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What people say about a task. Whoever sees it may; it stays when the task has ended.</summary>
internal static class TaskComments
{
    public static void MapComments(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/{id}/comments", (string id, Call call, TaskReads reads, CommentReads comments) =>
                reads.Find(id, call) is null ? Reply.Of(Refused.NotFound()) : comments.List(id, call))
            .Describe("listComments", "What was said about a task, in order.")
            .Answers<CommentPage>().Takes(CommentReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        tasks.MapPost("/{id}/comments", AddAsync)
            .Describe("addComment", "Says something about a task.")
            .Body<AddCommentDto>().Answers<CommentDto>(StatusCodes.Status201Created).Remakes(AddedAsync).Refuses(RefusalCodes.NotFound);
    }

    public static async Task<Reply> AddAsync(string id, Call call, TaskService tasks)
    {
        if (!call.TryRead(f => new AddCommentDto(f.Text("text", required: true)!), required: true, out var comment, out var refusal))
        {
            return Reply.Of(refusal);
        }

        var answer = await tasks.CommentAsync(id, comment.Text, call.Caller, call.Aborted);
        return await TaskAnswers.AnswerAsync(call, answer, AddedAsync);
    }

    private static Task<Reply> AddedAsync(Call call, string id)
    {
        var (taskId, comment) = call.Http.RequestServices.GetRequiredService<CommentReads>().Get(id);
        return Task.FromResult(Reply.Created(comment, ApiJson.Shared.CommentDto, $"/api/v1/tasks/{taskId}/comments"));
    }
}
