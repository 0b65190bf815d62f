using System.Globalization;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The body of a completion.</summary>
/// <param name="Action">One of the task's action keys.</param>
/// <param name="Data">What the form asks for.</param>
/// <param name="Comment">For those who come after.</param>
public sealed record CompleteRequest(string Action, Dictionary<string, object?>? Data, string? Comment);

/// <summary>To whom a task is delegated.</summary>
public sealed record DelegateRequest(string To);

/// <summary>To whom a task is forwarded: a person or a group.</summary>
public sealed record ForwardRequest(string? ToUser, string? ToGroup);

/// <summary>Until when a task rests; without a time, until it is resumed.</summary>
public sealed record SuspendRequest(DateTimeOffset? Until);

/// <summary>User tasks: find them, claim them, pass them on, complete them.</summary>
internal static class TasksApi
{
    private const int MaxComment = 10_000;

    public static void MapTasks(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/tasks").WithTags("Tasks");
        group.MapGet("/", TaskBoxes.List).Produces<Page<TaskSummary>>().WithName("listTasks");
        group.MapGet("/{id}", Get).Produces<TaskView>().WithName("getTask");
        Verb(group, "claim", (_, tasks, id, ifMatch, caller, ct) => tasks.ClaimAsync(id, ifMatch, caller, ct));
        Verb(group, "release", (_, tasks, id, ifMatch, caller, ct) => tasks.ReleaseAsync(id, ifMatch, caller, ct));
        Verb(group, "resume", (_, tasks, id, ifMatch, caller, ct) => tasks.ResumeAsync(id, ifMatch, caller, ct));
        Verb(group, "escalate", (_, tasks, id, ifMatch, caller, ct) => tasks.EscalateAsync(id, ifMatch, caller, ct));
        Verb(group, "delegate", Delegate).Accepts<DelegateRequest>("application/json");
        Verb(group, "forward", Forward).Accepts<ForwardRequest>("application/json");
        Verb(group, "suspend", Suspend).Accepts<SuspendRequest>("application/json");
        group.MapPost("/{id}/complete", CompleteAsync).Accepts<CompleteRequest>("application/json").Produces<CompletionView>().WithName("completeTask");
    }

    private delegate Task<Answer> Command(RequestBody body, TaskService tasks, string id, long? ifMatch, Caller caller, CancellationToken ct);

    private static IResult Get(string id, HttpContext http, Projections projections, CompanyRules rules)
    {
        if (new QueryParameters(http.Request.Query).Refusal() is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var viewer = Viewer.Of(http);
        return projections.FindTask(id) is { } task && TaskRules.CanSee(task, viewer.Actor, rules.Directory) ? Whole(projections.Task(task, viewer)) : Problem.Of(Refusal.TaskNotFound(id));
    }

    private static Task<Answer> Delegate(RequestBody body, TaskService tasks, string id, long? ifMatch, Caller caller, CancellationToken ct)
    {
        var to = body.Text("to", required: true);
        return Unless(body, () => tasks.DelegateAsync(id, to!, ifMatch, caller, ct));
    }

    private static Task<Answer> Forward(RequestBody body, TaskService tasks, string id, long? ifMatch, Caller caller, CancellationToken ct)
    {
        var (user, group) = (body.Text("toUser"), body.Text("toGroup"));
        return Unless(body, () => tasks.ForwardAsync(id, user, group, ifMatch, caller, ct));
    }

    private static Task<Answer> Suspend(RequestBody body, TaskService tasks, string id, long? ifMatch, Caller caller, CancellationToken ct)
    {
        var until = body.Time("until");
        return Unless(body, () => tasks.SuspendAsync(id, until, ifMatch, caller, ct));
    }

    private static Task<IResult> CompleteAsync(string id, HttpContext http, Idempotency idempotency, TaskService tasks, Projections projections, CompanyRules rules)
    {
        var viewer = Viewer.Of(http);
        return idempotency.RunAsync(
            http,
            (body, caller) =>
            {
                var (action, data, comment) = (body.Text("action", required: true), body.Object("data"), body.Text("comment", maxLength: MaxComment));
                return IfMatch(http, out var ifMatch) is { } refusal
                    ? Task.FromResult<Answer>(new Answer.Refused(refusal))
                    : Unless(body, () => tasks.CompleteAsync(id, action!, data, comment, ifMatch, caller, http.RequestAborted));
            },
            found => Task.FromResult(Answered.Json(200, projections.Completion(found, viewer))));
    }

    private static RouteHandlerBuilder Verb(RouteGroupBuilder group, string verb, Command command) => group.MapPost(
        $"/{{id}}/{verb}",
        (string id, HttpContext http, Idempotency idempotency, TaskService tasks, Projections projections, CompanyRules rules) =>
        {
            var viewer = Viewer.Of(http);
            return idempotency.RunAsync(
                http,
                (body, caller) =>
                {
                    if (IfMatch(http, out var ifMatch) is { } refusal)
                    {
                        return Task.FromResult<Answer>(new Answer.Refused(refusal));
                    }

                    return command(body, tasks, id, ifMatch, caller, http.RequestAborted);
                },
                found => Task.FromResult(Whole(projections.Task(projections.FindTask(found)!, viewer))));
        }).Produces<TaskView>().WithName($"{verb}Task");

    private static Task<Answer> Unless(RequestBody body, Func<Task<Answer>> run) =>
        body.Refusal() is { } refusal ? Task.FromResult<Answer>(new Answer.Refused(refusal)) : run();

    private static Answered Whole(TaskView task) => Answered.Json(200, task, etag: $"\"{task.Revision}\"");

    private static Refusal? IfMatch(HttpContext http, out long? revision)
    {
        revision = null;
        var header = http.Request.Headers.IfMatch.ToString();
        if (header is "" or "*")
        {
            return null;
        }

        if (header.Length > 2 && header[0] == '"' && header[^1] == '"' && long.TryParse(header[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var given))
        {
            revision = given;
            return null;
        }

        return new Refusal(RefusalCodes.MalformedRequest, $"If-Match is '{header}'. Accepted is the ETag of the task as it was read, such as \"3\".");
    }
}
