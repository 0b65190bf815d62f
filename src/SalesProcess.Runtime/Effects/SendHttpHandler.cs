using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Http;

namespace SalesProcess.Runtime.Effects;

/// <summary>Hands a request on: nobody waits here for a peer.</summary>
internal sealed class SendHttpHandler(HttpRequests requests) : IEffectHandler
{
    public Type EffectType => typeof(Effect.SendHttp);

    public bool ReachesOutside => true;

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        requests.Add(message);
        return Task.CompletedTask;
    }
}
