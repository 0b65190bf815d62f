using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Telemetry;

/// <summary>Figures for operators, in Prometheus' format at <c>/metrics</c>.</summary>
internal static class Metrics
{
    public const string MeterName = "SalesProcess";

    public static IServiceCollection AddSalesProcessMetrics(this IServiceCollection services)
    {
        services.AddHostedService<Gauges>();
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(MeterName)).WithMetrics(metrics => metrics
            .AddMeter(MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>What is open, counted when it is asked for.</summary>
    private sealed class Gauges(Database database, IMeterFactory meters) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var meter = meters.Create(MeterName);
            meter.CreateObservableGauge("salesprocess.tasks.open", () => Count("SELECT COUNT(*) FROM tasks WHERE is_open = 1"), description: "User tasks that are open.");
            meter.CreateObservableGauge("salesprocess.instances.running", () => Count("SELECT COUNT(*) FROM instances WHERE status = 'Running'"), description: "Instances that run.");
            meter.CreateObservableGauge("salesprocess.instances.faulted", () => Count("SELECT COUNT(*) FROM instances WHERE status = 'Finished' AND sub_status = 'Faulted'"), description: "Instances that wait for a retry.");
            meter.CreateObservableGauge("salesprocess.outbox.pending", () => Count("SELECT COUNT(*) FROM outbox"), description: "Effects that are committed and not performed.");
            meter.CreateObservableGauge("salesprocess.mails.waiting", () => Count("SELECT COUNT(*) FROM mails WHERE failed_at IS NULL"), description: "Mails that wait to be sent.");
            meter.CreateObservableGauge("salesprocess.mails.failed", () => Count("SELECT COUNT(*) FROM mails WHERE failed_at IS NOT NULL"), description: "Mails that were given up.");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private long Count(string sql) => database.Read(session => session.Query(sql, r => r.GetInt64(0)))[0];
    }
}
