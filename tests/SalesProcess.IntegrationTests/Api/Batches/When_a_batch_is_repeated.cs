using System.Globalization;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api.Batches;

public sealed class When_a_batch_is_repeated
{
    private static readonly BatchAct[] Acts =
    [
        new("task0.0", "claim"), new("task0.0", "comment", """{"text":"mine"}"""), new("task1.0", "complete", """{"action":"Perhaps"}"""), new("task0.0", "complete", """{"action":"Yes"}"""),
    ];

    [TestCase(false)]
    [TestCase(true)]
    public async Task It_is_answered_the_same_and_done_once(bool atomic)
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"), ("anna", "skippable"));
        var acts = atomic ? Acts.Where(act => act.Task == "task0.0") : Acts;

        var first = await world.BatchAsync("anna", acts, atomic, key: "k");
        var before = world.Wire.Server.Database.Contents();
        var second = await world.BatchAsync("anna", acts, atomic, key: "k");

        Assert.That(first.Status, Is.EqualTo(200), first.Text);
        Assert.That((second.Status, second.Text, second.Header("Idempotency-Replayed")), Is.EqualTo((200, first.Text, "true")));
        Assert.That(world.Wire.Server.Database.Contents(), Is.EqualTo(before));
        Assert.That(world.Wire.Server.Database.Count("SELECT count(*) FROM idempotency"), Is.EqualTo(1), "the items' own answers are not kept beside the whole one");
        (await world.BatchAsync("anna", acts.Reverse(), atomic, key: "k")).Problem(422, "idempotency-key-reused");
    }

    [Test]
    public async Task One_that_was_cut_off_between_its_commit_and_its_answer_is_answered_without_being_done_again()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"));
        BatchAct[] acts = [new("task0.0", "claim"), new("task0.0", "comment", """{"text":"mine"}""")];
        var first = await world.BatchAsync("anna", acts, atomic: true, key: "k");
        // As the commit left it: the items' rows, and no answer yet.
        var comment = first.Json["results"]![1]!["comment"]!["id"]!.ToString();
        foreach (var (index, resource) in new[] { (0, world.Id("task0.0")), (1, comment) })
        {
            world.Wire.Server.Database.Execute(
                "INSERT INTO idempotency (scope, key, request_hash, resource, created_at) SELECT scope || '#' || $index, key, request_hash, $resource, created_at FROM idempotency WHERE scope NOT LIKE '%#%'",
                ("$index", index), ("$resource", resource));
        }

        world.Wire.Server.Database.Execute("UPDATE idempotency SET status = NULL, body = NULL");

        var second = await world.BatchAsync("anna", acts, atomic: true, key: "k");

        Assert.That((second.Status, second.Text), Is.EqualTo((200, first.Text)));
        Assert.That(world.Wire.Server.Database.Count("SELECT count(*) FROM comments"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_refused_atomic_batch_and_a_dry_run_use_up_no_key()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"));
        BatchAct[] acts = [new("task0.0", "complete", """{"action":"Yes"}""")];
        (await world.Wire.As("bob").PostAsync($"/tasks/{world.Id("task0.0")}/claim")).Expect(200);

        (await world.BatchAsync("anna", acts, atomic: true, key: "k")).Problem(409, "batch-refused");
        await world.BatchAsync("anna", acts, dryRun: true, key: "k");
        (await world.Wire.As("bob").PostAsync($"/tasks/{world.Id("task0.0")}/release")).Expect(200);
        var answer = await world.BatchAsync("anna", acts, atomic: true, key: "k");

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(answer.Header("Idempotency-Replayed"), Is.Null);
    }

    [Test]
    public async Task After_a_kill_in_the_middle_it_goes_on_where_it_was_and_does_nothing_twice()
    {
        const int Items = 400;
        using var server = new ServerProcess(CompanyFolder.With("one-task"));
        await server.StartAsync();
        using var staff = new Staff(server.Address, server.Folder.Read("directory.json"));
        var database = new DatabaseFile(server.Folder.DatabaseFile);
        var anna = staff.As("anna");
        var task = (await anna.StartAsync("one-task", [])).Expect(201).Json["tasks"]![0]!["id"]!.ToString();
        var items = Enumerable.Range(0, Items).Select(JsonNode? (i) => i == 7
            ? new BatchAct(task, "complete", """{"action":"Perhaps"}""").Item(task)
            : new BatchAct(task, "comment", $$"""{"text":"{{i.ToString(CultureInfo.InvariantCulture)}}"}""").Item(task));
        var batch = new JsonObject { ["items"] = new JsonArray([.. items]) };

        var cut = anna.PostAsync("/task-batches", batch.DeepClone(), "k");
        await Eventually.Holds("some of it is done", () => Task.FromResult(database.Count("SELECT count(*) FROM comments") > 20));
        server.Kill();
        Assert.That(async () => await cut, Throws.InstanceOf<HttpRequestException>(), "it was cut off");
        var done = database.Count("SELECT count(*) FROM comments");
        await server.StartAsync();
        var answer = (await anna.PostAsync("/task-batches", batch.DeepClone(), "k")).Expect(200);

        await TestContext.Progress.WriteLineAsync($"killed after {done} of {Items} items");
        Assert.That(done, Is.LessThan(Items - 1));
        Assert.That(answer.Json["results"]!.AsArray().Select(r => r!["status"]!.GetValue<int>()), Is.EqualTo(Enumerable.Range(0, Items).Select(i => i == 7 ? 422 : 201)));
        Assert.That(database.Query("SELECT text FROM comments ORDER BY at, rowid", r => r.GetString(0)), Is.EqualTo(Enumerable.Range(0, Items).Where(i => i != 7).Select(i => $"{i}")));
        Assert.That((await anna.PostAsync("/task-batches", batch.DeepClone(), "k")).Text, Is.EqualTo(answer.Text));
    }
}
