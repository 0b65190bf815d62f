using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Effects;

/// <summary>Cancels an instance because its parent was cancelled, or does not wait for it any more. One that has not been started never is.</summary>
internal sealed class CancelInstanceHandler(InstanceRunner runner, Database database, CommitQueue queue) : IEffectHandler
{
    public Type EffectType => typeof(CancelInstance);

    public async Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var cancel = (CancelInstance)message.Effect;
        if (!database.Read(session => Exists(session, cancel.TargetId)) && await queue.RunAsync(session => TakeBack(session, message, cancel.TargetId), ct))
        {
            return;
        }

        Action<WriteSession> remove = s => EffectDispatcher.Remove(s, message);
        await runner.RunAsync(
            cancel.TargetId,
            loaded => Refusals.IsOver(loaded.State)
                ? new StepDecision.Skipped(remove)
                : new StepDecision.Proceed(new Stimulus.Cancel(cancel.Reason), remove),
            actor: null,
            ct);
    }

    // False if it was started meanwhile.
    private static bool TakeBack(WriteSession session, OutboxMessage message, string targetId)
    {
        if (Exists(session, targetId))
        {
            return false;
        }

        OutboxRows.TakeBackStarts(session, message.InstanceId, targetId);
        EffectDispatcher.Remove(session, message);
        return true;
    }

    private static bool Exists(Session session, string id) => session.Find("SELECT id FROM instances WHERE id = $1", r => r.GetString(0), id) is not null;
}
