using Microsoft.Data.Sqlite;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>A start as it was asked for.</summary>
public sealed record StartInstance(string Definition, int? Version, string? BusinessKey, string? CorrelationId, IReadOnlyDictionary<string, object?> Input);

/// <summary>The door to instances: start, cancel, retry, events.</summary>
public sealed class WorkflowService(
    InstanceRunner runner, DefinitionService definitions, CompanyRules rules, Database database, CommitQueue queue, EffectDispatcher effects, TimeProvider clock)
{
    private const int UniqueViolation = 19;

    public async Task<Answer> StartAsync(StartInstance command, Caller caller, CancellationToken ct)
    {
        if (definitions.Published(command.Definition, command.Version) is not { } graph)
        {
            return new Answer.Refused(new Refusal(RefusalCodes.NotFound, $"There is no published definition '{command.Definition}'{(command.Version is { } v ? $" in version {v}" : "")}."));
        }

        var ambient = runner.NewAmbient();
        var input = WithPeople(command.Input, graph.Definition, caller.Actor);
        var faults = InputRules.Check(graph.Definition, command.Input, rules, ambient);
        if (faults.Count > 0)
        {
            return new Answer.Refused(new Refusal(RefusalCodes.FormInvalid, $"The input of '{command.Definition}' has {faults.Count} fault(s).", faults));
        }

        var facts = new InstanceFacts(command.BusinessKey, input.GetValueOrDefault("owner") as string, input.GetValueOrDefault("team") as string, StageTitle.IdOf(graph.Definition));
        var instance = new NewInstance(ambient.NewId(), graph, input, facts, command.CorrelationId, caller.Actor.Id);
        try
        {
            await runner.StartAsync(
                instance,
                session =>
                {
                    caller.Keep(session, instance.Id, clock);
                    ActivationRules.Enforce(session, instance);
                },
                ct);
            return new Answer.Accepted(instance.Id);
        }
        catch (StaleException)
        {
            // The version was deleted between the look and the commit: what is published now decides.
            return await StartAsync(command, caller, ct);
        }
        catch (NotActivatedException refused)
        {
            return new Answer.Refused(Refusals.NotActivated(command.Definition, refused.Rule, IsTheirs(refused.RunningId, caller) ? refused.RunningId : null));
        }
        catch (SqliteException taken) when (taken.SqliteErrorCode == UniqueViolation && taken.Message.Contains("active_key", StringComparison.Ordinal))
        {
            var running = database.Read(s => s.Find(
                "SELECT id FROM instances WHERE definition_id = $1 AND active_key = $2", r => r.GetString(0), command.Definition, command.BusinessKey));
            return new Answer.Refused(Refusals.BusinessKeyInUse(command.BusinessKey!, command.Definition, running is not null && IsTheirs(running, caller) ? running : null));
        }
    }

    /// <summary>Cancels an instance with its children and open tasks.</summary>
    public async Task<Answer> CancelAsync(string id, string? reason, Caller caller, CancellationToken ct) =>
        Answer.Of(await runner.RunAsync(id, loaded => Unless(Refusals.IsOver(loaded.State), loaded.State, new Stimulus.Cancel(reason), caller, id), caller.Actor.Id, ct), id);

    /// <summary>Runs the faulted activities again.</summary>
    public async Task<Answer> RetryAsync(string id, Caller caller, CancellationToken ct) =>
        Answer.Of(await runner.RunAsync(id, loaded => Unless(Refusals.IsOver(loaded.State), loaded.State, new Stimulus.Retry(), caller, id), caller.Actor.Id, ct), id);

    /// <summary>Publishes an event to one instance and its descendants.</summary>
    public async Task<Answer> PublishEventAsync(string id, string name, object? payload, Caller caller, CancellationToken ct)
    {
        var messages = await queue.RunAsync(
            session =>
            {
                caller.Keep(session, id, clock);
                var now = clock.GetUtcNow();
                var targets = session.Query(
                    """
                    WITH RECURSIVE tree (id) AS (SELECT $1 UNION ALL SELECT i.id FROM instances i JOIN tree t ON i.parent_id = t.id)
                    SELECT id FROM tree
                    """,
                    r => r.GetString(0),
                    id);
                var eventId = runner.NewAmbient().NewId();
                var sent = targets.Select((target, i) => new OutboxMessage($"{eventId}-{i + 1}", target, new Effect.PublishEvent(name, null, target, payload))).ToList();
                sent.ForEach(m => OutboxRows.Insert(session, m, now.ToUnixTimeMilliseconds()));
                return sent;
            },
            ct);
        await effects.DrainAsync(messages);
        return new Answer.Accepted(id);
    }

    /// <summary>Publishes an event to all that wait for it and all that it starts.</summary>
    public async Task PublishToAllAsync(string name, object? payload, string? correlationId, Caller caller, CancellationToken ct)
    {
        var id = runner.NewAmbient().NewId();
        var message = new OutboxMessage(id, id, new Effect.PublishEvent(name, correlationId, InstanceId: null, payload));
        await queue.RunAsync(
            session =>
            {
                caller.Keep(session, name, clock);
                OutboxRows.Insert(session, message, clock.GetUtcNow().ToUnixTimeMilliseconds());
                return true;
            },
            ct);
        await effects.DrainAsync([message]);
    }

    // Which deal it is, is told only to those whose deal it is.
    private bool IsTheirs(string instanceId, Caller caller) => database.Read(s => s.Find(
        "SELECT owner, team FROM instances WHERE id = $1",
        r => new { Owner = r.IsDBNull(0) ? null : r.GetString(0), Team = r.IsDBNull(1) ? null : r.GetString(1) },
        instanceId)) is { } running && (running.Owner == caller.Actor.Id || (running.Team is not null && caller.Actor.Groups.Contains(running.Team)));

    private StepDecision Unless(bool over, InstanceState state, Stimulus stimulus, Caller caller, string id) => over
        ? new StepDecision.Refused(Refusals.Ended(state))
        : new StepDecision.Proceed(stimulus, session => caller.Keep(session, id, clock));

    // Owner, team and manager of a deal are those of whoever starts it, where the definition asks for them and the input does not say.
    private Dictionary<string, object?> WithPeople(IReadOnlyDictionary<string, object?> given, WorkflowDefinition definition, Actor actor)
    {
        var input = new Dictionary<string, object?>(given, StringComparer.Ordinal);
        var person = rules.Directory.Find(input.GetValueOrDefault("owner") as string ?? actor.Id);
        // Only who sells owns deals: a lead that a program or an office brings in goes to the sales people.
        if (person is null || !person.Groups.Any(g => g is "sales-rep" or "sales-manager"))
        {
            return input;
        }

        Fill("owner", person.Id);
        Fill("team", person.Groups.FirstOrDefault(g => g.StartsWith("team-", StringComparison.Ordinal)));
        Fill("manager", person.Groups.Contains("sales-manager") ? person.Id : person.Manager);
        return input;

        void Fill(string name, string? value)
        {
            if (value is not null && input.GetValueOrDefault(name) is null && definition.Inputs.Any(i => i.Name == name))
            {
                input[name] = value;
            }
        }
    }
}
