using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Effects;

/// <summary>Hands committed effects to their handlers: at once after the commit, and again later what failed or was cut off by a crash.</summary>
public sealed class EffectDispatcher(IServiceProvider services, CommitQueue queue, TimeProvider clock, ILogger<EffectDispatcher> log)
{
    /// <summary>What a caller waits for at most; the rest goes on in the background.</summary>
    private const int MaxMessages = 1_000;

    // What is being drained around this: a handler's own messages join the end of that queue, so that no chain of instances grows the stack.
    private static readonly AsyncLocal<Queue<OutboxMessage>?> Draining = new();

    // Handlers use the runner, and the runner uses this: resolved at first use.
    private readonly Lazy<FrozenDictionary<string, IEffectHandler>> _handlers = new(() =>
        services.GetServices<IEffectHandler>().ToFrozenDictionary(h => h.EffectType.Name, StringComparer.Ordinal));

    public Effect Read(string kind, string payload) => (Effect)StoredJson.Read(payload, Handler(kind).EffectType);

    /// <summary>Performs messages and all that comes of them.</summary>
    public async Task DrainAsync(IReadOnlyList<OutboxMessage> messages)
    {
        if (JointStep.Current?.Hold(messages) == true)
        {
            return;
        }

        if (Draining.Value is { } around)
        {
            foreach (var message in messages)
            {
                around.Enqueue(message);
            }

            return;
        }

        if (messages.Count == 0)
        {
            return;
        }

        var waiting = new Queue<OutboxMessage>(messages);
        // Holds for what is called from here only.
        Draining.Value = waiting;
        for (var handled = 0; handled < MaxMessages && waiting.TryDequeue(out var next); handled++)
        {
            await HandleAsync(next);
        }
    }

    /// <summary>Performs one message. A failure is logged, counted and tried again later: the step that wanted it is committed and stays so.</summary>
    public async Task HandleAsync(OutboxMessage message)
    {
        try
        {
            var handler = Handler(message.Effect.GetType().Name);
            if (JointStep.Current is null || !handler.ReachesOutside)
            {
                await handler.HandleAsync(message, CancellationToken.None);
            }
        }
        catch (AlreadyHandledException)
        {
            log.LogDebug("Message {Message} was handled by somebody else", message.Id);
        }
        catch (StoreClosedException)
        {
            log.LogInformation("Message {Message} waits for the next start", message.Id);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Effect {Effect} of instance {Instance} failed and is tried again", message.Effect.GetType().Name, message.InstanceId);
            await PostponeAsync(message.Id, failure);
        }
    }

    /// <summary>Part of a handler's commit: removes its message, or stops the commit if somebody else has done it.</summary>
    public static void Remove(WriteSession session, OutboxMessage message)
    {
        if (session.Execute("DELETE FROM outbox WHERE id = $1", message.Id) == 0)
        {
            throw new AlreadyHandledException(message.Id);
        }
    }

    private IEffectHandler Handler(string kind) =>
        _handlers.Value.TryGetValue(kind, out var handler) ? handler : throw new InvalidOperationException($"No handler for the effect '{kind}'.");

    /// <summary>Notes a failure with its message, which is tried again later.</summary>
    public async Task PostponeAsync(string messageId, Exception failure)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            // 2 s, 4 s, 8 s … up to about an hour.
            await queue.RunAsync(
                session => session.Execute(
                    "UPDATE outbox SET attempts = attempts + 1, next_at = $2 + (1000 << min(attempts + 1, 12)), last_error = $3 WHERE id = $1",
                    messageId, now, failure.Message),
                CancellationToken.None);
        }
        catch (Exception store) when (store is StoreClosedException or StoreFailedException)
        {
            log.LogWarning(store, "Message {Message} keeps its time: the store took no note of the failure", messageId);
        }
    }
}
