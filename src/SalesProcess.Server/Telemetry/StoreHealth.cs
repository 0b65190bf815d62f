using Microsoft.Extensions.Diagnostics.HealthChecks;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Telemetry;

/// <summary>Ready means: a transaction goes through.</summary>
internal sealed class StoreHealth(CommitQueue queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await queue.RunAsync(_ => true, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
