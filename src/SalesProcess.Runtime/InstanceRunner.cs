using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Http;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>The only loop: load, decide, run, one commit, perform the effects. Starts, completed tasks, timers, events and answers of children all pass here.</summary>
public sealed class InstanceRunner(
    Database database,
    CommitQueue queue,
    InstanceLocks locks,
    DefinitionService definitions,
    CompanyRules rules,
    EffectDispatcher effects,
    Requesters requesters,
    IOptions<WorkflowsOptions> options,
    TimeProvider clock)
{
    /// <summary>A step whose basis changed meanwhile is decided anew; more often than this only a fault of ours explains.</summary>
    private const int MaxTries = 20;

    /// <summary>Starts an instance.</summary>
    /// <param name="also">Rows of the same commit.</param>
    /// <exception cref="StaleException">Its version was deleted meanwhile; nothing was started.</exception>
    public async Task<RunResult> StartAsync(NewInstance instance, Action<WriteSession>? also, CancellationToken ct)
    {
        var ambient = NewAmbient();
        var state = instance.ToState(ambient.Now, options.Value.FlowchartMode);
        var birth = StateJson.Write(state);
        var stimulus = new Stimulus.Start(instance.Input, instance.TriggerActivityId) { Chain = instance.Chain };
        var run = Interpreter.Run(instance.Graph, state, stimulus, ambient);
        var step = new Step(instance.Graph, instance.Facts, stimulus, ambient, instance.Actor, Revision: 0) { Birth = birth };
        var messages = await queue.RunAsync(
            session =>
            {
                if (!DefinitionVersions.IsStartable(session, instance.Graph.Definition.Id))
                {
                    throw new StaleException($"Version {instance.Graph.Definition.Id} was deleted meanwhile.");
                }

                also?.Invoke(session);
                return new InstanceCommit(session, rules, step, run).Apply();
            },
            ct);
        JointStep.WhenCommitted(() => requesters.Tell(run));
        await effects.DrainAsync(messages);
        return run;
    }

    /// <summary>Runs an existing instance by one stimulus, if <paramref name="decide"/> says so.</summary>
    /// <param name="decide">Decides on the freshly loaded instance; called again when the basis changed before the commit.</param>
    public async Task<StepOutcome> RunAsync(string instanceId, Func<LoadedInstance, StepDecision> decide, string? actor, CancellationToken ct)
    {
        var (outcome, messages) = await RunLockedAsync(instanceId, decide, actor, ct);
        // Without the lock: what follows may come back to this very instance.
        await effects.DrainAsync(messages);
        return outcome;
    }

    /// <summary>Resumes a bookmark; if it does not wait any more, only <paramref name="also"/> is written.</summary>
    /// <param name="chain">See <see cref="Stimulus.Chain"/>.</param>
    public Task<StepOutcome> ResumeAsync(
        string instanceId, string bookmarkId, IReadOnlyDictionary<string, object?> input, Action<WriteSession> also, int chain, CancellationToken ct) =>
        ResumeAsync(instanceId, bookmarkId, _ => new Answered(input, also), also, chain, ct);

    /// <summary>Resumes a bookmark with an answer that is found out under the instance's lock.</summary>
    /// <param name="otherwise">Written if the bookmark does not wait any more.</param>
    /// <param name="chain">See <see cref="Stimulus.Chain"/>.</param>
    public Task<StepOutcome> ResumeAsync(
        string instanceId, string bookmarkId, Func<LoadedInstance, Answered> answer, Action<WriteSession> otherwise, int chain, CancellationToken ct) =>
        RunAsync(
            instanceId,
            loaded =>
            {
                if (Refusals.IsOver(loaded.State) || loaded.State.FindBookmark(bookmarkId) is null)
                {
                    return new StepDecision.Skipped(otherwise);
                }

                var answered = answer(loaded);
                return new StepDecision.Proceed(new Stimulus.Resume(bookmarkId, answered.Input) { Chain = chain }, answered.Also);
            },
            actor: null,
            ct);

    private async Task<(StepOutcome Outcome, IReadOnlyList<OutboxMessage> Messages)> RunLockedAsync(
        string instanceId, Func<LoadedInstance, StepDecision> decide, string? actor, CancellationToken ct)
    {
        // A joint step has the writer, and whoever waits for that may have the instance's lock.
        using var held = JointStep.Current is null ? await locks.AcquireAsync(instanceId, ct) : null;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryAsync(instanceId, decide, actor, ct);
            }
            catch (StaleException) when (tries < MaxTries)
            {
                // Decided on rows that have changed since: load them again.
            }
        }
    }

    private async Task<(StepOutcome, IReadOnlyList<OutboxMessage>)> TryAsync(
        string instanceId, Func<LoadedInstance, StepDecision> decide, string? actor, CancellationToken ct)
    {
        var loaded = Load(instanceId);
        switch (decide(loaded))
        {
            case StepDecision.Refused refused:
                return (new StepOutcome.Refused(refused.Refusal), []);
            case StepDecision.Skipped skipped:
                await queue.RunAsync(
                    session =>
                    {
                        skipped.Also?.Invoke(session);
                        return true;
                    },
                    ct);
                return (new StepOutcome.Skipped(), []);
            case StepDecision.Proceed proceed:
                var ambient = NewAmbient();
                var run = proceed.Before is { } before
                    ? Interpreter.Recall(loaded.State, before, ambient)
                    : Interpreter.Run(loaded.Graph, loaded.State, proceed.Stimulus, ambient);
                var step = new Step(loaded.Graph, loaded.Facts, proceed.Stimulus, ambient, actor, loaded.Revision);
                var messages = await queue.RunAsync(
                    session =>
                    {
                        proceed.Also?.Invoke(session);
                        return new InstanceCommit(session, rules, step, run).Apply();
                    },
                    ct);
                JointStep.WhenCommitted(() => requesters.Tell(run));
                return (new StepOutcome.Done(run), messages);
            default:
                throw new InvalidOperationException("A step proceeds, is refused, or is skipped.");
        }
    }

    /// <summary>An instance as it stands.</summary>
    internal LoadedInstance Load(string instanceId)
    {
        var row = database.Read(session => session.Find(
            "SELECT version_id, state, revision, business_key, owner, team, stage_id FROM instances WHERE id = $1",
            r => new
            {
                VersionId = r.GetString(0),
                State = (byte[])r.GetValue(1),
                Revision = r.GetInt64(2),
                Facts = new InstanceFacts(Text(r, 3), Text(r, 4), Text(r, 5), Text(r, 6)),
            },
            instanceId)) ?? throw new InvalidOperationException($"Instance {instanceId} does not exist.");
        var graph = definitions.Graph(row.VersionId);
        return new LoadedInstance(graph, StateJson.Read(row.State, graph), row.Facts, row.Revision);
    }

    // To the millisecond, which is what the journal keeps: a run that is computed again has the same time.
    public Ambient NewAmbient() => new(
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()), BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), definitions.Facts);

    private static string? Text(System.Data.Common.DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

/// <summary>What is known of an instance besides its state.</summary>
public sealed record InstanceFacts(string? BusinessKey, string? Owner, string? Team, string? StageId);

/// <summary>An instance as it was loaded for one step.</summary>
public sealed record LoadedInstance(WorkflowGraph Graph, InstanceState State, InstanceFacts Facts, long Revision);

/// <summary>What a bookmark is resumed with.</summary>
/// <param name="Also">Rows of the same commit.</param>
public sealed record Answered(IReadOnlyDictionary<string, object?> Input, Action<WriteSession> Also);

/// <summary>One step, as the commit needs to know it.</summary>
/// <param name="Revision">The revision the step was decided on; 0 for a new instance.</param>
internal sealed record Step(WorkflowGraph Graph, InstanceFacts Facts, Stimulus Stimulus, Ambient Ambient, string? Actor, long Revision)
{
    /// <summary>The state before the first run.</summary>
    public byte[]? Birth { get; init; }
}

/// <summary>Whether an instance is run, and with what.</summary>
public abstract record StepDecision
{
    /// <param name="Also">Rows of the same commit; throws <see cref="StaleException"/> when the basis has changed.</param>
    public sealed record Proceed(Stimulus Stimulus, Action<WriteSession>? Also = null) : StepDecision
    {
        /// <summary>The state that stands again, if a run is taken back.</summary>
        public InstanceState? Before { get; init; }
    }

    public sealed record Refused(Refusal Refusal) : StepDecision;

    /// <summary>Nothing to run any more; the rows are written all the same.</summary>
    public sealed record Skipped(Action<WriteSession>? Also = null) : StepDecision;
}

public abstract record StepOutcome
{
    public sealed record Done(RunResult Run) : StepOutcome;

    public sealed record Refused(Refusal Refusal) : StepOutcome;

    public sealed record Skipped : StepOutcome;
}
