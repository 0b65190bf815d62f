using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The built server as a process of its own, which can be killed and started again on the same folder and port.</summary>
/// <param name="startedBy">Commands of a shell that starts it, on Unix: what it is limited to.</param>
internal sealed class ServerProcess(CompanyFolder folder, string? startedBy = null) : IDisposable
{
    private const int LinesKept = 200;

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public CompanyFolder Folder => folder;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        var server = Path.Combine(TestContext.CurrentContext.TestDirectory, "SalesProcess.Server.dll");
        var start = new ProcessStartInfo(startedBy is null ? "dotnet" : "/bin/sh", startedBy is null ? [server] : ["-c", $"{startedBy}; exec dotnet \"$0\"", server])
        {
            WorkingDirectory = folder.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = Address.ToString(),
                ["Storage__ConnectionString"] = $"Data Source={folder.DatabaseFile}",
                ["Workflows__Path"] = folder.Workflows,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = Address };
        await Eventually.Holds("the server is ready", () => IsReadyAsync(http));
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        if (_process!.HasExited)
        {
            throw new AssertionException($"The server ended by itself:\n{string.Join('\n', _output)}");
        }

        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }

        while (_output.Count > LinesKept && _output.TryDequeue(out _))
        {
            // Only the last lines are of use.
        }
    }
}
