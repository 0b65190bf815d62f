using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using SalesProcess.Runtime;
using SalesProcess.Server.Api;
using SalesProcess.Server.Identity;
using SalesProcess.Server.Telemetry;

namespace SalesProcess.Server;

/// <summary>How the service is put together.</summary>
public static class Composition
{
    private const string DefaultUrl = "http://localhost:5080";

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Settings lie beside the executable; data and workflows below the folder the user stands in.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        return builder;
    }

    /// <summary>What keeps the service from starting, in words; null if nothing does.</summary>
    public static string? WhatIsMissing(WebApplicationBuilder builder)
    {
        var folder = Path.GetFullPath(builder.Configuration["Workflows:Path"] ?? new WorkflowsOptions().Path);
        return Directory.Exists(folder)
            ? null
            : $"The workflows folder '{folder}' does not exist. Start in the folder that holds 'workflows', or set Workflows:Path (environment: Workflows__Path).";
    }

    public static void AddSalesProcess(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(json => json.UseUtcTimestamp = true);
        }

        builder.Services.AddSalesProcessRuntime(builder.Configuration);
        builder.Services.AddDataProtection().SetApplicationName("SalesProcess");
        builder.Services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((keys, data, log) =>
            keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(data.Path, "keys")), log));
        builder.Services.AddSalesProcessSignIn(builder.Configuration, builder.Environment);
        builder.Services.AddApi();
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store", HealthStatus.Unhealthy, ["ready"]);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("System.Runtime").AddPrometheusExporter());
    }

    public static void UseSalesProcess(this WebApplication app)
    {
        app.UseMiddleware<ErrorAnswers>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapApi();
        if (SignIn.HasDevTokens(app.Configuration, app.Environment))
        {
            DevTokens.Map(app);
        }
    }
}
