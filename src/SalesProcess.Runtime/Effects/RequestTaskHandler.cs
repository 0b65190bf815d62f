using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Effects;

/// <summary>Work for a program outside and news for it: both become notifications, which integrators fetch.</summary>
internal sealed class RequestTaskHandler(CommitQueue queue, TimeProvider clock) : IEffectHandler
{
    public Type EffectType => typeof(Effect.RequestTask);

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var request = (Effect.RequestTask)message.Effect;
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["taskId"] = request.TaskId, ["taskName"] = request.TaskName, ["taskPayload"] = request.Payload };
        return NotificationRows.InsertAsync(queue, message, "RunTask", data, clock, ct);
    }
}

/// <inheritdoc cref="RequestTaskHandler"/>
internal sealed class NotifyHandler(CommitQueue queue, TimeProvider clock) : IEffectHandler
{
    public Type EffectType => typeof(Notify);

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var notify = (Notify)message.Effect;
        return NotificationRows.InsertAsync(queue, message, notify.EventType, notify.Data, clock, ct);
    }
}

internal static class NotificationRows
{
    public static Task InsertAsync(CommitQueue queue, OutboxMessage message, string eventType, object? data, TimeProvider clock, CancellationToken ct) => queue.RunAsync(
        session =>
        {
            EffectDispatcher.Remove(session, message);
            return session.Execute(
                "INSERT INTO notifications (id, instance_id, event_type, data, at) VALUES ($1, $2, $3, $4, $5)",
                message.Id, message.InstanceId, eventType, ValueJson.Format(data), clock.GetUtcNow().ToUnixTimeMilliseconds());
        },
        ct);
}
