using SalesProcess.Engine.Activities.Primitives;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Effects;

/// <summary>Finds who waits for an event and what it starts; each of them gets a message of its own, so that one failure holds up nobody else.</summary>
internal sealed class PublishEventHandler(CommitQueue queue, EffectDispatcher effects, InstanceRunner runner, TimeProvider clock) : IEffectHandler
{
    public Type EffectType => typeof(Effect.PublishEvent);

    public async Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var found = await queue.RunAsync(
            session =>
            {
                EffectDispatcher.Remove(session, message);
                return Spread(session, (Effect.PublishEvent)message.Effect, message, clock.GetUtcNow().ToUnixTimeMilliseconds());
            },
            ct);
        await effects.DrainAsync(found);
    }

    private List<OutboxMessage> Spread(WriteSession session, Effect.PublishEvent published, OutboxMessage message, long now)
    {
        var input = new Dictionary<string, object?>(StringComparer.Ordinal) { [Event.PayloadKey] = published.Payload };
        var hash = StimulusHash.Compute("Elsa.Event", Event.Payload(published.Name));
        var messages = session.Query(
                // The instance's correlation id and not the bookmark's: it may have been given one since.
                """
                SELECT b.id, b.instance_id FROM bookmarks b JOIN instances i ON i.id = b.instance_id
                WHERE b.hash = $1 AND ($2 IS NULL OR i.correlation_id = $2) AND ($3 IS NULL OR b.instance_id = $3)
                """,
                r => (Bookmark: r.GetString(0), Instance: r.GetString(1)),
                hash, published.CorrelationId, published.InstanceId)
            .Select((waiting, i) => new OutboxMessage($"{message.Id}-{i + 1}", waiting.Instance, new ResumeBookmark(waiting.Instance, waiting.Bookmark, input) { Chain = published.Chain }))
            .ToList();
        if (published.InstanceId is null)
        {
            messages.AddRange(TriggerRows.Find(session, hash).Select((trigger, i) =>
            {
                var id = runner.NewAmbient().NewId();
                return new OutboxMessage($"{message.Id}-t{i + 1}", id, new StartByTrigger(id, trigger.VersionId, trigger.ActivityId, input, published.CorrelationId) { Chain = published.Chain });
            }));
        }

        messages.ForEach(m => OutboxRows.Insert(session, m, now));
        return messages;
    }
}
