using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.IntegrationTests.Trials;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_skippable_task_is_skipped
{
    private Trial _trial = null!;

    [OneTimeSetUp]
    public void StartServer() => _trial = new Trial("skippable", "one-task");

    [OneTimeTearDown]
    public ValueTask StopServer() => _trial.DisposeAsync();

    [Test]
    public async Task The_flow_takes_the_outcome_for_it_and_the_record_says_who_and_why()
    {
        var skipped = (await SkipAsync("skippable", "Known customer.")).Expect(200).Json;

        Assert.That(skipped["task"]!["state"]!.ToString(), Is.EqualTo("Obsolete"));
        Assert.That(skipped["task"]!["outcome"]!.ToString(), Is.EqualTo("Skipped"));
        Assert.That(skipped["task"]!["completedBy"]!.ToString(), Is.EqualTo("anna"));
        Assert.That(skipped["task"]!["comment"]!.ToString(), Is.EqualTo("Known customer."));
        var instance = (await Anna.GetAsync($"/instances/{skipped["instance"]!["id"]}")).Expect(200).Json;
        Assert.That((instance["status"]!.ToString(), instance["outcome"]!.ToString()), Is.EqualTo(("Finished", "Skipped")));
    }

    [Test]
    public async Task A_reason_is_required() => (await SkipAsync("skippable", " ")).Expect(422, "reason-required");

    [Test]
    public async Task It_is_refused_where_the_definition_does_not_allow_it() => (await SkipAsync("one-task", "Why not.")).Expect(409, "task-not-skippable");

    [Test]
    public async Task Skipping_and_completing_at_once_have_one_winner()
    {
        var tasks = (await _trial.StartAsync("skippable", 40)).Select(i => i.Tasks[0]).ToList();

        var answers = await AtOnce.RunAsync(tasks.SelectMany<string, Func<Task<ApiAnswer>>>(task =>
            [() => _trial.Rep(1).PostAsync($"/tasks/{task}/skip", new JsonObject { ["reason"] = "No need." }), () => _trial.Rep(2).CompleteAsync(task, "Yes")]));

        foreach (var pair in answers.Chunk(2))
        {
            Assert.That(pair.Count(a => a.Status == 200), Is.EqualTo(1), string.Join('\n', pair.Select(a => a.ToString())));
            Assert.That(pair.Single(a => a.Status != 200).Code, Is.EqualTo("task-completed").Or.EqualTo("task-cancelled"));
        }

        Assert.That(_trial.Leftovers(), Is.Empty);
    }

    private PersonClient Anna => _trial.Rep(0);

    private async Task<ApiAnswer> SkipAsync(string definition, string reason)
    {
        var started = (await Anna.StartAsync(definition, [])).Expect(201).Json;
        return await Anna.PostAsync($"/tasks/{started["tasks"]![0]!["id"]}/skip", new JsonObject { ["reason"] = reason });
    }
}
