using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Api;
using SalesProcess.Server.Identity;

namespace SalesProcess.Benchmarks.Evidence;

/// <summary>A bundle with many events, made by the service's own code from a database of its own, and how long the command line takes to verify it.</summary>
internal static class VerifyRun
{
    private const string Instance = "01m8aesgnks68vt2rm607v8q8h";
    private const int Rounds = 5;

    public static async Task RunAsync(int events, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("salesprocess-verify-").FullName;
        try
        {
            var file = Path.Combine(folder, "evidence.json");
            await File.WriteAllBytesAsync(file, await BundleAsync(folder, events, ct), ct);
            Console.WriteLine($"{events:N0} events, {new FileInfo(file).Length / 1e6:F1} MB");
            for (var round = 1; round <= Rounds; round++)
            {
                var (seconds, said) = await VerifyAsync(file, ct);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: {seconds:F2} s: {said}"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<byte[]> BundleAsync(string folder, int events, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "bench.db")}",
            ["Workflows:Path"] = Path.Combine(AppContext.BaseDirectory, "workflows"),
        }).Build();
        await using var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)).AddSingleton(TimeProvider.System)
            .AddSalesProcessRuntime(configuration).BuildServiceProvider();
        var database = services.GetRequiredService<Database>();
        await database.MigrateAsync(ct);
        using (var session = database.OpenWriter())
        {
            session.Execute("BEGIN IMMEDIATE");
            Fill(session, events);
            session.Execute("COMMIT");
        }

        var bundle = new EvidenceBundle(database, new DataFolder(services.GetRequiredService<IOptions<StorageOptions>>()), TimeProvider.System);
        return bundle.Of(Instance).Body.ToArray();
    }

    // One instance whose task is claimed and released for ever.
    private static void Fill(WriteSession session, int events)
    {
        session.Execute(
            "INSERT INTO definitions (version_id, definition_id, version, name, is_latest, is_published, json, created_at) VALUES ('d-v1', 'd', 1, 'D', 1, 1, '{}', 0)");
        session.Execute(
            """
            INSERT INTO instances (id, definition_id, version_id, version, root_id, status, sub_status, state, revision, created_at, updated_at)
            VALUES ($1, 'd', 'd-v1', 1, $1, 'Running', 'Suspended', $2, 1, 0, 0)
            """,
            Instance, Array.Empty<byte>());
        for (var i = 0; i < events; i++)
        {
            var claims = i % 2 == 0;
            AuditRows.OfInstance(session, new Act(claims ? "claim" : "release", "anna", DateTimeOffset.UnixEpoch.AddSeconds(i)), Instance, Instance, new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["state"] = Change(claims, "Ready", "Reserved"),
                ["assignee"] = Change(claims, null, "anna"),
            });
        }
    }

    private static Dictionary<string, object?> Change(bool forth, object? one, object? other) =>
        new(StringComparer.Ordinal) { ["from"] = forth ? one : other, ["to"] = forth ? other : one };

    private static async Task<(double Seconds, string Said)> VerifyAsync(string file, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SalesProcess.Server.dll"), "verify", file]) { RedirectStandardOutput = true, UseShellExecute = false };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (watch.Elapsed.TotalSeconds, said.Trim());
    }
}
