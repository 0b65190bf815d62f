using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

public sealed class When_one_task_is_completed_by_four_at_once
{
    private const int Instances = 60;
    private const int Clients = 4;

    [Test]
    public async Task Exactly_one_of_four_people_wins_and_the_others_are_told_so()
    {
        await using var trial = new Trial("one-task");
        var instances = await trial.StartAsync("one-task", Instances);

        var answers = await CompleteAsync(instances, (task, client) => trial.Rep(client).CompleteAsync(task, client % 2 == 0 ? "Yes" : "No"));

        var ended = await trial.ReadAsync(instances);
        foreach (var (four, end) in answers.Zip(ended))
        {
            Assert.That(four.Count(a => a.Status == 200), Is.EqualTo(1), string.Join('\n', four.Select(a => a.ToString())));
            Assert.That(four.Where(a => a.Status != 200).Select(a => (a.Status, a.Code)), Is.All.EqualTo((409, "task-completed")));
            var winner = four.Single(a => a.Status == 200).Json["task"]!["outcome"]!.GetValue<string>();
            Assert.That(end["outcome"]!.GetValue<string>(), Is.EqualTo(winner));
        }
    }

    [Test]
    public async Task One_person_who_sends_it_four_times_under_one_key_gets_one_effect_and_one_answer()
    {
        await using var trial = new Trial("one-task");
        var instances = await trial.StartAsync("one-task", Instances);

        var answers = await CompleteAsync(instances, (task, _) => trial.Rep(0).CompleteAsync(task, "Yes", key: $"key-{task}"));

        var again = await AtOnce.WorkOffAsync(instances, Clients, i => trial.Rep(0).CompleteAsync(i.Tasks[0], "Yes", key: $"key-{i.Tasks[0]}"));
        var refused = answers.SelectMany(four => four).Where(a => a is not ({ Status: 200 } or { Status: 409, Code: "idempotency-in-progress" })).ToList();
        Assert.That(refused, Is.Empty, $"{refused.Count} of {Instances * Clients} were refused, for example {refused.FirstOrDefault()}");
        foreach (var (four, repeated) in answers.Zip(again))
        {
            var first = four.Where(a => a is { Status: 200, IsReplayed: false }).ToList();
            Assert.That(first, Has.Count.EqualTo(1), "done once, replayed otherwise");
            Assert.That(repeated.IsReplayed, Is.True);
            Assert.That(repeated.Text, Is.EqualTo(first[0].Text));
        }
    }

    private static async Task<IReadOnlyList<ApiAnswer[]>> CompleteAsync(IReadOnlyList<Started> instances, Func<string, int, Task<ApiAnswer>> complete)
    {
        var answers = await AtOnce.RunAsync(instances.SelectMany(i => Enumerable.Range(0, Clients).Select<int, Func<Task<ApiAnswer>>>(c => () => complete(i.Tasks[0], c))));
        return [.. answers.Chunk(Clients)];
    }
}
