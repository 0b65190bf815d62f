using SalesProcess.Runtime.Effects;

namespace SalesProcess.Runtime.Storage;

/// <summary>Messages in the outbox.</summary>
internal static class OutboxRows
{
    /// <summary>The committing process performs its messages itself; only what is older than this is somebody's leftover.</summary>
    public const int GraceMilliseconds = 15_000;

    public static void Insert(WriteSession session, OutboxMessage message, long now) => session.Execute(
        "INSERT INTO outbox (id, instance_id, kind, payload, created_at, attempts, next_at) VALUES ($1, $2, $3, $4, $5, 0, $6)",
        message.Id, message.InstanceId, message.Effect.GetType().Name, StoredJson.Write(message.Effect), now, now + GraceMilliseconds);

    public static IReadOnlyList<OutboxMessage> Due(Session session, EffectDispatcher effects, long now, int limit) => session.Query(
        "SELECT id, instance_id, kind, payload FROM outbox WHERE next_at <= $1 ORDER BY next_at LIMIT $2",
        r => new OutboxMessage(r.GetString(0), r.GetString(1), effects.Read(r.GetString(2), r.GetString(3))),
        now, limit);
}
