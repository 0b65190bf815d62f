using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace SalesProcess.Benchmarks.Load;

/// <summary>
/// The work that Elsa was measured on: start instances, complete their task A, complete their task B, and all three in turn. Starts make the stock of tasks that
/// the completions use up, so a phase of completions may end before its time.
/// </summary>
internal sealed class LoadRun(IReadOnlyList<int> clientCounts, TimeSpan time, TimeSpan warmUp)
{
    public async Task RunAsync(CancellationToken ct)
    {
        using var server = await BenchmarkServer.StartAsync(ct);
        Say($"cold start to the first answer: {server.ColdStart.TotalSeconds:0.00} s, {server.Usage().WorkingSet >> 20} MB");
        var token = await TokenAsync(server.Address, ct);
        using var http = LoadClient.Connect();
        IReadOnlyList<LoadClient> Clients(int count) => [.. Enumerable.Range(0, count).Select(_ => new LoadClient(http, server.Address, token))];
        await Phase.RunAsync("warm-up", server, Clients(8), warmUp, WholeAsync);
        Say(Measured.Head);
        foreach (var count in clientCounts)
        {
            await MeasureAsync(server, Clients(count));
        }

        Say($"under load: {server.Usage().WorkingSet >> 20} MB, database {new FileInfo(server.DatabaseFile).Length >> 20} MB");
    }

    private async Task MeasureAsync(BenchmarkServer server, IReadOnlyList<LoadClient> clients)
    {
        var (first, second) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        Say(await Phase.RunAsync("start", server, clients, time, async client =>
        {
            first.Enqueue(await client.StartAsync());
            return true;
        }));
        Say(await Phase.RunAsync("complete A", server, clients, time, async client =>
        {
            if (!first.TryDequeue(out var task))
            {
                return false;
            }

            second.Enqueue(await client.CompleteAsync(task) ?? throw new InvalidDataException("After task A there is no task B."));
            return true;
        }));
        Say(await Phase.RunAsync("complete B", server, clients, time, async client =>
            second.TryDequeue(out var task) && await client.CompleteAsync(task) is null));
        Say(await Phase.RunAsync("whole process", server, clients, time, WholeAsync));
    }

    private static async Task<bool> WholeAsync(LoadClient client)
    {
        var next = await client.CompleteAsync(await client.StartAsync());
        return await client.CompleteAsync(next!) is null;
    }

    private static async Task<string> TokenAsync(Uri address, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var answer = JsonDocument.Parse(await http.GetStringAsync("/dev/token?user=anna", ct));
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(object line) => Console.WriteLine(line);
}
