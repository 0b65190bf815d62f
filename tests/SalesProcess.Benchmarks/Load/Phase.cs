using System.Diagnostics;

namespace SalesProcess.Benchmarks.Load;

/// <summary>One kind of work done by a number of clients until the time is over or there is nothing left to do.</summary>
internal static class Phase
{
    /// <param name="work">Does one operation; false when there is nothing left.</param>
    public static async Task<Measured> RunAsync(string name, BenchmarkServer server, IReadOnlyList<LoadClient> clients, TimeSpan time, Func<LoadClient, Task<bool>> work)
    {
        var before = server.Usage();
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(clients.Select(c => Task.Run(() => WorkAsync(c, started, time, work))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = server.Usage();
        return new Measured(name, clients.Count, [.. latencies.SelectMany(l => l).Order()], elapsed, after.Processor - before.Processor, after.WrittenBytes - before.WrittenBytes);
    }

    private static async Task<List<long>> WorkAsync(LoadClient client, long started, TimeSpan time, Func<LoadClient, Task<bool>> work)
    {
        var latencies = new List<long>(100_000);
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var begin = Stopwatch.GetTimestamp();
            if (!await work(client))
            {
                break;
            }

            latencies.Add(Stopwatch.GetTimestamp() - begin);
        }

        return latencies;
    }
}

/// <summary>The figures of one phase.</summary>
/// <param name="Latencies">In ticks of the stopwatch, in order of size.</param>
internal sealed record Measured(string Name, int Clients, IReadOnlyList<long> Latencies, TimeSpan Elapsed, TimeSpan Processor, long WrittenBytes)
{
    public const string Head = "| phase | clients | operations | per s | p50 ms | p99 ms | max ms | server CPU ms/op | disk KB/op |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |";

    public override string ToString() => Latencies.Count == 0
        ? $"| {Name} | {Clients} | 0 | | | | | | |"
        : $"| {Name} | {Clients} | {Latencies.Count} | {Latencies.Count / Elapsed.TotalSeconds:0} | {Percentile(0.5):0.00} | {Percentile(0.99):0.00} | {Percentile(1):0.0} "
          + $"| {Processor.TotalMilliseconds / Latencies.Count:0.000} | {WrittenBytes / 1024.0 / Latencies.Count:0.0} |";

    private double Percentile(double share) =>
        Stopwatch.GetElapsedTime(0, Latencies[Math.Min(Latencies.Count - 1, (int)(share * Latencies.Count))]).TotalMilliseconds;
}
