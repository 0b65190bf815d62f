using System.Text;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Replay;

/// <summary>
/// Computes an instance again from its journal, run by run, with the definition version and the facts that were recorded, and compares. Nothing is taken
/// from the company's rules of today, and nothing is written.
/// </summary>
public sealed class InstanceReplay(ActivityCatalog catalog)
{
    private readonly Dictionary<string, WorkflowGraph> _graphs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, object?>> _facts = new(StringComparer.Ordinal);

    /// <summary>The ids of all instances, in the order of their start.</summary>
    public static IReadOnlyList<string> All(Session session) => session.Query("SELECT id FROM instances ORDER BY created_at, id", r => r.GetString(0));

    /// <returns>Null if there is no such instance.</returns>
    public ReplayReport? Run(Session session, string instanceId) => session.AtOneMoment(() => Compare(session, instanceId));

    private ReplayReport? Compare(Session session, string instanceId)
    {
        var instance = session.Find(
            "SELECT version_id, revision, state FROM instances WHERE id = $1",
            r => new { VersionId = r.GetString(0), Revision = r.GetInt64(1), State = (byte[])r.GetValue(2) }, instanceId);
        if (instance is null)
        {
            return null;
        }

        byte[]? state = null;
        byte[]? earlier = null;
        string? digest = null;
        var (runs, entries) = (0, 0);
        foreach (var (row, recorded) in Rows(session, instanceId))
        {
            if (row.Revision != runs + 1)
            {
                return Differs(new ReplayDifference(runs + 1, null, "row", "a run", "no row, or one out of place"));
            }

            if (recorded is null)
            {
                return new ReplayReport(instanceId, ReplayVerdict.Unproven, runs, entries);
            }

            var step = Step(session, instance.VersionId, row, state, earlier);
            if (step.Difference is not null)
            {
                return Differs(step.Difference);
            }

            digest = RowDigest.Of(row, digest);
            if (digest != recorded)
            {
                return Differs(new ReplayDifference(row.Revision, JournalJson.ReadEntries(row.Entries) is [var first, ..] ? first.Sequence : null, "row", recorded, digest));
            }

            (earlier, state) = (state, step.State);
            runs++;
            entries += step.Entries;
        }

        if (runs != instance.Revision)
        {
            return Differs(new ReplayDifference(runs + 1, null, "row", $"{instance.Revision} runs", $"{runs} rows"));
        }

        return state.AsSpan().SequenceEqual(instance.State)
            ? new ReplayReport(instanceId, ReplayVerdict.Equal, runs, entries)
            : Differs(new ReplayDifference(runs, null, "instance", Encoding.UTF8.GetString(instance.State), Encoding.UTF8.GetString(state ?? [])));

        ReplayReport Differs(ReplayDifference difference) => new(instanceId, ReplayVerdict.Differs, runs, entries, difference);
    }

    /// <summary>The last run of an instance, computed again; for one that may have to be taken back.</summary>
    /// <returns>Null if it cannot be proven to be what was done then.</returns>
    internal LastRun? Last(Session session, string instanceId) => session.AtOneMoment(() =>
    {
        var version = session.Find("SELECT version_id FROM instances WHERE id = $1", r => r.GetString(0), instanceId)!;
        byte[]? state = null;
        byte[]? earlier = null;
        LastRun? last = null;
        foreach (var (row, recorded) in Rows(session, instanceId))
        {
            if (recorded is null || Step(session, version, row, state, earlier) is not { Difference: null, Run: { } run } step)
            {
                return null;
            }

            last = new LastRun(row.Revision, JournalJson.ReadStimulus(row.Stimulus), state, run);
            (earlier, state) = (state, step.State);
        }

        return last;
    });

