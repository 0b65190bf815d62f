using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Runtime.Storage;

/// <summary>A way to start a published definition: found by its hash, or due at a time.</summary>
public sealed class TriggerRow
{
    public required string Id { get; set; }

    public required string DefinitionId { get; set; }

    public required string VersionId { get; set; }

    public required string ActivityId { get; set; }

    public required string Name { get; set; }

    public string? Hash { get; set; }

    public required string Payload { get; set; }

    public long? DueAt { get; set; }

    /// <summary>How often it was due and its start could not be written.</summary>
    public int Attempts { get; set; }
}

/// <summary>The index of triggers: exactly those of the published versions.</summary>
internal static class TriggerRows
{
    /// <summary>What is due, of published definitions only.</summary>
    public const string DueQuery = "SELECT id, version_id, activity_id, due_at FROM triggers WHERE due_at <= $1 ORDER BY due_at LIMIT $2";

    /// <summary>
    /// Makes the index fit the version that is published now. What stays the same keeps its due time, so neither a publication nor a restart delays a timer or
    /// forgets what has fallen due meanwhile.
    /// </summary>
    public static void Sync(WriteSession session, WorkflowGraph graph, Ambient ambient)
    {
        var (definitionId, versionId) = (graph.Definition.DefinitionId, graph.Definition.Id);
        var wanted = Trigger.Of(graph, ambient).Select((trigger, i) => (Trigger: trigger, Payload: ValueJson.Format(trigger.Payload), Place: i)).ToList();
        var standing = session.Query(
            "SELECT id, activity_id, name, payload, due_at FROM triggers WHERE definition_id = $1",
            r => (Id: r.GetString(0), Activity: r.GetString(1), Name: r.GetString(2), Payload: r.GetString(3), DueAt: r.IsDBNull(4) ? (long?)null : r.GetInt64(4)),
            definitionId);
        session.Execute("DELETE FROM triggers WHERE definition_id = $1", definitionId);
        foreach (var (trigger, payload, place) in wanted)
        {
            var same = standing.Find(s => (s.Activity, s.Name, s.Payload) == (trigger.ActivityId, trigger.Name, payload));
            if (same.Id is null && trigger.DueAt <= ambient.Now)
            {
                continue;
            }

            EndpointRows.Note(session, trigger.Name, trigger.Payload);
            session.Execute(
                "INSERT INTO triggers (id, definition_id, version_id, activity_id, name, hash, payload, due_at, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
                $"{versionId}-{place + 1}", definitionId, versionId, trigger.ActivityId, trigger.Name, trigger.Hash, payload, same.DueAt ?? trigger.DueAt?.ToUnixTimeMilliseconds());
        }
    }

    public static void Remove(WriteSession session, string definitionId) => session.Execute("DELETE FROM triggers WHERE definition_id = $1", definitionId);

    /// <summary>What a stimulus starts.</summary>
    public static IReadOnlyList<FoundTrigger> Find(Session session, string hash) => session.Query(
        "SELECT id, version_id, activity_id, due_at FROM triggers WHERE hash = $1 ORDER BY id", Read, hash);

    /// <summary>What is due, the oldest first.</summary>
    public static IReadOnlyList<FoundTrigger> Due(Session session, long now, int limit) => session.Query(DueQuery, Read, now, limit);

    /// <summary>Moves a due time on; false if somebody else did, or the trigger is gone.</summary>
    public static bool Advance(WriteSession session, FoundTrigger trigger, long? next) => next is null
        ? session.Execute("DELETE FROM triggers WHERE id = $1 AND due_at = $2", trigger.Id, trigger.DueAt) > 0
        : session.Execute("UPDATE triggers SET due_at = $3, attempts = 0 WHERE id = $1 AND due_at = $2", trigger.Id, trigger.DueAt, next) > 0;

    private static FoundTrigger Read(System.Data.Common.DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetInt64(3));
}

/// <summary>A trigger that a stimulus or the time has found.</summary>
internal sealed record FoundTrigger(string Id, string VersionId, string ActivityId, long? DueAt);
