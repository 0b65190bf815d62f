using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Definitions;

/// <summary>Definitions and their versions: drafts, publishing, and the graphs that instances run on.</summary>
public sealed partial class DefinitionService(Database database, CommitQueue queue, ActivityCatalog catalog, CompanyRules rules, TimeProvider clock, ILogger<DefinitionService> log)
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
        return database.Read(s => WorkflowGraph.Compile(DefinitionReader.Read(json), catalog, Composites.Kept(s)));
    })).Value;

    /// <summary>The published version, or a given one; null if there is none.</summary>
    public WorkflowGraph? Published(string definitionId, int? version = null)
    {
        var versionId = version is null
            ? PublishedVersion(definitionId)
            : database.Read(s => s.Find(PublishedOnce, r => r.GetString(0), definitionId, version));
        return versionId is null ? null : Graph(versionId);
    }

    public IReadOnlyList<Diagnostic> Validate(JsonObject json, JsonPlaces places)
    {
        try
        {
            return Validate(DefinitionReader.Read(json, places));
        }
        catch (DefinitionException fault)
        {
            return fault.Findings;
        }
    }

    public IReadOnlyList<Diagnostic> Validate(WorkflowDefinition definition)
    {
        try
        {
            var graph = database.Read(s => Composites.Compile(s, definition, catalog).Graph);
            return Findings(graph);
        }
        catch (DefinitionException fault)
        {
            return fault.Findings;
        }
    }

    /// <summary>Saves a draft: the latest version if it is not published, else a new version.</summary>
    public async Task<Answer> SaveDraftAsync(string definitionId, JsonObject json, Caller caller, CancellationToken ct)
    {
        try
        {
            var definition = DefinitionReader.Read(json) with { DefinitionId = definitionId };
            _ = database.Read(s => Composites.Compile(s, definition, catalog));
            var versionId = await queue.RunAsync(
                session =>
                {
                    caller.Keep(session, definitionId, clock);
                    return Recorded(session, definitionId, "save-draft", caller, () => DefinitionVersions.SaveDraft(session, definition, clock.GetUtcNow()));
                },
                ct);
            _graphs.TryRemove(versionId, out _);
            return new Answer.Accepted(definitionId);
        }
        catch (DefinitionException fault)
        {
            return new Answer.Refused(Invalid(fault.Findings));
        }
    }

    /// <summary>No version is published any more.</summary>
    public Task<Answer> RetractAsync(string definitionId, Caller caller, CancellationToken ct) =>
        ChangeAsync(definitionId, "retract", session => DefinitionVersions.Retract(session, definitionId), caller, ct);

    /// <summary>The content of an earlier version becomes the draft.</summary>
    public Task<Answer> RevertAsync(string definitionId, int version, Caller caller, CancellationToken ct) =>
        ChangeAsync(definitionId, "revert", session => DefinitionVersions.Revert(session, definitionId, version, clock.GetUtcNow()), caller, ct);

    /// <summary>Deletes one version, or all.</summary>
    public Task<Answer> DeleteAsync(string definitionId, int? version, Caller caller, CancellationToken ct) =>
        ChangeAsync(definitionId, "delete", session => DefinitionVersions.Delete(session, definitionId, version), caller, ct);

    private async Task<Answer> ChangeAsync(string definitionId, string verb, Func<WriteSession, Refusal?> change, Caller caller, CancellationToken ct)
    {
        var answer = await queue.RunAsync<Answer>(
            session =>
            {
                if (Recorded(session, definitionId, verb, caller, () => change(session)) is { } refusal)
                {
                    return new Answer.Refused(refusal);
                }

                caller.Keep(session, definitionId, clock);
                return new Answer.Accepted(definitionId);
            },
            ct);
        ForgetPublished();
        return answer;
    }

    /// <summary>Brings the index of triggers up to date: what it says follows from the definitions, and how it is computed may have changed since they were published.</summary>
    public async Task IndexTriggersAsync(CancellationToken ct)
    {
        var published = database.Read(session => session.Query(
            "SELECT version_id FROM definitions WHERE is_published = 1 AND json LIKE '%canStartWorkflow%'", r => r.GetString(0)));
        foreach (var versionId in published)
        {
            try
            {
                var graph = Graph(versionId);
                await queue.RunAsync(
                    session =>
                    {
                        // Another service on this store may have published the next version meanwhile.
                        if (DefinitionVersions.IsPublished(session, versionId))
                        {
                            TriggerRows.Sync(session, graph, NewAmbient());
                        }

                        return true;
                    },
                    ct);
            }
            catch (DefinitionException fault)
            {
                // Published by an earlier release, and not readable by this one: its triggers stay as they are, and the others are not held up.
                log.LogError(fault, "The triggers of {Version} are not indexed anew", versionId);
            }
        }
    }

    private T Recorded<T>(WriteSession session, string definitionId, string kind, Caller? caller, Func<T> act) =>
        DefinitionActs.Recorded(session, definitionId, kind, caller?.Actor.Id, clock.GetUtcNow(), act);

    // Triggers are evaluated without a run, so nothing of chance may be in them.
    private Ambient NewAmbient() => new(clock.GetUtcNow(), seed: 0, rules.Facts);

    private string? PublishedVersion(string definitionId)
    {
        lock (_lock)
        {
            if (!_published.TryGetValue(definitionId, out var versionId))
            {
                versionId = database.Read(s => DefinitionVersions.Published(s, definitionId));
                if (versionId is not null)
                {
                    _published[definitionId] = versionId;
                }
            }

            return versionId;
        }
    }

    // A publication may have brought other definitions with it, and versions that were deleted may come again with another content.
    private void ForgetPublished()
    {
        lock (_lock)
        {
            _published.Clear();
            _facts = null;
        }

        _graphs.Clear();
    }

    private IReadOnlyList<Diagnostic> Findings(WorkflowGraph graph) =>
        [.. DefinitionValidator.Validate(graph), .. TaskDefinitionRules.Validate(graph, rules.Directory, id => rules.Form(id) is not null)];

    private static Refusal Invalid(IReadOnlyList<Diagnostic> findings) => new(
        RefusalCodes.DefinitionInvalid,
        $"The definition has {findings.Count(f => f.Severity == Severity.Error)} error(s).",
        [.. findings.Where(f => f.Severity == Severity.Error).Select(f => new FieldError(f.Path, f.Code, f.Message))]);
}
