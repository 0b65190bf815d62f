namespace SalesProcess.Server.Api;

/// <summary>Elsa's contract for user tasks, as its Studio's client calls it: another face of the same tasks, under the same rules.</summary>
internal static class ElsaUserTasksApi
{
    public static IServiceCollection AddElsaUserTasks(this IServiceCollection services) =>
        services.AddSingleton<ElsaTaskViews>().AddSingleton<ElsaTaskReads>().AddSingleton<ElsaRecords>();

    public static void MapElsaUserTasks(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api").AddEndpointFilter<Entry>().AddEndpointFilter<ElsaEntry>().ExcludeFromDescription();
        var tasks = api.MapGroup("/user-tasks");
        tasks.MapGet("/capabilities", (Call call) => Features(call));
        tasks.MapGet("", (Call call, ElsaTaskReads reads) => reads.List(call)).Takes(ElsaTaskReads.Parameters);
        tasks.MapGet("/{id}", Get);
        tasks.MapGet("/{id}/capabilities", Capabilities);
        tasks.MapGet("/{id}/events", (string id, Call call, TaskReads reads, ElsaRecords records) => reads.Find(id, call) is null ? Reply.Of(Refused.NotFound()) : records.Events(id, call))
            .Takes(ElsaRecords.PageParameters);
        api.MapGet("/user-task-participants", (Call call, ElsaRecords records) => records.Participants(call))
            .Takes([new("search", ""), new("type", "", "user", "group"), .. ElsaRecords.PageParameters]);
        tasks.MapElsaCommands();
    }

    private static Reply Features(Call call)
    {
        var (acts, manages) = (!call.Asker.OnlyReads, ElsaTaskReads.IsManager(call));
        return Reply.Ok(
            new ElsaFeatures { CanReadAll = manages, CanClaim = acts, CanComplete = acts, CanRelease = acts, CanUpdate = acts, CanCancel = acts, CanAssign = acts && manages },
            ApiJson.Shared.ElsaFeatures);
    }

    private static Reply Get(string id, Call call, TaskReads reads, ElsaTaskViews views) =>
        reads.Find(id, call) is { } task ? Reply.Ok(views.Detail(task, call), ApiJson.Shared.ElsaTaskDetail, TaskViews.ETag(task)) : Reply.Of(Refused.NotFound());

    private static Reply Capabilities(string id, Call call, TaskReads reads, ElsaTaskViews views)
    {
        if (reads.Find(id, call) is not { } task)
        {
            return Reply.Of(Refused.NotFound());
        }

        var allowed = views.Allowed(task, call);
        return Reply.Ok(
            new ElsaTaskCapabilities(id, task.Revision, allowed, CanReadProtected: true, CanManage: allowed.Contains("assign", StringComparer.Ordinal)), ApiJson.Shared.ElsaTaskCapabilities);
    }
}
