using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Many acts in one call.</summary>
internal static class TaskBatchesApi
{
    public static void MapTaskBatches(this RouteGroupBuilder api) => api.MapPost("/task-batches", RunAsync).WithTags("Tasks")
        .Describe("actOnTasks", "Does up to 500 acts on tasks, each as its own call would: one after the other, or all or none of them (atomic). A dry run tells what would happen.")
        .Body<TaskBatchDto>().Answers<TaskBatchResultDto>().Remakes(ContinueAsync).Refuses(RefusalCodes.BatchRefused, RefusalCodes.BatchInvalid);

    private static Task<Reply> RunAsync(Call call, BatchRun run) =>
        call.TryRead(TaskBatch.Read, required: true, out var batch, out var refusal) ? run.RunAsync(batch, call) : Task.FromResult(Reply.Of(refusal));

    private static Task<Reply> ContinueAsync(Call call, string resource) =>
        call.TryRead(TaskBatch.Read, required: true, out var batch, out var refusal)
            ? call.Http.RequestServices.GetRequiredService<BatchRun>().ContinueAsync(batch, call)
            : throw new InvalidOperationException($"A batch that was begun cannot be read any more: {refusal.Message}");
}
