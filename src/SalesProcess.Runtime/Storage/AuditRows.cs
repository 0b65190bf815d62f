using System.Globalization;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Attachments;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>Something that somebody did, or that followed from it. Rows are only ever added.</summary>
public sealed class AuditRow
{
    /// <summary>Counts up over all instances, in the order of the commits.</summary>
    public long Id { get; set; }

    public required string InstanceId { get; set; }

    public required string RootId { get; set; }

    public string? TaskId { get; set; }

    public required string Kind { get; set; }

    /// <summary>Null for the service itself.</summary>
    public string? Actor { get; set; }

    public string? OnBehalfOf { get; set; }

    public long At { get; set; }

    /// <summary>What was changed, as JSON.</summary>
    public required string Changes { get; set; }

    /// <summary>SHA-256 over all of the above but the id, and the digest of the instance's row before.</summary>
    public required string Digest { get; set; }
}

/// <summary>An act, before it is written.</summary>
/// <param name="Kind">claim, complete, open, start-instance … : the verb of the interface where there is one.</param>
/// <param name="Actor">Null for the service itself.</param>
internal sealed record Act(string Kind, string? Actor, DateTimeOffset At);

/// <summary>The record of acts. Written in the transaction of the act, so there is neither without the other.</summary>
internal static class AuditRows
{
    public static void OfTask(WriteSession session, Act act, UserTask? before, UserTask after) =>
        Append(session, act, after.InstanceId, after.RootId, after.Id, after.OnBehalfOf, TaskChanges.Between(before, after));

    public static void OfComment(WriteSession session, Act act, UserTask task, string commentId) => Append(
        session, act, task.InstanceId, task.RootId, task.Id, onBehalfOf: null, new Dictionary<string, object?>(StringComparer.Ordinal) { ["comment"] = commentId });

    public static void OfAttachment(WriteSession session, Act act, UserTask task, Attachment? before, Attachment? after) =>
        Append(session, act, task.InstanceId, task.RootId, task.Id, onBehalfOf: null, Change("attachment", Facts(before), Facts(after)));

    public static void OfWatcher(WriteSession session, Act act, UserTask task, string? before, string? after) =>
        Append(session, act, task.InstanceId, task.RootId, task.Id, onBehalfOf: null, Change("watcher", before, after));

    public static void OfInstance(WriteSession session, Act act, string instanceId, string rootId, IReadOnlyDictionary<string, object?> changes) =>
        Append(session, act, instanceId, rootId, taskId: null, onBehalfOf: null, changes);

    private static Dictionary<string, object?> Change(string member, object? from, object? to) => new(StringComparer.Ordinal)
    {
        [member] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["from"] = from, ["to"] = to },
    };

    // With the SHA-256: so the record holds what was there even when it has been removed.
    private static Dictionary<string, object?>? Facts(Attachment? attachment) => attachment is null ? null : new(StringComparer.Ordinal)
    {
        ["id"] = attachment.Id,
        ["name"] = attachment.Name,
        ["contentType"] = attachment.ContentType,
        ["size"] = attachment.Size,
        ["sha256"] = attachment.Sha256,
        ["uri"] = attachment.Uri,
    };

    private static void Append(
        WriteSession session, Act act, string instanceId, string rootId, string? taskId, string? onBehalfOf, IReadOnlyDictionary<string, object?> changes)
    {
        var previous = session.Find("SELECT digest FROM audit WHERE instance_id = $1 ORDER BY id DESC LIMIT 1", r => r.GetString(0), instanceId);
        var (at, text) = (act.At.ToUnixTimeMilliseconds(), ValueJson.Format(changes));
        var digest = RowDigest.Chain(previous, instanceId, rootId, taskId, act.Kind, act.Actor, onBehalfOf, at.ToString(CultureInfo.InvariantCulture), text);
        session.Execute(
            "INSERT INTO audit (instance_id, root_id, task_id, kind, actor, on_behalf_of, at, changes, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            instanceId, rootId, taskId, act.Kind, act.Actor, onBehalfOf, at, text, digest);
    }
}
