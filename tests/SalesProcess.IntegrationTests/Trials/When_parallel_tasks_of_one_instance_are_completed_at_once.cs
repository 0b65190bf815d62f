namespace SalesProcess.IntegrationTests.Trials;

public sealed class When_parallel_tasks_of_one_instance_are_completed_at_once
{
    private const int Instances = 60;

    [Test]
    public async Task All_five_count_and_every_instance_ends()
    {
        await using var trial = new Trial("five-at-once");
        var instances = await trial.StartAsync("five-at-once", Instances);

        var answers = await AtOnce.RunAsync(instances.SelectMany(i => i.Tasks), (id, n) => trial.Rep(n).CompleteAsync(id, "Complete"));

        var ended = await trial.ReadAsync(instances);
        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.Count.EqualTo(Instances * 5));
            Assert.That(answers.Where(a => a.Status != 200).Take(5), Is.Empty);
            Assert.That(ended.Where(i => i["outcome"]?.GetValue<string>() != "Done").Select(i => i.ToJsonString()).Take(5), Is.Empty, "stuck");
            Assert.That(trial.Leftovers(), Is.Empty);
        });
    }

    [Test]
    public async Task Two_of_five_count_and_the_other_three_are_still_to_be_done()
    {
        await using var trial = new Trial("five-at-once");
        var instances = await trial.StartAsync("five-at-once", Instances);

        var answers = await AtOnce.RunAsync(instances.SelectMany(i => i.Tasks.Take(2)), (id, n) => trial.Rep(n).CompleteAsync(id, "Complete"));

        var waiting = await trial.ReadAsync(instances);
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where(a => a.Status != 200).Take(5), Is.Empty);
            Assert.That(
                waiting.Select(i => i["tasks"]!.AsArray().Select(t => t!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal)),
                Is.EqualTo(instances.Select(i => i.Tasks.Skip(2).Order(StringComparer.Ordinal))));
        });

        await AtOnce.RunAsync(instances.SelectMany(i => i.Tasks.Skip(2)), (id, n) => trial.Rep(n).CompleteAsync(id, "Complete"));
        var ended = await trial.ReadAsync(instances);
        Assert.That(ended.Where(i => i["outcome"]?.GetValue<string>() != "Done").Select(i => i.ToJsonString()).Take(5), Is.Empty, "stuck");
    }
}
