using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>Batches that name the same tasks in different orders, some as a whole, some item by item, some as a rehearsal, and single calls among them.</summary>
public sealed class When_batches_with_the_same_tasks_come_at_once
{
    private const int Instances = 40;
    private const int Calls = 96;

    [Test]
    public async Task Nobody_waits_for_another_for_ever_and_each_task_is_claimed_and_completed_once()
    {
        await using var trial = new Trial("five-at-once");
        var instances = await trial.StartAsync("five-at-once", Instances);
        var tasks = instances.SelectMany(i => i.Tasks).ToList();

        var answers = await AtOnce.RunAsync(Enumerable.Range(0, Calls), (number, _) =>
        {
            var random = new Random(number);
            var mine = tasks.OrderBy(_ => random.Next()).Take(number % 3 == 0 ? 4 : 40).ToList();
            var items = mine.SelectMany(id => new[] { Item(id, "claim", []), Item(id, "complete", new JsonObject { ["action"] = "Complete" }) });
            return number % 8 == 7
                ? trial.Rep(number).PostAsync($"/tasks/{mine[0]}/claim")
                : trial.Rep(number).PostAsync("/task-batches", new JsonObject { ["items"] = new JsonArray([.. items]), ["atomic"] = number % 3 == 0, ["dryRun"] = number % 5 == 4 });
        });

        var claims = trial.Server.Database.Query("SELECT task_id FROM audit WHERE kind = 'claim'", r => r.GetString(0));
        var completed = trial.Server.Database.Query("SELECT task_id FROM audit WHERE kind = 'complete'", r => r.GetString(0));
        var accepted = answers.Where(a => a.Status == 200 && a.Json["dryRun"]?.GetValue<bool>() == false)
            .SelectMany(a => a.Json["results"]!.AsArray()).Where(r => r!["status"]!.GetValue<int>() == 200 && r["verb"]!.ToString() == "complete").Select(r => r!["taskId"]!.ToString()).ToList();
        await TestContext.Progress.WriteLineAsync(
            $"{Calls} calls at once over {tasks.Count} tasks: {completed.Count} completed, {answers.Count(a => a.Code == "batch-refused")} atomic batches refused, {answers.Count(a => a.Status == 200)} answered 200");
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where(a => a.Status is not (200 or 409)).Take(3), Is.Empty);
            Assert.That(claims, Is.Unique);
            Assert.That(completed, Is.Unique);
            Assert.That(accepted, Is.EquivalentTo(completed));
            Assert.That(completed, Is.Not.Empty);
            Assert.That(trial.Leftovers(), Is.Empty);
        });
    }

    private static JsonObject Item(string id, string verb, JsonObject body) => new() { ["taskId"] = id, ["verb"] = verb, ["body"] = body };
}
