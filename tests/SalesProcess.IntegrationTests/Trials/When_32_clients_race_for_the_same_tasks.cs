using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>
/// 32 clients claim, complete, delegate, take back and vote on the same tasks over HTTP. <c>RACING_REQUESTS</c> says how many calls (10,000 is the figure that is
/// promised; the tests of every day make do with fewer).
/// </summary>
public sealed class When_32_clients_race_for_the_same_tasks
{
    private const int Clients = 32;
    private const int CallsPerInstance = 40;
    private const int Usual = 2_000;

    private static readonly int Requests = int.TryParse(Environment.GetEnvironmentVariable("RACING_REQUESTS"), CultureInfo.InvariantCulture, out var n) ? n : Usual;

    [Test]
    public async Task Nothing_is_lost_nothing_is_done_twice_and_duties_stay_separated()
    {
        await using var trial = new Trial("draft-and-approve");
        var (calls, events) = await RaceAsync(trial, Requests);

        var done = calls.Where(c => c.Status == 200).CountBy(c => c.Verb).ToDictionary();
        TestContext.Out.WriteLine($"{calls.Count} calls: {string.Join(", ", calls.CountBy(c => $"{c.Verb} {c.Status} {c.Code}".TrimEnd()).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"))}");
        Assert.That(SeparationChecker.Check(calls, events), Is.Empty);
        Assert.That(done.Keys, Is.SupersetOf((string[])["claim", "complete", "delegate", "recall", "read"]), "each of them has to have happened");
        Assert.That(trial.Leftovers(), Is.Empty);
        Assert.That(Replays.OfAll(trial.Server.Folder.DatabaseFile).Where(r => r["verdict"]!.ToString() != "Equal"), Is.Empty, "every instance can be computed again, over all that was taken back");
    }

    [Test]
    public async Task The_checker_notices_a_definition_without_the_rule()
    {
        await using var trial = new Trial("draft-and-approve-loosely");
        var (calls, events) = await RaceAsync(trial, 1_200, "draft-and-approve-loosely");
        Assert.That(SeparationChecker.Check(calls, events), Has.Some.Contains("took part in the draft and in"));
    }

    [Test]
    public async Task The_checker_notices_a_history_that_was_tampered_with()
    {
        await using var trial = new Trial("draft-and-approve");
        var (calls, events) = await RaceAsync(trial, 600);
        var completed = calls.First(c => c is { Verb: "complete", Status: 200 });
        var read = calls.First(c => c is { Verb: "read", Revision: > 1 });

        Assert.That(SeparationChecker.Check([.. calls, completed with { Status = 500 }], events), Has.Some.Contains("neither done nor refused"));
        Assert.That(SeparationChecker.Check([.. calls, completed], events), Has.Some.Contains("acknowledged"), "a lost act");
        Assert.That(SeparationChecker.Check([.. calls.Where(c => c != completed)], events), Has.Some.Contains("acknowledged"), "an act that nobody was told of");
        Assert.That(SeparationChecker.Check(calls, [.. events, events.First(i => i.Any(e => e["kind"]!.ToString() == "complete")).SelectMany(e => (JsonNode[])[e, e]).ToList()]), Has.Some.Contains("twice"));
        Assert.That(SeparationChecker.Check([.. calls, read with { Begun = long.MaxValue - 1, Ended = long.MaxValue, Revision = 0 }], events), Has.Some.Contains("shows revision 0"));
    }

    private static async Task<(IReadOnlyList<RacingCall> Calls, IReadOnlyList<IReadOnlyList<JsonNode>> Events)> RaceAsync(Trial trial, int requests, string definition = "draft-and-approve")
    {
        var instances = await trial.StartAsync(definition, Math.Max(4, requests / CallsPerInstance));
        var race = new Race(trial, [.. instances.Select(i => i.Tasks[0])]);
        await AtOnce.RunAsync(Enumerable.Range(0, Clients).Select<int, Func<Task<bool>>>(client => () => race.RunAsync(client, requests / Clients)));
        var auditor = trial.Server.Staff.As(Staff.Auditor);
        var events = await AtOnce.WorkOffAsync(instances, 8, i => auditor.ListAsync($"/instances/{i.Id}/events"));
        return (race.Calls, events);
    }

    private sealed class Race(Trial trial, IReadOnlyList<string> drafts)
    {
        private readonly ConcurrentBag<RacingCall> _calls = [];
        private readonly ConcurrentDictionary<string, string[]> _open = new(drafts.ToDictionary(d => d, d => new[] { d }, StringComparer.Ordinal), StringComparer.Ordinal);
        private long _time;

        public IReadOnlyList<RacingCall> Calls => [.. _calls.OrderBy(c => c.Begun)];

        public async Task<bool> RunAsync(int client, int calls)
        {
            var random = new Random(client);
            for (var i = 0; i < calls; i++)
            {
                // All clients are at the same few deals at the same time, and go on to the next ones together.
                var deal = drafts[((i * drafts.Count / calls) + random.Next(2)) % drafts.Count];
                var person = trial.Rep(random.Next(Trial.Reps.Count));
                var tasks = _open[deal];
                var task = random.Next(4) == 0 ? deal : tasks[random.Next(tasks.Length)];
                await StepAsync(deal, task, person, random);
            }

            return true;
        }

        private Task StepAsync(string deal, string task, PersonClient person, Random random) => random.Next(10) switch
        {
            0 or 1 => CallAsync(person, "claim", task, () => person.PostAsync($"/tasks/{task}/claim")),
            2 => CallAsync(person, "delegate", task, () => person.PostAsync($"/tasks/{task}/delegate", new JsonObject { ["to"] = Trial.Reps[random.Next(Trial.Reps.Count)] })),
            3 or 4 => CallAsync(person, "recall", task, () => person.PostAsync($"/tasks/{task}/recall")),
            5 or 6 => CallAsync(person, "read", task, () => person.GetAsync($"/tasks/{task}")),
            _ => CompleteAsync(deal, task, person, random),
        };

        private async Task CompleteAsync(string deal, string task, PersonClient person, Random random)
        {
            var action = await IsVoteAsync(task, person) ? random.Next(4) == 0 ? "Reject" : "Approve" : "Complete";
            var answer = await CallAsync(person, "complete", task, () => person.CompleteAsync(task, action));
            if (answer.Status == 200 && answer.Json["nextTasks"]!.AsArray() is { Count: > 0 } next)
            {
                _open[deal] = [.. next.Select(t => t!["id"]!.ToString())];
            }

            if (answer.Status == 200 && random.Next(3) == 0)
            {
                await CallAsync(person, "recall", task, () => person.PostAsync($"/tasks/{task}/recall"));
            }
        }

        private static async Task<bool> IsVoteAsync(string task, PersonClient person) => (await person.GetAsync($"/tasks/{task}")).Text.Contains("\"Approve\"", StringComparison.Ordinal);

        private async Task<ApiAnswer> CallAsync(PersonClient person, string verb, string task, Func<Task<ApiAnswer>> call)
        {
            var begun = Interlocked.Increment(ref _time);
            var answer = await call();
            var ended = Interlocked.Increment(ref _time);
            var revision = answer.Status != 200 ? null : verb == "complete" ? answer.Json["task"]!["revision"]!.GetValue<long>() : (long?)answer.Json["revision"]!.GetValue<long>();
            _calls.Add(new RacingCall(begun, ended, person.Person, verb, task, answer.Status, answer.Code, revision));
            return answer;
        }
    }
}
