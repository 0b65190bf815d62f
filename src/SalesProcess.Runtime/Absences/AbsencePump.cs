using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Absences;

/// <summary>Ends absences whose time is over.</summary>
internal sealed class AbsencePump(AbsenceService absences, TimeProvider clock, ILogger<AbsencePump> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            foreach (var over in absences.All.Where(a => a.To <= clock.GetUtcNow()))
            {
                try
                {
                    await absences.EndAsync(over, actor: null, stoppingToken);
                }
                catch (Exception failure) when (failure is StoreFailedException or StaleException)
                {
                    log.LogError(failure, "The absence {Absence} could not be ended and is tried again", over.Id);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
