using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime;

/// <summary>What is known of a command under an idempotency key.</summary>
/// <param name="Resource">The instance, task or definition it was about.</param>
/// <param name="Status">The answer's HTTP status; null if the step is committed but its answer was not kept (a crash in between): it is made again from the resource.</param>
public sealed record StoredAnswer(string RequestHash, string Resource, int? Status, string? Location, string? Body);

/// <summary>Answers by idempotency key. The row is written with the step itself; the answer is added when it is known.</summary>
public sealed class IdempotencyStore(Database database, CommitQueue queue)
{
    public StoredAnswer? Find(string scope, string key) => database.Read(session => session.Find(
        "SELECT request_hash, resource, status, location, body FROM idempotency WHERE scope = $1 AND key = $2",
        r => new StoredAnswer(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetInt32(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)),
        scope, key));

    /// <summary>Keeps the answer of a command that has changed nothing.</summary>
    public Task KeepRefusalAsync(Caller caller, int status, string body, TimeProvider clock, CancellationToken ct) => queue.RunAsync(
        session =>
        {
            caller.Keep(session, "", clock);
            return session.Execute(
                "UPDATE idempotency SET status = $3, body = $4 WHERE scope = $1 AND key = $2", caller.IdempotencyScope, caller.IdempotencyKey, status, body);
        },
        ct);

    public Task KeepAsync(string scope, string key, int status, string? location, string? body, CancellationToken ct) => queue.RunAsync(
        session => session.Execute("UPDATE idempotency SET status = $3, location = $4, body = $5 WHERE scope = $1 AND key = $2", scope, key, status, location, body),
        ct);
}
