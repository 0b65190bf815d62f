using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using SalesProcess.Server.Cli;
using SalesProcess.Tasks;
using Directory = System.IO.Directory;

namespace SalesProcess.Server;

/// <summary>How the executable serves: where, and what it says if it cannot.</summary>
internal static class Serving
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>On this machine only, unless told otherwise. Logs are lines of JSON outside of Development.</summary>
    public static WebApplicationBuilder AddSalesProcessHosting(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]) && string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
            && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(o => o.UseUtcTimestamp = true);
        }

        return builder;
    }

    /// <summary>Serves until it is stopped.</summary>
    /// <returns>0, or 2 with a plain message if the configuration or a file of the company cannot be used.</returns>
    public static async Task<int> ServeAsync(Func<WebApplication> build, TextWriter error)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (fault is OptionsValidationException or InvalidDataException or ConfigurationFault or CommandFault)
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unreadable;
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{fault.Message} Choose another with --urls or ASPNETCORE_URLS.");
            return CommandLine.Unreadable;
        }
    }

    /// <summary>A newcomer in the wrong folder is told where to go.</summary>
    public static void CheckWorkflows(IConfiguration configuration)
    {
        var folder = Path.GetFullPath(configuration["Workflows:Path"] ?? "workflows");
        if (!Directory.Exists(folder))
        {
            throw new CommandFault($"There is no folder '{folder}'. Start the service where 'workflows' is, or name the folder with --Workflows:Path <folder>.");
        }
    }
}
