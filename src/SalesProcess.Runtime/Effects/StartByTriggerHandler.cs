using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Effects;

/// <summary>Starts an instance that a trigger asked for, unless the definition's activation rule speaks against it.</summary>
internal sealed class StartByTriggerHandler(InstanceRunner runner, DefinitionService definitions, Database database, CommitQueue queue) : IEffectHandler
{
    public Type EffectType => typeof(StartByTrigger);

    public async Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var start = (StartByTrigger)message.Effect;
        if (!database.Read(session => DefinitionVersions.IsStartable(session, start.VersionId)))
        {
            await DropAsync(message, ct);
            return;
        }

        var graph = definitions.Graph(start.VersionId);
        var facts = new InstanceFacts(null, null, null, StageTitle.IdOf(graph.Definition));
        var instance = new NewInstance(start.NewInstanceId, graph, start.Input, facts, start.CorrelationId, Actor: null)
        {
            TriggerActivityId = start.ActivityId,
            Chain = start.Chain,
        };
        try
        {
            await runner.StartAsync(
                instance,
                session =>
                {
                    EffectDispatcher.Remove(session, message);
                    ActivationRules.Enforce(session, instance);
                },
                ct);
        }
        catch (Exception refused) when (refused is NotActivatedException or StaleException)
        {
            await DropAsync(message, ct);
        }
    }

    // Nobody waits for an answer: that another one runs, or that the version was deleted meanwhile, is all there is to it.
    private Task<bool> DropAsync(OutboxMessage message, CancellationToken ct) => queue.RunAsync(
        session =>
        {
            EffectDispatcher.Remove(session, message);
            return true;
        },
        ct);
}
