using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.IntegrationTests.Trials;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_decision_is_taken_back
{
    private Trial _trial = null!;

    [OneTimeSetUp]
    public void StartServer() => _trial = new Trial("draft-and-approve", "one-task", "crash-parent", "crash-child");

    [OneTimeTearDown]
    public ValueTask StopServer() => _trial.DisposeAsync();

    [Test]
    public async Task The_task_is_with_whoever_decided_and_what_followed_is_gone()
    {
        var (instance, draft) = await StartAsync("draft-and-approve");
        var before = _trial.Server.Database.Query("SELECT state FROM instances WHERE id = '" + instance + "'", r => JsonNode.Parse((byte[])r.GetValue(0))!).Single();
        var votes = Next(await CompleteAsync(Anna, draft, "Complete"));
        Assert.That(await AllowedAsync(Anna, draft), Is.EqualTo((string[])["recall"]));

        var recalled = (await Anna.PostAsync($"/tasks/{draft}/recall")).Expect(200).Json;

        Assert.That((Text(recalled, "state"), Text(recalled, "assignee"), recalled["completedBy"], recalled["outcome"]), Is.EqualTo(("Reserved", "anna", (JsonNode?)null, (JsonNode?)null)));
        Assert.That(await OpenAsync(instance), Is.EqualTo((string[])[draft]));
        var after = _trial.Server.Database.Query("SELECT state FROM instances WHERE id = '" + instance + "'", r => JsonNode.Parse((byte[])r.GetValue(0))!).Single();
        Assert.That(after["bookmarks"]?.ToJsonString(), Is.EqualTo(before["bookmarks"]?.ToJsonString()));
        Assert.That(after["records"]?.ToJsonString(), Is.EqualTo(before["records"]?.ToJsonString()));
        (await Bob.PostAsync($"/tasks/{votes[0]}/claim")).Expect(409, "task-cancelled");
        Assert.That(Next(await CompleteAsync(Anna, draft, "Complete")), Has.Count.EqualTo(3).And.No.Member(votes[0]));
        var replay = (await _trial.Server.Staff.As(Staff.Auditor).GetAsync($"/instances/{instance}/replay")).Expect(200).Json;
        Assert.That(Text(replay, "verdict"), Is.EqualTo("Equal").IgnoreCase);
    }

    [Test]
    public async Task Not_after_somebody_has_touched_what_followed()
    {
        var (_, draft) = await StartAsync("draft-and-approve");
        var votes = Next(await CompleteAsync(Anna, draft, "Complete"));
        (await Bob.PostAsync($"/tasks/{votes[0]}/claim")).Expect(200);

        (await Anna.PostAsync($"/tasks/{draft}/recall")).Expect(409, "recall-window-closed");
        Assert.That(await AllowedAsync(Anna, draft), Is.Empty);
    }

    [Test]
    public async Task Not_by_anybody_else_and_not_what_nobody_has_decided()
    {
        var (_, draft) = await StartAsync("draft-and-approve");
        (await Anna.PostAsync($"/tasks/{draft}/recall")).Expect(409, "recall-window-closed");
        await CompleteAsync(Anna, draft, "Complete");
        (await Bob.PostAsync($"/tasks/{draft}/recall")).Expect(409, "task-not-owned");
        (await _trial.Server.Staff.As("lena").PostAsync($"/tasks/{draft}/recall")).Expect(404, "not-found");
    }

    [Test]
    public async Task The_vote_that_decided_opens_the_ballot_again_for_those_who_had_not_voted()
    {
        var (instance, draft) = await StartAsync("draft-and-approve");
        var votes = Next(await CompleteAsync(Anna, draft, "Complete"));
        await CompleteAsync(Bob, votes[0], "Approve");
        var filing = Next(await CompleteAsync(Carl, votes[1], "Approve"));

        (await Carl.PostAsync($"/tasks/{votes[1]}/recall")).Expect(200);

        Assert.That(await OpenAsync(instance), Is.EquivalentTo((string[])[votes[1], votes[2]]).And.No.Member(filing[0]));
        // The first vote still counts, and still keeps its voter out; the one taken back does not.
        (await Bob.CompleteAsync(votes[2], "Approve")).Expect(409, "already-voted");
        (await Carl.PostAsync($"/tasks/{votes[1]}/release")).Expect(200);
        await CompleteAsync(Carl, votes[2], "Reject");
        await CompleteAsync(_trial.Server.Staff.As("dora"), votes[1], "Approve");
    }

    [Test]
    public async Task An_instance_that_ended_with_it_goes_on()
    {
        var (instance, task) = await StartAsync("one-task");
        await CompleteAsync(Anna, task, "Yes");
        (await Anna.PostAsync($"/tasks/{task}/recall")).Expect(200);
        var stands = (await Anna.GetAsync($"/instances/{instance}")).Expect(200).Json;
        Assert.That((Text(stands, "status"), stands["outcome"]), Is.EqualTo(("Running", (JsonNode?)null)));
        Assert.That(Text((await CompleteAsync(Anna, task, "No"))["task"]!, "outcome"), Is.EqualTo("No"));
    }

    [Test]
    public async Task A_recall_and_a_claim_of_what_followed_have_one_winner()
    {
        var drafts = (await _trial.StartAsync("draft-and-approve", 40)).Select(i => i.Tasks[0]).ToList();
        var votes = new List<string>();
        foreach (var draft in drafts)
        {
            votes.Add(Next(await CompleteAsync(Anna, draft, "Complete"))[0]);
        }

        var answers = await AtOnce.RunAsync(drafts.Zip(votes).SelectMany<(string Draft, string Vote), Func<Task<ApiAnswer>>>(pair =>
            [() => Anna.PostAsync($"/tasks/{pair.Draft}/recall"), () => Bob.PostAsync($"/tasks/{pair.Vote}/claim")]));

        foreach (var pair in answers.Chunk(2))
        {
            Assert.That(pair.Count(a => a.Status == 200), Is.EqualTo(1), string.Join('\n', pair.Select(a => a.ToString())));
            Assert.That(pair.Single(a => a.Status != 200).Code, Is.EqualTo("recall-window-closed").Or.EqualTo("task-cancelled"));
        }

        Assert.That(_trial.Leftovers(), Is.Empty);
    }

    [Test]
    public async Task A_completed_task_says_who_was_kept_out_and_why()
    {
        var (_, draft) = await StartAsync("draft-and-approve");
        var votes = Next(await CompleteAsync(Anna, draft, "Complete"));
        await CompleteAsync(Bob, votes[0], "Approve");
        await CompleteAsync(Carl, votes[1], "Approve");

        var vote = (await Carl.GetAsync($"/tasks/{votes[1]}")).Expect(200).Json;

        Assert.That(vote["exclusions"]!.AsArray().Select(e => (Text(e!, "user"), Text(e!, "rule"), Text(e!, "taskId"))), Is.EqualTo(
            new[] { ("anna", "notCompletersOf", draft), ("bob", "oneVote", votes[0]) }));
    }

    private PersonClient Anna => _trial.Server.Staff.As("anna");

    private PersonClient Bob => _trial.Server.Staff.As("bob");

    private PersonClient Carl => _trial.Server.Staff.As("carl");

    private async Task<(string Instance, string Task)> StartAsync(string definition)
    {
        var started = (await Anna.StartAsync(definition, [])).Expect(201).Json;
        return (Text(started, "id")!, Text(started["tasks"]![0]!, "id")!);
    }

    private async Task<IReadOnlyList<string>> OpenAsync(string instance) =>
        [.. (await Anna.GetAsync($"/instances/{instance}")).Expect(200).Json["tasks"]!.AsArray().Select(t => Text(t!, "id")!)];

    private static async Task<IReadOnlyList<string?>> AllowedAsync(PersonClient person, string task) =>
        [.. (await person.GetAsync($"/tasks/{task}")).Expect(200).Json["allowedActions"]!.AsArray().Select(a => a?.ToString())];

    private static async Task<JsonNode> CompleteAsync(PersonClient person, string task, string action) => (await person.CompleteAsync(task, action)).Expect(200).Json;

    private static IReadOnlyList<string> Next(JsonNode completed) => [.. completed["nextTasks"]!.AsArray().Select(t => Text(t!, "id")!).Order(StringComparer.Ordinal)];

    private static string? Text(JsonNode json, string name) => json[name]?.ToString();
}
