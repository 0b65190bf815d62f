using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesProcess.Benchmarks.Load;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Benchmarks.Inbox;

/// <summary>Inboxes over a large database: who sees how much, and how long the answers take.</summary>
internal sealed class InboxRun(string folder, int finished, int open, int repeats, bool every)
{
    private static readonly string[] People =
        [Company.Auditor, Company.GeneralManager, Company.Region(0), Company.Manager(0), Company.Rep(0, 0), Company.Member("legal", 1), Company.Newcomer];

    public async Task RunAsync(CancellationToken ct)
    {
        await FillAsync(ct);
        using var server = await BenchmarkServer.StartAsync(ct, folder);
        Say($"{finished} finished and {open} open tasks, {new FileInfo(server.DatabaseFile).Length >> 20} MB; start {server.ColdStart.TotalSeconds:0.0} s");
        Say($"| person | sees | question | p50 ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- | --- |");
        foreach (var person in People)
        {
            using var client = await InboxClient.SignInAsync(server.Address, person, ct);
            var sees = await client.CountAsync();
            foreach (var kind in (await MeasureAsync(client)).GroupBy(m => m.Kind))
            {
                foreach (var one in every ? kind : kind.OrderByDescending(m => m.P99).Take(1))
                {
                    Say($"| {person} | {sees} | {one.Kind}: {one.Question} | {one.P50:0.0} | {one.P99:0.0} | {one.Max:0.0} |");
                }
            }
        }
    }

    private async Task<List<Asked>> MeasureAsync(InboxClient client)
    {
        var measured = new List<Asked>();
        foreach (var (kind, path, body) in Questions.All)
        {
            measured.Add(await AskAsync(kind, body is null ? path : $"{path.Split('/')[^1]} {body}", () => client.SendAsync(path, body)));
            if (body is null && await client.PageAsync(path, 20) is { } page)
            {
                measured.Add(await AskAsync(kind, $"{path}, page 20", () => client.SendAsync(page, null)));
            }
        }

        if (client.Person != Company.Auditor)
        {
            measured.Add(await AskAsync("next", "", () => client.SendAsync("tasks/next", "{}")));
        }

        return measured;
    }

    private async Task<Asked> AskAsync(string kind, string question, Func<Task<string>> ask)
    {
        await ask();
        var times = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            var begin = System.Diagnostics.Stopwatch.GetTimestamp();
            await ask();
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            if (times.Sum() > 20_000)
            {
                break;
            }
        }

        times.Sort();
        return new Asked(kind, question, times[times.Count / 2], times[(int)Math.Ceiling(times.Count * 0.99) - 1], times[^1]);
    }

    // Made once: whoever wants another one deletes the folder.
    private async Task FillAsync(CancellationToken ct)
    {
        var (workflows, file, made) = (Path.Combine(folder, "workflows"), Path.Combine(folder, "data", "salesprocess.db"), Path.Combine(folder, "made"));
        var size = string.Create(CultureInfo.InvariantCulture, $"{finished} finished, {open} open");
        if (File.Exists(made))
        {
            var there = await File.ReadAllTextAsync(made, ct);
            if (there != size)
            {
                throw new InvalidOperationException($"The folder {folder} holds {there} tasks, not {size}. Delete it, or choose another one.");
            }

            return;
        }

        BenchmarkServer.CopyCompany(workflows);
        Company.Write(workflows);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:ConnectionString"] = $"Data Source={file}",
            ["Workflows:Path"] = workflows,
        }).Build();
        await using var services = new ServiceCollection().AddLogging().AddSalesProcessRuntime(configuration).BuildServiceProvider();
        var database = services.GetRequiredService<Database>();
        await database.MigrateAsync(ct);
        using (var session = database.OpenWriter())
        {
            var rules = services.GetRequiredService<CompanyRules>();
            // What is filled at a start is full: of nothing yet.
            while (SearchRows.Fill(session, rules) || session.Boxes.Fill(rules.Directory))
            {
            }

            new TaskMill(session, rules, DateTimeOffset.UtcNow).Make(finished, open, ct);
        }

        await File.WriteAllTextAsync(made, size, Encoding.UTF8, ct);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Asked(string Kind, string Question, double P50, double P99, double Max);
}
