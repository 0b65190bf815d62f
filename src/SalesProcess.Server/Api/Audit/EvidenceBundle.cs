using System.Security.Cryptography;
using System.Text;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;

namespace SalesProcess.Server.Api;

/// <summary>
/// What a deal was, for somebody who does not trust the service: every row of the record with its digest, the definitions by their texts, and a
/// signature over all of it. The content is one text, so that the signed bytes are in the file as they were signed.
/// </summary>
internal sealed class EvidenceBundle(Database database, DataFolder data, TimeProvider clock)
{
    public const string Format = "salesprocess-evidence/1";

    private readonly Lazy<ECDsa> _key = new(() => data.SigningKey("evidence-signing.pem"));

    public Reply Of(string instanceId)
    {
        var content = ValueJson.Format(database.Read(session => session.AtOneMoment(() => Content(session, instanceId))));
        var bundle = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["content"] = content,
            ["signature"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["algorithm"] = "ES256",
                ["publicKey"] = _key.Value.ExportSubjectPublicKeyInfoPem(),
                ["value"] = Convert.ToBase64String(_key.Value.SignData(Encoding.UTF8.GetBytes(content), HashAlgorithmName.SHA256)),
            },
        };
        return new Reply { Status = StatusCodes.Status200OK, Body = ValueJson.FormatBytes(bundle) };
    }

    private Dictionary<string, object?> Content(Session session, string instanceId)
    {
        var ids = session.Query(
            "WITH RECURSIVE tree (id) AS (SELECT $1 UNION ALL SELECT i.id FROM instances i JOIN tree t ON i.parent_id = t.id) SELECT id FROM tree", r => r.GetString(0), instanceId);
        var versions = ids.Select(id => session.Find("SELECT version_id FROM instances WHERE id = $1", r => r.GetString(0), id)!).Distinct(StringComparer.Ordinal).ToList();
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["instanceId"] = instanceId,
            ["madeAt"] = clock.GetUtcNow(),
            ["instances"] = ids.Select(object? (id) => Instance(session, id)).ToList(),
            ["definitions"] = versions.Select(object? (version) => Definition(session, version)).ToList(),
        };
    }

    private static Dictionary<string, object?> Instance(Session session, string id)
    {
        var journal = Rows(
            session, "SELECT instance_id, revision, at, seed, actor, stimulus, entries, facts, birth, state_hash, effects_hash, digest FROM journal WHERE instance_id = $1 ORDER BY revision", id,
            "instanceId", "revision", "at", "seed", "actor", "stimulus", "entries", "facts", "birth", "stateHash", "effectsHash", "digest");
        var events = Rows(
            session, "SELECT instance_id, root_id, task_id, kind, actor, on_behalf_of, at, changes, digest FROM audit WHERE instance_id = $1 ORDER BY id", id,
            "instanceId", "rootId", "taskId", "kind", "actor", "onBehalfOf", "at", "changes", "digest");
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = id,
            ["head"] = Rows(
                session, "SELECT definition_id, version_id, parent_id, root_id, business_key, owner, team, status, sub_status, outcome, started_by FROM instances WHERE id = $1", id,
                "definitionId", "versionId", "parentId", "rootId", "businessKey", "owner", "team", "status", "subStatus", "outcome", "startedBy")[0],
            // How many there are and how they end, so that nothing can be cut off.
            ["journal"] = Chain(journal),
            ["events"] = Chain(events),
            ["documents"] = Rows(session, "SELECT id, name, content_type, sha256, author, created_at FROM documents WHERE instance_id = $1 ORDER BY id", id, "id", "name", "contentType", "sha256", "author", "createdAt"),
            ["attachments"] = Rows(
                session,
                "SELECT a.id, a.task_id, a.name, a.content_type, a.size, a.sha256, a.uri, a.author, a.at FROM attachments a JOIN tasks t ON t.id = a.task_id WHERE t.instance_id = $1 ORDER BY a.at, a.id", id,
                "id", "taskId", "name", "contentType", "size", "sha256", "uri", "author", "at"),
            ["approvals"] = Rows(
                session, "SELECT a.task_id, a.document_id, a.sha256, a.role, a.user, a.outcome, a.at FROM approvals a JOIN tasks t ON t.id = a.task_id WHERE t.instance_id = $1 ORDER BY a.at, a.task_id", id,
                "taskId", "documentId", "sha256", "role", "user", "outcome", "at"),
        };
    }

    private static Dictionary<string, object?> Chain(List<object?> rows) => new(StringComparer.Ordinal)
    {
        ["count"] = (long)rows.Count,
        ["last"] = rows.Count == 0 ? null : ((Dictionary<string, object?>)rows[^1]!)["digest"],
        ["rows"] = rows,
    };

    private static Dictionary<string, object?> Definition(Session session, string versionId)
    {
        var json = session.Find("SELECT json FROM definitions WHERE version_id = $1", r => r.GetString(0), versionId)!;
        return new Dictionary<string, object?>(StringComparer.Ordinal) { ["versionId"] = versionId, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), ["json"] = json };
    }

    private static List<object?> Rows(Session session, string sql, string id, params string[] names) => session.Query(
        sql,
        object? (r) => names.Select((name, i) => (Name: name, Value: r.IsDBNull(i) ? null : r.GetValue(i))).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
        id);
}
