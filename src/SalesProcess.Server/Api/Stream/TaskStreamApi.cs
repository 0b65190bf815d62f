using System.Threading.RateLimiting;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The endpoint resumes where the header <c>Last-Event-ID</c> says.</summary>
internal sealed record AcceptsLastEventId;

/// <summary>Changes of tasks as they are committed, as Server-Sent Events.</summary>
internal static class TaskStreamApi
{
    /// <summary>A person has several windows and devices, not hundreds.</summary>
    public const int StreamsPerPerson = 10;

    private const string Policy = "streams";

    public static IServiceCollection AddTaskStream(this IServiceCollection services) => services
        .AddSingleton<TaskInvalidations>().AddSingleton<StreamPositions>().AddSingleton<StreamRights>().AddSingleton<TaskStream>()
        .AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Policy, http => RateLimitPartition.GetConcurrencyLimiter(
                http.User.FindFirst("sub")?.Value ?? "", _ => new ConcurrencyLimiterOptions { PermitLimit = StreamsPerPerson, QueueLimit = 0 }));
            limiter.OnRejected = (rejected, _) => new ValueTask(Reply.Of(
                new Refusal(RefusalCodes.RateLimited, $"You have {StreamsPerPerson} streams open already. Close one of them first.")).ExecuteAsync(rejected.HttpContext));
        });

    public static void MapTaskStream(this RouteGroupBuilder api) => api.MapGroup("/tasks").WithTags("Tasks").MapGet("/stream", Open)
        .Describe(
            "streamTasks",
            """
            Tells which tasks to read again, as Server-Sent Events: event `invalidation`, whose data is {kind, taskId, revision, occurredAt}; kind is added, changed, ended or removed (not to be seen any more).
            Event `heartbeat` every 15 seconds. Event `reset`: too long ago, read the lists again. The stream ends after 15 minutes at the latest; go on with the last id in Last-Event-ID.
            """)
        .Produces<TaskInvalidationDto>(StatusCodes.Status200OK, "text/event-stream").WithMetadata(new AcceptsLastEventId())
        .Refuses(RefusalCodes.CursorInvalid, RefusalCodes.RateLimited)
        .RequireRateLimiting(Policy);

    private static IResult Open(Call call, TaskStream stream, StreamPositions positions)
    {
        var (from, refusal) = positions.Read(call.Http.Request.Headers["Last-Event-ID"], call);
        return refusal is null ? TypedResults.ServerSentEvents(stream.ReadAsync(from, call, call.Aborted)) : Reply.Of(refusal);
    }
}
