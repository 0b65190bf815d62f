using SalesProcess.Engine.Execution;

namespace SalesProcess.Runtime.Effects;

/// <summary>An effect that was committed and is to be performed.</summary>
/// <param name="Id">Its stable key: an outside system that sees it twice can tell.</param>
/// <param name="InstanceId">The instance that asked for it.</param>
public sealed record OutboxMessage(string Id, string InstanceId, Effect Effect);

/// <summary>Performs one kind of effect. What it changes here is committed together with the removal of the message, so it takes effect once.</summary>
public interface IEffectHandler
{
    Type EffectType { get; }

    /// <summary>It leaves the database, and with it what can be taken back: a rehearsal does without.</summary>
    bool ReachesOutside => false;

    Task HandleAsync(OutboxMessage message, CancellationToken ct);
}
