using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Background;

/// <summary>Wakes bookmarks whose time has come. What was due while the service was down is woken at the next start.</summary>
internal sealed class TimerPump(Database database, InstanceRunner runner, TimeProvider clock, ILogger<TimerPump> log) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly Dictionary<string, object?> NoInput = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await WakeAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WakeAsync(CancellationToken ct)
    {
        var due = database.Read(session => session.Query(
            "SELECT id, instance_id FROM bookmarks WHERE resume_at <= $1 ORDER BY resume_at LIMIT $2",
            r => (Bookmark: r.GetString(0), Instance: r.GetString(1)),
            clock.GetUtcNow().ToUnixTimeMilliseconds(), Batch));
        foreach (var (bookmark, instance) in due)
        {
            try
            {
                await runner.ResumeAsync(instance, bookmark, NoInput, static _ => { }, 0, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException and not StoreClosedException)
            {
                // The bookmark stays, so the next round tries it again; the others are not held up.
                log.LogError(failure, "The timer {Bookmark} of instance {Instance} could not be woken", bookmark, instance);
            }
        }
    }
}
