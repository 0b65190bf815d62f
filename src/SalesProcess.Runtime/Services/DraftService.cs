using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>What somebody has begun to fill in.</summary>
public sealed record Draft(IReadOnlyDictionary<string, object?> Content, string UpdatedBy, DateTimeOffset UpdatedAt, long Revision);

/// <summary>The door to drafts. A draft belongs to the task and is worked on by its assignee: it survives being released, delegated, forwarded, unless the definition drops it (<c>draftOnReassign</c>); it ends with the task.</summary>
public sealed class DraftService(CompanyRules rules, Database database, CommitQueue queue, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The largest draft, in bytes of JSON.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly IDataProtector _protector = protection.CreateProtector("SalesProcess.Drafts");

    /// <summary>The draft; null if there is none.</summary>
    public (Draft? Draft, Refusal? Refusal) Read(string taskId, Actor actor) => database.Read(session =>
        Refused(session, taskId, actor) is { } refusal ? (null, refusal) : (DraftRows.Find(session, taskId) is { } row ? Open(row) : null, (Refusal?)null));

    /// <summary>Keeps a draft.</summary>
    /// <param name="expected">The revision that the caller has read, or several; 0 if he knows of none; null for whatever there is.</param>
    public Task<(Draft? Draft, Refusal? Refusal)> SaveAsync(string taskId, IReadOnlyDictionary<string, object?> content, Revisions? expected, Caller caller, CancellationToken ct)
    {
        var bytes = ValueJson.FormatBytes(content);
        if (bytes.Length > MaxBytes)
        {
            return Task.FromResult<(Draft?, Refusal?)>((null, new Refusal(RefusalCodes.PayloadTooLarge, $"The draft has {bytes.Length} bytes. Up to {MaxBytes} are kept.")));
        }

        return queue.RunAsync<(Draft?, Refusal?)>(
            session =>
            {
                if ((Refused(session, taskId, caller.Actor) ?? Mismatch(session, taskId, expected)) is { } refusal)
                {
                    return (null, refusal);
                }

                var row = new DraftRow
                {
                    TaskId = taskId,
                    Ciphertext = Convert.ToBase64String(_protector.Protect(bytes)),
                    UpdatedBy = caller.Actor.Id,
                    UpdatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    Revision = (DraftRows.Find(session, taskId)?.Revision ?? 0) + 1,
                };
                DraftRows.Save(session, row);
                return (Open(row), null);
            },
            ct);
    }

    /// <summary>Drops a draft. There may be none.</summary>
    public Task<Refusal?> RemoveAsync(string taskId, Revisions? expected, Caller caller, CancellationToken ct) => queue.RunAsync(
        session =>
        {
            if ((Refused(session, taskId, caller.Actor) ?? Mismatch(session, taskId, expected)) is { } refusal)
            {
                return refusal;
            }

            DraftRows.Remove(session, taskId);
            return null;
        },
        ct);

    private Refusal? Refused(Session session, string taskId, Actor actor) => TaskRows.Find(session, taskId) is { } task
        ? TaskRules.WhyNoDraft(task, actor, rules.Directory, clock.GetUtcNow())
        : Refusal.TaskNotFound(taskId);

    private static Refusal? Mismatch(Session session, string taskId, Revisions? expected)
    {
        var revision = DraftRows.Find(session, taskId)?.Revision ?? 0;
        return expected is null || expected.Has(revision)
            ? null
            : new Refusal(
                RefusalCodes.PreconditionFailed,
                revision == 0 ? "There is no draft." : $"The draft is at revision {revision}{(expected.Has(0) ? "" : $", not {expected}")}.",
                Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["currentEtag"] = revision == 0 ? null : $"\"{revision}\"" });
    }

    private Draft Open(DraftRow row) => new(
        (IReadOnlyDictionary<string, object?>)ValueJson.Parse(System.Text.Encoding.UTF8.GetString(_protector.Unprotect(Convert.FromBase64String(row.Ciphertext))))!,
        row.UpdatedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt), row.Revision);
}
