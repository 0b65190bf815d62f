using System.CommandLine;
using BenchmarkDotNet.Running;
using SalesProcess.Benchmarks.Evidence;
using SalesProcess.Benchmarks.Inbox;
using SalesProcess.Benchmarks.Load;
using SalesProcess.Benchmarks.Micro;

var clients = new Option<int[]>("--clients")
{
    Description = "How many clients at once; one row of figures for each number.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [1, 8, 32],
};
var seconds = new Option<int>("--seconds") { Description = "How long each phase lasts.", DefaultValueFactory = _ => 15 };
var warmUp = new Option<int>("--warm-up") { Description = "How long the server is warmed up before, in seconds.", DefaultValueFactory = _ => 5 };
var load = new Command("load", "Starts a server of its own on a temporary folder and puts it under load over HTTP.") { clients, seconds, warmUp };
load.SetAction(async (parsed, ct) =>
{
    var run = new LoadRun(parsed.GetValue(clients)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(warmUp)));
    await run.RunAsync(ct);
    return 0;
});
var filter = new Option<string[]>("--filter") { Description = "Which benchmarks.", DefaultValueFactory = _ => ["*"] };
var micro = new Command("micro", "Measures the engine's parts with BenchmarkDotNet.") { filter };
micro.SetAction(parsed =>
{
    BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(["--filter", .. parsed.GetRequiredValue(filter)]);
});
var events = new Option<int>("--events") { Description = "How many events the bundle has.", DefaultValueFactory = _ => 100_000 };
var verify = new Command("verify", "Builds an evidence bundle with many events and measures the command line's verify on it.") { events };
verify.SetAction(async (parsed, ct) =>
{
    await VerifyRun.RunAsync(parsed.GetValue(events), ct);
    return 0;
});
var folder = new Option<string>("--folder")
{
    Description = "Where the company and its database are made, and kept for the next run.",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "salesprocess-inbox"),
};
var finished = new Option<int>("--finished") { Description = "How many finished tasks.", DefaultValueFactory = _ => 1_000_000 };
var open = new Option<int>("--open") { Description = "How many open tasks.", DefaultValueFactory = _ => 100_000 };
var repeats = new Option<int>("--repeats") { Description = "How often each question is asked.", DefaultValueFactory = _ => 200 };
var every = new Option<bool>("--every") { Description = "A row for every question, instead of the slowest of its kind." };
var inbox = new Command("inbox", "Fills a database with tasks of some hundred people, starts a server on it and asks for lists, counts, searches and the next task over HTTP.")
{
    folder, finished, open, repeats, every,
};
inbox.SetAction(async (parsed, ct) =>
{
    var run = new InboxRun(parsed.GetRequiredValue(folder), parsed.GetValue(finished), parsed.GetValue(open), parsed.GetValue(repeats), parsed.GetValue(every));
    await run.RunAsync(ct);
    return 0;
});
return await new RootCommand("Measurements of SalesProcess.") { load, inbox, micro, verify }.Parse(args).InvokeAsync();
