using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SalesProcess.Runtime.Attachments;

/// <summary>Removes what a crash has left: files that came in half, before the first request; files that no row tells of, at start and every hour.</summary>
internal sealed class AttachmentSweep(AttachmentFiles files, TimeProvider clock, ILogger<AttachmentSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        files.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await Task.Yield();
            Sweep(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Sweep(CancellationToken ct)
    {
        try
        {
            var removed = files.All().TakeWhile(_ => !ct.IsCancellationRequested).Count(files.RemoveUnused);
            if (removed > 0)
            {
                log.LogInformation("{Removed} files of attachments that no task has were removed", removed);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(failure, "The folder of attachments could not be swept and is tried again in an hour");
        }
    }
}
