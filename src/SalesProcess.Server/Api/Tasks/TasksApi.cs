using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>User tasks: finding them and reading them. What is done with them: <see cref="TaskVerbs"/>, <see cref="TaskPassing"/>, <see cref="TaskEnding"/>, <see cref="TaskChanging"/>.</summary>
internal static class TasksApi
{
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("", (Call call, TaskReads reads) => reads.List(call))
            .Describe("listTasks", "Lists tasks: an inbox by box, filter and order.")
            .Answers<TaskPage>().Takes(TaskReads.ListParameters).Refuses(RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        tasks.MapGet("/{id}", Get)
            .Describe("getTask", "A task with its form. The ETag is its revision.")
            .Answers<TaskDetail>().Refuses(RefusalCodes.NotFound);
        tasks.MapSearch();
        tasks.MapVerbs();
        tasks.MapPassing();
        tasks.MapEnding();
        tasks.MapChanging();
        tasks.MapDrafts();
        tasks.MapNext();
        tasks.MapComments();
        tasks.MapAttachments();
        tasks.MapWatchers();
    }

    private static Reply Get(string id, Call call, TaskReads reads, TaskViews views) => reads.Find(id, call) is { } task
        ? Reply.Ok(views.Detail(task, call), ApiJson.Shared.TaskDetail, TaskViews.ETag(task))
        : Reply.Of(Refused.NotFound());
}
