using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api.Batches;

public sealed class When_an_item_of_a_batch_fails
{
    private static readonly BatchAct[] Acts = [new("task0.0", "claim"), new("task1.0", "comment", """{"text":"mine"}"""), new("task1.0", "claim"), new("task2.0", "claim")];

    private BatchWorld _world = null!;

    private DatabaseFile Database => _world.Wire.Server.Database;

    [SetUp]
    public async Task StartServer() => _world = await BatchWorld.CreateAsync(("anna", "one-task"), ("anna", "one-task"), ("anna", "one-task"));

    [TearDown]
    public ValueTask StopServer() => _world.DisposeAsync();

    [Test]
    public async Task It_is_answered_with_what_its_own_call_says_and_the_others_go_on()
    {
        Damage();

        var answer = await _world.BatchAsync("anna", Acts);
        var alone = await _world.OneByOneAsync("anna", [Acts[2]]);

        alone[0].Problem(500, "internal-error");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(Statuses(answer), Is.EqualTo([200, 500, 500, 200]));
        Assert.That((answer.Json["done"]!.GetValue<int>(), answer.Json["refused"]!.GetValue<int>()), Is.EqualTo((2, 2)));
        Assert.That(answer.Json["results"]![2]!["problem"]!.ToJsonString(), Is.EqualTo(alone[0].Json.ToJsonString()));
        Mend();
        Assert.That(await AssigneesAsync(), Is.EqualTo(["anna", null, "anna"]));
    }

    [Test]
    public async Task A_dry_run_tells_it_and_changes_nothing()
    {
        Damage();
        var before = Database.Contents();

        var answer = await _world.BatchAsync("anna", Acts, dryRun: true);

        Assert.That(Statuses(answer), Is.EqualTo([200, 500, 500, 200]));
        Assert.That(Database.Contents(), Is.EqualTo(before));
    }

    [Test]
    public async Task Nothing_is_kept_of_an_atomic_one()
    {
        Damage();
        var before = Database.Contents();

        (await _world.BatchAsync("anna", Acts, atomic: true)).Problem(500, "internal-error");

        Assert.That(Database.Contents(), Is.EqualTo(before));
    }

    [Test]
    public async Task Under_its_key_the_same_call_tries_it_again_and_does_nothing_twice()
    {
        BatchAct[] acts = [new("task0.0", "comment", """{"text":"once"}"""), .. Acts];
        Damage();
        Assert.That(Statuses(await _world.BatchAsync("anna", acts, key: "k")), Is.EqualTo([201, 200, 500, 500, 200]));
        Mend();

        var again = await _world.BatchAsync("anna", acts, key: "k");
        var third = await _world.BatchAsync("anna", acts, key: "k");

        Assert.That(Statuses(again), Is.EqualTo([201, 200, 201, 200, 200]));
        Assert.That(third.Text, Is.EqualTo(again.Text));
        Assert.That(Database.Query("SELECT text FROM comments ORDER BY text", r => r.GetString(0)), Is.EqualTo(["mine", "once"]));
        Assert.That(Database.Count("SELECT count(*) FROM idempotency"), Is.EqualTo(1));
    }

    // What no code of ours would write there: whoever reads the task fails.
    private void Damage() => Write("substr(document, 2)");

    private void Mend() => Write("'{' || document");

    private void Write(string document) =>
        Assert.That(Database.Execute($"UPDATE tasks SET document = {document} WHERE id = $id", ("$id", _world.Id("task1.0"))), Is.EqualTo(1));

    private static IEnumerable<int> Statuses(WireAnswer answer) => answer.Json["results"]!.AsArray().Select(result => result!["status"]!.GetValue<int>());

    private async Task<IReadOnlyList<string?>> AssigneesAsync()
    {
        var assignees = new List<string?>();
        foreach (var task in new[] { "task0.0", "task1.0", "task2.0" })
        {
            assignees.Add((await _world.Wire.As("adam").GetAsync($"/tasks/{_world.Id(task)}")).Json["assignee"]?.ToString());
        }

        return assignees;
    }
}
