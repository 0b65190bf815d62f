using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SalesProcess.Benchmarks.Load;

/// <summary>The built server as a process of its own, on an empty database in a temporary folder or on a folder that stays.</summary>
internal sealed class BenchmarkServer : IDisposable
{
    private readonly string _folder;
    private readonly bool _isTemporary;
    private readonly Process _process;

    private BenchmarkServer(int port, string? folder)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        (_folder, _isTemporary) = (folder ?? Directory.CreateTempSubdirectory("salesprocess-load-").FullName, folder is null);
        var workflows = Path.Combine(_folder, "workflows");
        if (_isTemporary)
        {
            CopyCompany(workflows);
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SalesProcess.Server.dll")])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            Environment =
            {
                // Development hands out tokens; nothing else differs.
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = Address.ToString(),
                ["Storage__ConnectionString"] = $"Data Source={DatabaseFile}",
                ["Workflows__Path"] = workflows,
                ["Logging__LogLevel__Default"] = "Warning",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
                ["Logging__LogLevel__Microsoft.AspNetCore.DataProtection"] = "Error",
            },
        };
        _process = Process.Start(start)!;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the first answer of <c>/health/ready</c>.</summary>
    public TimeSpan ColdStart { get; private set; }

    public string DatabaseFile => Path.Combine(_folder, "data", "salesprocess.db");

    /// <param name="folder">With <c>workflows</c> and <c>data</c> in it; null for a temporary one.</param>
    public static async Task<BenchmarkServer> StartAsync(CancellationToken ct, string? folder = null)
    {
        var watch = Stopwatch.StartNew();
        var server = new BenchmarkServer(FreePort(), folder);
        using var http = new HttpClient { BaseAddress = server.Address };
        while (!await IsReadyAsync(http, ct))
        {
            if (server._process.HasExited)
            {
                throw new InvalidOperationException("The server has ended by itself; its output says why.");
            }

            await Task.Delay(10, ct);
        }

        server.ColdStart = watch.Elapsed;
        return server;
    }

    /// <summary>What the server has used up since it was started.</summary>
    public Usage Usage()
    {
        _process.Refresh();
        return new Usage(_process.TotalProcessorTime, WrittenBytes(), _process.WorkingSet64);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (_isTemporary)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Copies the company's files and the definitions that are measured with.</summary>
    public static void CopyCompany(string workflows)
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "workflows"), workflows);
        Copy(Path.Combine(AppContext.BaseDirectory, "Definitions"), workflows);
    }

    // The kernel counts per process what went to the disk; other systems have no such figure.
    private long WrittenBytes()
    {
        var file = $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/io";
        return File.Exists(file)
            ? long.Parse(File.ReadLines(file).First(l => l.StartsWith("write_bytes:", StringComparison.Ordinal))["write_bytes:".Length..], CultureInfo.InvariantCulture)
            : 0;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}

/// <summary>Processor time, bytes written and memory of the server.</summary>
internal sealed record Usage(TimeSpan Processor, long WrittenBytes, long WorkingSet);
