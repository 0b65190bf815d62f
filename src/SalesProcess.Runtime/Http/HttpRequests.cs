using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Http;

/// <summary>
/// The requests under way. They are made beside callers and outbox, so a slow peer holds up nobody; a message stays in the outbox until its answer is
/// committed, and what a crash or a stop cuts off is made again under the same key.
/// </summary>
internal sealed class HttpRequests(HttpSender sender, InstanceRunner runner, EffectDispatcher effects, Database database, ILogger<HttpRequests> log) : BackgroundService
{
    private const int AtOnce = 32;

    private readonly Channel<OutboxMessage> _waiting = Channel.CreateUnbounded<OutboxMessage>();
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Takes a request over, unless it is under way already.</summary>
    public void Add(OutboxMessage message)
    {
        if (_known.TryAdd(message.Id, true))
        {
            _waiting.Writer.TryWrite(message);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
        async (message, ct) => await PerformAsync(message, ct));

    private async Task PerformAsync(OutboxMessage message, CancellationToken ct)
    {
        try
        {
            var request = (Effect.SendHttp)message.Effect;
            // What nobody waits for any more is not asked.
            var waits = database.Read(session => session.Find("SELECT id FROM bookmarks WHERE id = $1", r => r.GetString(0), request.BookmarkId)) is not null;
            var answer = waits ? await sender.SendAsync(request, message.Id, ct) : [];
            // Somebody outside has acted: the chain of instances begins anew.
            await runner.ResumeAsync(message.InstanceId, request.BookmarkId, answer, session => EffectDispatcher.Remove(session, message), chain: 0, CancellationToken.None);
        }
        catch (AlreadyHandledException)
        {
            log.LogDebug("Message {Message} was handled by somebody else", message.Id);
        }
        catch (Exception stop) when (stop is StoreClosedException || ct.IsCancellationRequested)
        {
            log.LogInformation("Message {Message} waits for the next start", message.Id);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "The request of instance {Instance} failed and is tried again", message.InstanceId);
            await effects.PostponeAsync(message.Id, failure);
        }
        finally
        {
            _known.TryRemove(message.Id, out _);
        }
    }
}
