using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Definitions;

/// <summary>Definitions and their versions: drafts, publishing, and the graphs that instances run on.</summary>
public sealed class DefinitionService(Database database, CommitQueue queue, ActivityCatalog catalog, CompanyRules rules, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<WorkflowGraph>> _graphs = new(StringComparer.Ordinal);
    // A draft is still written over, so no instance may stand on it.
    private const string PublishedOnce = "SELECT version_id FROM definitions WHERE definition_id = $1 AND version = $2 AND published_at IS NOT NULL";

    // What is published is read and forgotten under one lock, so that nothing read before a publication is kept after it.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _published = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, object?>? _facts;

    /// <summary>What a run may know: the company's rules, and which definitions are published.</summary>
    public IReadOnlyDictionary<string, object?> Facts
    {
        get
        {
            lock (_lock)
            {
                return _facts ??= new Dictionary<string, object?>(rules.Facts, StringComparer.Ordinal)
                {
                    [Child.PublishedFact] = database.Read(s => s.Query("SELECT definition_id FROM definitions WHERE is_published = 1", r => r.GetString(0)))
                        .ToDictionary(id => id, _ => (object?)true, StringComparer.Ordinal),
                };
            }
        }
    }

    /// <summary>The graph of a version, compiled once.</summary>
    public WorkflowGraph Graph(string versionId) => _graphs.GetOrAdd(versionId, id => new Lazy<WorkflowGraph>(() =>
    {
        var json = database.Read(s => s.Find("SELECT json FROM definitions WHERE version_id = $1", r => r.GetString(0), id))
            ?? throw new InvalidOperationException($"Definition version {id} does not exist.");
        return WorkflowGraph.Compile(DefinitionReader.Read(json), catalog);
    })).Value;

    /// <summary>The published version, or a given one; null if there is none.</summary>
    public WorkflowGraph? Published(string definitionId, int? version = null)
    {
        var versionId = version is null
            ? PublishedVersion(definitionId)
            : database.Read(s => s.Find(PublishedOnce, r => r.GetString(0), definitionId, version));
        return versionId is null ? null : Graph(versionId);
    }

    public IReadOnlyList<Diagnostic> Validate(JsonObject json)
    {
        try
        {
            return Validate(DefinitionReader.Read(json));
        }
        catch (DefinitionException fault)
        {
            return [new Diagnostic(Severity.Error, "unreadable", fault.Path, null, fault.Message)];
        }
    }

    public IReadOnlyList<Diagnostic> Validate(WorkflowDefinition definition)
    {
        try
        {
            var graph = WorkflowGraph.Compile(definition, catalog);
            return [.. DefinitionValidator.Validate(graph), .. TaskDefinitionRules.Validate(graph, rules.Directory, id => rules.Form(id) is not null)];
        }
        catch (DefinitionException fault)
        {
            return [new Diagnostic(Severity.Error, "unreadable", fault.Path, null, fault.Message)];
        }
    }

    /// <summary>Saves a draft: the latest version if it is not published, else a new version.</summary>
    public async Task<Answer> SaveDraftAsync(string definitionId, JsonObject json, Caller caller, CancellationToken ct)
    {
        try
        {
            var definition = DefinitionReader.Read(json) with { DefinitionId = definitionId };
            _ = WorkflowGraph.Compile(definition, catalog);
            var versionId = await queue.RunAsync(session => SaveDraft(session, definition, caller), ct);
            _graphs.TryRemove(versionId, out _);
            return new Answer.Accepted(definitionId);
        }
        catch (DefinitionException fault)
        {
            return new Answer.Refused(Invalid([new Diagnostic(Severity.Error, "unreadable", fault.Path, null, fault.Message)]));
        }
    }

    /// <summary>Publishes the latest version; running instances stay on theirs.</summary>
    public async Task<Answer> PublishAsync(string definitionId, Caller caller, CancellationToken ct)
    {
        var answer = await queue.RunAsync(session => Publish(session, definitionId, caller), ct);
        Forget(definitionId);
        return answer;
    }

    /// <summary>Takes a file in: a new published version, if its content differs from the published one.</summary>
    public async Task<IReadOnlyList<Diagnostic>> ImportAsync(WorkflowDefinition definition, CancellationToken ct)
    {
        var findings = Validate(definition);
        if (findings.Any(f => f.Severity == Severity.Error))
        {
            return findings;
        }

        await queue.RunAsync(
            session =>
            {
                var stored = session.Find(
                    "SELECT json FROM definitions WHERE definition_id = $1 AND is_published = 1", r => r.GetString(0), definition.DefinitionId);
                if (stored is null || !SameContent(stored, definition))
                {
                    SaveDraft(session, definition, caller: null, anew: true);
                    Publish(session, definition.DefinitionId, caller: null);
                }

                return true;
            },
            ct);
        Forget(definition.DefinitionId);
        return findings;
    }

    private string? PublishedVersion(string definitionId)
    {
        lock (_lock)
        {
            if (!_published.TryGetValue(definitionId, out var versionId))
            {
                versionId = database.Read(s => s.Find("SELECT version_id FROM definitions WHERE definition_id = $1 AND is_published = 1", r => r.GetString(0), definitionId));
                if (versionId is not null)
                {
                    _published[definitionId] = versionId;
                }
            }

            return versionId;
        }
    }

    private void Forget(string definitionId)
    {
        lock (_lock)
        {
            _published.Remove(definitionId);
            _facts = null;
        }
    }

    private string SaveDraft(WriteSession session, WorkflowDefinition definition, Caller? caller, bool anew = false)
    {
        caller?.Keep(session, definition.DefinitionId, clock);
        var latest = session.Find(
            "SELECT version_id, version, published_at FROM definitions WHERE definition_id = $1 ORDER BY version DESC LIMIT 1",
            r => new { VersionId = r.GetString(0), Version = r.GetInt32(1), IsDraft = r.IsDBNull(2) },
            definition.DefinitionId);
        // A file that is taken in does not write over what a designer has begun.
        var version = latest is null ? 1 : !latest.IsDraft || anew ? latest.Version + 1 : latest.Version;
        var versionId = $"{definition.DefinitionId}-v{version}";
        var saved = definition with { Id = versionId, Version = version, IsLatest = true, IsPublished = false };
        session.Execute("UPDATE definitions SET is_latest = 0 WHERE definition_id = $1", definition.DefinitionId);
        session.Execute(
            """
            INSERT INTO definitions (version_id, definition_id, version, name, is_latest, is_published, json, created_at) VALUES ($1, $2, $3, $4, 1, 0, $5, $6)
            ON CONFLICT (version_id) DO UPDATE SET name = excluded.name, is_latest = 1, json = excluded.json
            """,
            versionId, definition.DefinitionId, version, definition.Name, DefinitionWriter.Write(saved), clock.GetUtcNow().ToUnixTimeMilliseconds());
        return versionId;
    }

    private Answer Publish(WriteSession session, string definitionId, Caller? caller)
    {
        var latest = session.Find(
            "SELECT version_id, json FROM definitions WHERE definition_id = $1 AND is_latest = 1", r => new { VersionId = r.GetString(0), Json = r.GetString(1) }, definitionId);
        if (latest is null)
        {
            return new Answer.Refused(Refusals.NotFound());
        }

        var definition = DefinitionReader.Read(latest.Json);
        var findings = Validate(definition);
        if (findings.Any(f => f.Severity == Severity.Error))
        {
            return new Answer.Refused(Invalid(findings));
        }

        session.Execute("UPDATE definitions SET is_published = 0 WHERE definition_id = $1", definitionId);
        session.Execute(
            "UPDATE definitions SET is_published = 1, json = $2, published_at = coalesce(published_at, $3) WHERE version_id = $1",
            latest.VersionId, DefinitionWriter.Write(definition with { IsPublished = true }), clock.GetUtcNow().ToUnixTimeMilliseconds());
        caller?.Keep(session, definitionId, clock);
        return new Answer.Accepted(definitionId);
    }

    private static Refusal Invalid(IReadOnlyList<Diagnostic> findings) => new(
        RefusalCodes.DefinitionInvalid,
        $"The definition has {findings.Count(f => f.Severity == Severity.Error)} error(s).",
        [.. findings.Where(f => f.Severity == Severity.Error).Select(f => new FieldError(f.Path, f.Code, f.Message))]);

    private static bool SameContent(string stored, WorkflowDefinition definition)
    {
        var published = DefinitionReader.Read(stored);
        var same = DefinitionWriter.ToJson(definition with { Id = published.Id, Version = published.Version, IsLatest = published.IsLatest, IsPublished = published.IsPublished });
        return JsonNode.DeepEquals(DefinitionWriter.ToJson(published), same);
    }
}
