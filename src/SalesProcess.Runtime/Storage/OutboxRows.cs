using SalesProcess.Runtime.Effects;

namespace SalesProcess.Runtime.Storage;

/// <summary>Messages in the outbox.</summary>
internal static class OutboxRows
{
    /// <summary>The committing process performs its messages itself; only what is older than this is somebody's leftover.</summary>
    public const int GraceMilliseconds = 15_000;

    /// <summary>What is still to be done and due: what was done is deleted.</summary>
    public const string DueQuery = "SELECT id, instance_id, kind, payload FROM outbox WHERE next_at <= $1 ORDER BY next_at, created_at, id LIMIT $2";

    public static void Insert(WriteSession session, OutboxMessage message, long now) => session.Execute(
        "INSERT INTO outbox (id, instance_id, kind, payload, created_at, attempts, next_at) VALUES ($1, $2, $3, $4, $5, 0, $6)",
        message.Id, message.InstanceId, message.Effect.GetType().Name, StoredJson.Write(message.Effect), now, now + GraceMilliseconds);

    /// <summary>Removes the starts that an instance asked for and that have not been performed: of one child, or of all.</summary>
    public static void TakeBackStarts(WriteSession session, string instanceId, string? childId) => session.Execute(
        "DELETE FROM outbox WHERE instance_id = $1 AND kind = 'StartChild' AND ($2 IS NULL OR json_extract(payload, '$.instanceId') = $2)", instanceId, childId);

    public static IReadOnlyList<OutboxMessage> Due(Session session, EffectDispatcher effects, long now, int limit) => session.Query(
        DueQuery,
        r => new OutboxMessage(r.GetString(0), r.GetString(1), effects.Read(r.GetString(2), r.GetString(3))),
        now, limit);
}
