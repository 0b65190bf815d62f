using Microsoft.Extensions.Hosting;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Background;

/// <summary>Performs what was committed and not performed: after a crash, after a failure, at the end of long chains.</summary>
internal sealed class OutboxPump(Database database, EffectDispatcher effects, CommitQueue queue, TimeProvider clock) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever wrote what is there now is gone: nothing has to wait for its grace.
        await queue.RunAsync(session => session.Execute("UPDATE outbox SET next_at = 0 WHERE attempts = 0"), stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            var due = database.Read(session => OutboxRows.Due(session, effects, clock.GetUtcNow().ToUnixTimeMilliseconds(), Batch));
            foreach (var message in due)
            {
                await effects.HandleAsync(message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
