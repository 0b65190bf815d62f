using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

public sealed class When_a_task_is_completed_while_its_instance_is_cancelled
{
    private const int Instances = 100;

    [Test]
    public async Task One_of_them_wins_if_the_task_is_the_last()
    {
        await using var trial = new Trial("one-task");
        var instances = await trial.StartAsync("one-task", Instances);

        var answers = await RaceAsync(trial, instances, "Yes");

        var ended = await trial.ReadAsync(instances);
        await TestContext.Progress.WriteLineAsync($"completed {answers.Count(a => a.Complete.IsSuccess)}, cancelled {answers.Count(a => a.Cancel.IsSuccess)} of {Instances}");
        foreach (var ((complete, cancel), end) in answers.Zip(ended))
        {
            Assert.That(complete.IsSuccess, Is.Not.EqualTo(cancel.IsSuccess), $"exactly one wins: {complete}; {cancel}");
            Assert.That((complete.IsSuccess ? cancel : complete).Code, Is.EqualTo(complete.IsSuccess ? "process-ended" : "task-cancelled"));
            Assert.That(end["subStatus"]!.GetValue<string>(), Is.EqualTo(complete.IsSuccess ? "Finished" : "Cancelled"));
        }

        Assert.That(trial.Leftovers(), Is.Empty);
    }

    [Test]
    public async Task The_instance_is_cancelled_in_any_case_if_another_task_follows()
    {
        await using var trial = new Trial("two-steps");
        var instances = await trial.StartAsync("two-steps", Instances);

        var answers = await RaceAsync(trial, instances, "Complete");

        var ended = await trial.ReadAsync(instances);
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where(a => a.Cancel.Status != 200).Take(5), Is.Empty);
            Assert.That(answers.Where(a => a.Complete is not ({ Status: 200 } or { Status: 409, Code: "task-cancelled" })).Take(5), Is.Empty);
            Assert.That(ended.Select(i => i["subStatus"]!.GetValue<string>()), Is.All.EqualTo("Cancelled"));
            Assert.That(ended.Select(i => i["tasks"]!.AsArray().Count), Is.All.Zero);
            Assert.That(trial.Leftovers(), Is.Empty);
        });
    }

    private static async Task<IReadOnlyList<(ApiAnswer Complete, ApiAnswer Cancel)>> RaceAsync(Trial trial, IReadOnlyList<Started> instances, string action)
    {
        // Now the one, now the other is sent a little earlier: both have to win sometimes.
        var answers = await AtOnce.RunAsync(instances.SelectMany((instance, number) => number % 2 == 0 ? Pair(instance) : Pair(instance).Reverse()));
        return [.. answers.Chunk(2).Select((pair, number) => number % 2 == 0 ? (pair[0], pair[1]) : (pair[1], pair[0]))];

        IEnumerable<Func<Task<ApiAnswer>>> Pair(Started instance) =>
        [
            () => trial.Rep(1).CompleteAsync(instance.Tasks[0], action),
            () => trial.Rep(0).PostAsync($"/instances/{instance.Id}/cancel"),
        ];
    }
}
