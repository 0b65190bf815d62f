using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Effects;

/// <summary>Starts a child under the id that its parent chose.</summary>
internal sealed class StartChildHandler(InstanceRunner runner, DefinitionService definitions, Database database) : IEffectHandler
{
    public Type EffectType => typeof(Effect.StartChild);

    public async Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var effect = (Effect.StartChild)message.Effect;
        var graph = definitions.Graph(effect.VersionId!);
        var parent = database.Read(s => s.Find(
            "SELECT root_id, owner, team, business_key FROM instances WHERE id = $1",
            r => new { RootId = r.GetString(0), Owner = Text(r, 1), Team = Text(r, 2), BusinessKey = Text(r, 3) },
            message.InstanceId))!;
        var child = new NewInstance(
            effect.InstanceId,
            graph,
            effect.Input,
            // A detached child is a deal of its own for lists and tasks, linked by its parent.
            new InstanceFacts(effect.IsDetached ? null : parent.BusinessKey, parent.Owner, parent.Team, StageTitle.IdOf(graph.Definition)),
            effect.CorrelationId,
            Actor: null)
        {
            ParentId = message.InstanceId,
            RootId = parent.RootId,
            ParentBookmarkId = effect.ParentBookmarkId,
            Answers = effect.Answers,
            Depth = effect.Depth,
            Chain = effect.Chain,
        };
        await runner.StartAsync(child, session => EffectDispatcher.Remove(session, message), ct);
    }

    private static string? Text(System.Data.Common.DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