    private Computed Step(Session session, string versionId, JournalRecord row, byte[]? state, byte[]? earlier)
    {
        try
        {
            var graph = Graph(session, versionId);
            var before = StateJson.Read(state ?? Encoding.UTF8.GetBytes(row.Birth ?? ""), graph);
            var ambient = new Ambient(DateTimeOffset.FromUnixTimeMilliseconds(row.At), unchecked((ulong)row.Seed), Facts(session, row.Facts!));
            var stimulus = JournalJson.ReadStimulus(row.Stimulus);
            var run = stimulus is Stimulus.Recall
                ? Interpreter.Recall(before, StateJson.Read(earlier!, graph), ambient)
                : Interpreter.Run(graph, before, stimulus, ambient);
            var after = StateJson.Write(run.State);
            return new Computed(after, run.Journal.Count, Compare(row, run, after)) { Run = run };
        }
        catch (Exception damage)
        {
            // Whatever a changed byte leads to, it is the row that is at fault: the very same code ran when it was written.
            return new Computed([], 0, new ReplayDifference(row.Revision, null, "row", "a run", $"it cannot be computed: {damage.Message}"));
        }
    }

    private static ReplayDifference? Compare(JournalRecord row, RunResult run, byte[] after)
    {
        var entries = JournalJson.Entries(run.Journal);
        if (entries != row.Entries)
        {
            var recorded = JournalJson.ReadEntries(row.Entries).Select(e => JournalJson.Entries([e])).ToList();
            var computed = run.Journal.Select(e => JournalJson.Entries([e])).ToList();
            // Texts of the same entries may still differ (a space more): then the first one stands for the row.
            var at = Enumerable.Range(0, Math.Max(recorded.Count, computed.Count)).FirstOrDefault(i => recorded.ElementAtOrDefault(i) != computed.ElementAtOrDefault(i));
            return new ReplayDifference(row.Revision, (run.Journal.Count > 0 ? run.Journal[0].Sequence : 1) + at, "entry", recorded.ElementAtOrDefault(at), computed.ElementAtOrDefault(at));
        }

        var state = RowDigest.Of(after);
        if (state != row.StateHash)
        {
            return new ReplayDifference(row.Revision, null, "state", row.StateHash, state);
        }

        var effects = RowDigest.Of(run.Effects);
        return effects == row.EffectsHash ? null : new ReplayDifference(row.Revision, null, "effects", row.EffectsHash, effects);
    }

    private WorkflowGraph Graph(Session session, string versionId)
    {
        if (!_graphs.TryGetValue(versionId, out var graph))
        {
            var json = session.Find("SELECT json FROM definitions WHERE version_id = $1", r => r.GetString(0), versionId)
                ?? throw new InvalidDataException($"The definition version '{versionId}' is gone.");
            _graphs[versionId] = graph = WorkflowGraph.Compile(DefinitionReader.Read(json), catalog, Composites.Kept(session));
        }

        return graph;
    }

    private IReadOnlyDictionary<string, object?> Facts(Session session, string hash)
    {
        if (!_facts.TryGetValue(hash, out var facts))
        {
            var text = session.Find("SELECT text FROM contents WHERE hash = $1", r => r.GetString(0), hash) ?? throw new InvalidDataException($"The facts '{hash}' are gone.");
            if (RowDigest.Of(Encoding.UTF8.GetBytes(text)) != hash)
            {
                throw new InvalidDataException($"The facts '{hash}' have been changed.");
            }

            _facts[hash] = facts = (IReadOnlyDictionary<string, object?>)ValueJson.ParseStored(text)!;
        }

        return facts;
    }

    private static List<(JournalRecord Row, string? Digest)> Rows(Session session, string instanceId) => session.Query(
        """
        SELECT instance_id, revision, at, seed, actor, stimulus, entries, facts, birth, state_hash, effects_hash, digest
        FROM journal WHERE instance_id = $1 ORDER BY revision
        """,
        r => (new JournalRecord(
            r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), Text(r, 4), r.GetString(5), r.GetString(6), Text(r, 7), Text(r, 8), Text(r, 9), Text(r, 10)), Text(r, 11)),
        instanceId);

    private static string? Text(System.Data.Common.DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private sealed record Computed(byte[] State, int Entries, ReplayDifference? Difference)
    {
        public RunResult? Run { get; init; }
    }
}

/// <summary>The last run of an instance.</summary>
/// <param name="Before">The state it found; null for the first run.</param>
internal sealed record LastRun(long Revision, Stimulus Stimulus, byte[]? Before, RunResult Run);
