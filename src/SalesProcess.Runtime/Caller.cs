using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>Who asks, and under which idempotency key, if any.</summary>
public sealed record Caller(Actor Actor, string? IdempotencyScope = null, string? IdempotencyKey = null, string? RequestHash = null)
{
    /// <summary>Writes the key with the step that it names, so that the step happens once under it.</summary>
    public void Keep(WriteSession session, string resource, TimeProvider clock)
    {
        if (IdempotencyKey is not null)
        {
            session.Execute(
                "INSERT INTO idempotency (scope, key, request_hash, resource, created_at) VALUES ($1, $2, $3, $4, $5)",
                IdempotencyScope, IdempotencyKey, RequestHash, resource, clock.GetUtcNow().ToUnixTimeMilliseconds());
        }
    }
}
