namespace SalesProcess.IntegrationTests.Trials;

public sealed class When_thousands_of_tasks_are_completed_in_bulk
{
    private const int Tasks = 4500;
    private const int Clients = 32;

    [Test]
    public async Task Every_accepted_completion_has_taken_effect_when_it_is_answered()
    {
        await using var trial = new Trial("five-at-once");
        var instances = await trial.StartAsync("five-at-once", Tasks / 5);
        var tasks = Enumerable.Range(0, 5).SelectMany(n => instances.Select(i => i.Tasks[n])).ToList();

        var answers = await AtOnce.WorkOffAsync(tasks, Clients, id => trial.Rep(0).CompleteAsync(id, "Complete"));

        var ended = await trial.ReadAsync(instances);
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where(a => a.Status != 200).Take(5), Is.Empty);
            Assert.That(ended.Count(i => i["status"]!.GetValue<string>() == "Finished"), Is.EqualTo(instances.Count));
            Assert.That(trial.Server.Database.Count("SELECT count(*) FROM tasks WHERE status = 'Completed'"), Is.EqualTo(Tasks));
            Assert.That(trial.Leftovers(), Is.Empty);
        });
    }
}
