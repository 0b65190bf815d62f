using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Events from outside, for every instance that waits for them and every definition that they start.</summary>
internal static class EventsApi
{
    private const string Integrators = "integrator";

    public static void MapEvents(this RouteGroupBuilder api) => api.MapGroup("/events").WithTags("Events").MapPost("/{name}", PublishAsync)
        .Describe("publishGlobalEvent", "Publishes an event to all that wait for it and all that it starts. What follows from it is committed before the answer.")
        .Body<PublishGlobalEventDto>(optional: true).Produces(StatusCodes.Status204NoContent).Remakes((_, _) => Task.FromResult(Reply.NoContent()))
        .Refuses(RefusalCodes.PermissionMissing);

    private static async Task<Reply> PublishAsync(string name, Call call, WorkflowService workflows)
    {
        if (!call.Actor.IsAdmin && !call.Actor.Groups.Contains(Integrators))
        {
            return Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not publish events to everybody. Members of '{Integrators}' and '{Actor.AdminGroup}' may."));
        }

        if (!call.TryRead(f => new PublishGlobalEventDto(new Plain(f.Value("payload")), f.Text("correlationId", max: 200)), required: false, out var command, out var refusal))
        {
            return Reply.Of(refusal);
        }

        // A blank id is none.
        var correlationId = string.IsNullOrWhiteSpace(command.CorrelationId) ? null : command.CorrelationId;
        await workflows.PublishToAllAsync(name, command.Payload?.Value, correlationId, call.Caller, call.Aborted);
        return Reply.NoContent();
    }
}
