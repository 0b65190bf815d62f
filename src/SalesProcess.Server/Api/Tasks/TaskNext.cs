using SalesProcess.Runtime;

namespace SalesProcess.Server.Api;

/// <summary>"What shall I do now?": finds the most urgent task and claims it at once, so that two who ask never get the same.</summary>
internal static class TaskNext
{
    // Others claim too, and some rules show only when a task is claimed. Who has got none of a thousand is told that there is nothing, and may ask again.
    private const int MaxTried = 1_000;

    public static void MapNext(this RouteGroupBuilder tasks) => tasks.MapPost("/next", NextAsync)
        .Describe("nextTask", "Claims the most urgent task that the caller can do: what is overdue first, then by priority, due time and age. 204 if there is none.")
        .Body<NextTaskDto>(optional: true).Answers<TaskDetail>().TakesPrefer().Remakes(TaskAnswers.ChangedAsync);

    private static async Task<Reply> NextAsync(Call call, TaskReads reads, TaskService tasks)
    {
        if (!call.TryRead(f => new NextTaskDto(f.Text("definition"), f.Text("stage")), required: false, out var wish, out var refusal))
        {
            return Reply.Of(refusal);
        }

        var tried = new List<string>();
        while (tried.Count < MaxTried && reads.Claimable(call, wish.Definition, wish.Stage, tried) is { Count: > 0 } found)
        {
            foreach (var id in found)
            {
                tried.Add(id);
                if (await tasks.TakeAsync(id, call.Caller, call.Aborted) is Answer.Accepted accepted)
                {
                    return await TaskAnswers.ChangedAsync(call, accepted.Id);
                }
            }
        }

        return Reply.NoContent();
    }
}
