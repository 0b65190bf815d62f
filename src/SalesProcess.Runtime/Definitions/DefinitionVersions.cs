using System.Text.Json;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Definitions;

/// <summary>The versions of definitions in their table: drafts, publication, what may be deleted. Each function is a part of a unit of the commit queue.</summary>
internal static class DefinitionVersions
{
    /// <summary>Saves a draft: over the latest version if that was never published, else as a new one.</summary>
    /// <param name="anew">A new version in any case: a file that is taken in does not write over what a designer has begun.</param>
    public static string SaveDraft(WriteSession session, WorkflowDefinition definition, DateTimeOffset now, bool anew = false)
    {
        var latest = session.Find(
            "SELECT version, published_at FROM definitions WHERE definition_id = $1 ORDER BY version DESC LIMIT 1",
            r => new { Version = r.GetInt32(0), IsDraft = r.IsDBNull(1) },
            definition.DefinitionId);
        var version = latest is null ? 1 : !latest.IsDraft || anew ? latest.Version + 1 : latest.Version;
        var versionId = $"{definition.DefinitionId}-v{version}";
        var saved = definition with { Id = versionId, Version = version, IsLatest = true, IsPublished = false };
        session.Execute("UPDATE definitions SET is_latest = 0 WHERE definition_id = $1", definition.DefinitionId);
        session.Execute(
            """
            INSERT INTO definitions (version_id, definition_id, version, name, is_latest, is_published, json, created_at) VALUES ($1, $2, $3, $4, 1, 0, $5, $6)
            ON CONFLICT (version_id) DO UPDATE SET name = excluded.name, is_latest = 1, json = excluded.json
            """,
            versionId, definition.DefinitionId, version, definition.Name, DefinitionWriter.Write(saved), now.ToUnixTimeMilliseconds());
        return versionId;
    }

    /// <summary>The id of the published version; null if there is none.</summary>
    public static string? Published(Session session, string definitionId) =>
        session.Find("SELECT version_id FROM definitions WHERE definition_id = $1 AND is_published = 1", r => r.GetString(0), definitionId);

    public static bool IsPublished(Session session, string versionId) =>
        session.Find("SELECT version_id FROM definitions WHERE version_id = $1 AND is_published = 1", r => r.GetString(0), versionId) is not null;

    /// <summary>Whether instances may stand on the version: it was published, and is still there.</summary>
    public static bool IsStartable(Session session, string versionId) =>
        session.Find("SELECT version_id FROM definitions WHERE version_id = $1 AND published_at IS NOT NULL", r => r.GetString(0), versionId) is not null;

    /// <summary>The latest version, ready to be looked at before it is published; null if there is none.</summary>
    public static WorkflowDefinition? Latest(Session session, string definitionId) =>
        session.Find("SELECT json FROM definitions WHERE definition_id = $1 AND is_latest = 1", r => r.GetString(0), definitionId) is { } json ? DefinitionReader.Read(json) : null;

    /// <summary>Makes one version the published one and keeps which versions of other workflows it runs as activities.</summary>
    public static void Publish(WriteSession session, WorkflowDefinition definition, IReadOnlyDictionary<string, string> composites, DateTimeOffset now)
    {
        session.Execute("UPDATE definitions SET is_published = 0 WHERE definition_id = $1", definition.DefinitionId);
        session.Execute(
            "UPDATE definitions SET is_published = 1, json = $2, composites = $3, published_at = coalesce(published_at, $4) WHERE version_id = $1",
            definition.Id, DefinitionWriter.Write(definition with { IsPublished = true }), JsonSerializer.Serialize(composites), now.ToUnixTimeMilliseconds());
    }

    /// <summary>No version is published any more; running instances stay on theirs.</summary>
    public static Refusal? Retract(WriteSession session, string definitionId)
    {
        if (session.Find("SELECT json FROM definitions WHERE definition_id = $1 AND is_published = 1", r => r.GetString(0), definitionId) is not { } json)
        {
            return Exists(session, definitionId) ? new Refusal(RefusalCodes.DefinitionNotPublished, $"No version of '{definitionId}' is published.") : Refusals.NotFound();
        }

        var definition = DefinitionReader.Read(json);
        TriggerRows.Remove(session, definitionId);
        session.Execute(
            "UPDATE definitions SET is_published = 0, json = $2 WHERE version_id = $1", definition.Id, DefinitionWriter.Write(definition with { IsPublished = false }));
        return null;
    }

    /// <summary>The content of an earlier version becomes the draft.</summary>
    public static Refusal? Revert(WriteSession session, string definitionId, int version, DateTimeOffset now)
    {
        if (session.Find("SELECT json FROM definitions WHERE definition_id = $1 AND version = $2", r => r.GetString(0), definitionId, version) is not { } json)
        {
            return Refusals.NotFound();
        }

        SaveDraft(session, DefinitionReader.Read(json), now);
        return null;
    }

    /// <summary>Deletes one version, or all; refused while instances stand on one of them, or others run it as an activity.</summary>
    public static Refusal? Delete(WriteSession session, string definitionId, int? version)
    {
        var doomed = session.Query(
            "SELECT version_id FROM definitions WHERE definition_id = $1 AND ($2 IS NULL OR version = $2)", r => r.GetString(0), definitionId, version);
        if (doomed.Count == 0)
        {
            return Refusals.NotFound();
        }

        foreach (var versionId in doomed)
        {
            if (Use(session, definitionId, versionId) is { } use)
            {
                return use;
            }
        }

        foreach (var versionId in doomed)
        {
            session.Execute("DELETE FROM triggers WHERE version_id = $1", versionId);
            session.Execute("DELETE FROM definitions WHERE version_id = $1", versionId);
        }

        // The newest that is left is the latest.
        session.Execute(
            "UPDATE definitions SET is_latest = 1 WHERE version_id = (SELECT version_id FROM definitions WHERE definition_id = $1 ORDER BY version DESC LIMIT 1)", definitionId);
        return null;
    }

    // The journal of an ended instance is read with its definition, so an ended one keeps it too.
    private static Refusal? Use(Session session, string definitionId, string versionId)
    {
        var instances = session.Find("SELECT count(*) FROM instances WHERE version_id = $1", r => r.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture), versionId);
        if (instances is not (null or "0"))
        {
            return new Refusal(RefusalCodes.DefinitionInUse, $"{instances} instance(s) stand on version '{versionId}'. Retract the definition instead: no new instance starts then.");
        }

        if (session.Find("SELECT id FROM outbox WHERE kind = 'StartChild' AND json_extract(payload, '$.versionId') = $1 LIMIT 1", r => r.GetString(0), versionId) is not null)
        {
            return new Refusal(RefusalCodes.DefinitionInUse, $"An instance of version '{versionId}' is about to start.");
        }

        var consumer = session.Find(
            "SELECT version_id FROM definitions d, json_each(d.composites) c WHERE c.value = $1 AND d.definition_id <> $2 LIMIT 1", r => r.GetString(0), versionId, definitionId);
        return consumer is null ? null : new Refusal(RefusalCodes.DefinitionInUse, $"'{consumer}' runs version '{versionId}' as an activity. Publish it without, or delete it first.");
    }

    private static bool Exists(Session session, string definitionId) =>
        session.Find("SELECT version_id FROM definitions WHERE definition_id = $1 LIMIT 1", r => r.GetString(0), definitionId) is not null;
}
