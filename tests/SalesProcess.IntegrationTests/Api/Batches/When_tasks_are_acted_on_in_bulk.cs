using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Api.Batches;

public sealed class When_tasks_are_acted_on_in_bulk
{
    private static readonly (string, string)[] Deals =
    [
        ("anna", "one-task"), ("anna", "five-at-once"), ("bob", "skippable"), ("anna", "two-steps"), ("anna", "called-off"), ("carl", "one-task"), ("carl", "five-at-once"), ("bob", "called-off"),
    ];

    private static readonly string[] People = ["anna", "bob", "martin", "carl", "adam", "fiona", "anna"];

    private static readonly (string Verb, string?[] Bodies)[] Acts =
    [
        ("claim", [null, "{}", """{"x":1}"""]),
        ("claim", [null]),
        ("release", [null]),
        ("start", [null]),
        ("stop", [null]),
        ("suspend", [null, """{"reason":"waiting-for-customer"}""", """{"until":"2026-11-24T09:00:00+08:00"}""", """{"until":"2020-01-01T00:00:00Z"}""", """{"until":7}"""]),
        ("resume", [null]),
        ("escalate", [null]),
        ("delegate", ["""{"to":"bob"}""", """{"to":"li.na"}""", """{"to":"nobody"}""", null]),
        ("resolve", [null]),
        ("forward", ["""{"toUser":"bob"}""", """{"toGroup":"team-east"}""", "{}"]),
        ("assign", ["""{"to":"anna"}""", """{"to":"carl"}""", "[]"]),
        ("complete", ["""{"action":"Yes"}""", """{"action":"No","data":{"x":1},"comment":"done"}""", """{"action":"Nonsense"}"""]),
        ("complete", ["""{"action":"Complete"}""", """{"action":"Complete","data":7}"""]),
        ("skip", ["""{"reason":"not needed"}""", "{}"]),
        ("recall", [null]),
        ("change", ["""{"priority":80}""", """{"tags":["a","b"],"dueAt":null}""", """{"priority":"high","x":1}"""]),
        ("comment", ["""{"text":"说一句 🙂"}""", "{}"]),
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public async Task Each_item_is_answered_and_done_as_its_own_call_would_be_and_the_dry_run_has_said_so(int seed)
    {
        await using var batches = await BatchWorld.CreateAsync(Deals);
        await using var singles = await BatchWorld.CreateAsync(Deals);
        var random = new Random(seed);
        var accepted = 0;
        foreach (var person in People)
        {
            var acts = Enumerable.Range(0, 60).Select(_ => Any(random, [.. batches.Tasks.Keys])).ToList();
            var before = batches.Wire.Server.Database.Contents();

            var dry = await batches.BatchAsync(person, acts, dryRun: true);
            Assert.That(batches.Wire.Server.Database.Contents(), Is.EqualTo(before), "a dry run changes nothing");
            var done = await batches.BatchAsync(person, acts);
            var alone = await singles.OneByOneAsync(person, acts);

            Assert.That((dry.Status, done.Status), Is.EqualTo((200, 200)), done.Text);
            var expected = acts.Zip(alone, (act, answer) => Expected(act, answer, singles)).ToList();
            Assert.That(Results(done, batches), Is.EqualTo(expected));
            Assert.That(Results(dry, batches), Is.EqualTo(expected));
            accepted += done.Json["done"]!.GetValue<int>();
        }

        Assert.That(await batches.StandAsync(), Is.EqualTo(await singles.StandAsync()));
        Assert.That(accepted, Is.GreaterThan(60), "enough of it is accepted for the comparison to mean something");
        await TestContext.Progress.WriteLineAsync($"seed {seed}: {People.Length * 60} acts, {accepted} accepted, three times the same");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Items_that_depend_on_each_other_are_done_in_their_order(bool atomic)
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "five-at-once"));
        var acts = Enumerable.Range(0, 5).SelectMany(i => new[] { new BatchAct($"task0.{i}", "claim"), new BatchAct($"task0.{i}", "complete", """{"action":"Complete"}""", "\"2\"") }).ToList();

        var dry = await world.BatchAsync("anna", acts, atomic, dryRun: true);
        var done = await world.BatchAsync("anna", acts, atomic);

        foreach (var answer in new[] { dry, done })
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Json["done"]!.GetValue<int>(), Is.EqualTo(10), answer.Text);
            Assert.That(answer.Json["results"]![9]!["instance"]!["status"]!.ToString(), Is.EqualTo("Finished"));
        }

        Assert.That(Results(dry, world), Is.EqualTo(Results(done, world)));
    }

    [Test]
    public async Task What_follows_from_an_item_has_happened_before_the_next_one()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "called-off"));
        var names = await NamesAsync(world);
        BatchAct[] acts = [new(names["callOff"], "complete", """{"action":"Complete"}"""), new(names["decide"], "claim")];

        var dry = await world.BatchAsync("anna", acts, dryRun: true);
        var done = await world.BatchAsync("anna", acts);

        Assert.That(done.Json["results"]!.AsArray().Select(r => r!["code"]?.ToString()), Is.EqualTo([null, "task-cancelled"]));
        Assert.That(Results(dry, world), Is.EqualTo(Results(done, world)));
    }

    [Test]
    public async Task Of_an_atomic_batch_what_follows_happens_after_all_of_it()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "called-off"));
        var names = await NamesAsync(world);
        BatchAct[] acts = [new(names["callOff"], "complete", """{"action":"Complete"}"""), new(names["decide"], "claim")];

        var dry = await world.BatchAsync("anna", acts, atomic: true, dryRun: true);
        var done = await world.BatchAsync("anna", acts, atomic: true);

        Assert.That(done.Json["results"]!.AsArray().Select(r => r!["task"]!["state"]!.ToString()), Is.EqualTo(["Completed", "Exited"]));
        Assert.That(Results(dry, world), Is.EqualTo(Results(done, world)));
        Assert.That(world.Wire.Server.Database.Count("SELECT count(*) FROM outbox"), Is.Zero);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_atomic_batch_with_a_refused_item_changes_nothing_and_names_it(bool dryRun)
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"), ("bob", "skippable"));
        var before = world.Wire.Server.Database.Contents();

        var answer = await world.BatchAsync(
            "anna",
            [
                new("task0.0", "claim"), new("task0.0", "complete", """{"action":"Yes"}"""), new("task1.0", "complete", """{"action":"Perhaps"}"""), new("missing", "claim"),
                new("task1.0", "suspend", """{"until":"soon"}"""),
            ],
            atomic: true, dryRun);

        answer.Problem(409, "batch-refused");
        Assert.That(answer.Json["errors"]!.AsArray().Select(e => (e!["pointer"]!.ToString(), e["code"]!.ToString())), Is.EqualTo([
            ("/items/2", "action-unknown"), ("/items/3", "not-found"), ("/items/4", "malformed-request"), ("/items/4/body/until", "type"),
        ]));
        Assert.That(world.Wire.Server.Database.Contents(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_atomic_batch_that_is_wrong_in_itself_says_so()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"));

        var answer = await world.BatchAsync("anna", [new("task0.0", "claim"), new("task0.0", "complete", """{"action":"Perhaps"}"""), new("task0.0", "change", """{"priority":1}""")], atomic: true);

        answer.Problem(422, "batch-invalid");
        Assert.That(answer.Pointers, Is.EqualTo(["/items/1", "/items/2"]));
    }

    [Test]
    public async Task An_unseen_task_is_to_the_byte_a_missing_one()
    {
        await using var world = await BatchWorld.CreateAsync(("carl", "five-at-once"));
        string[] verbs = [.. Acts.Select(a => a.Verb).Distinct(StringComparer.Ordinal)];
        var acts = verbs.Select(verb => new BatchAct("task0.0", verb, Acts.First(a => a.Verb == verb).Bodies[0], "\"1\"")).ToList();

        foreach (var (atomic, dryRun) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var hidden = await world.BatchAsync("fiona", acts, atomic, dryRun);
            var missing = await world.BatchAsync("fiona", acts.Select(act => act with { Task = "missing" }), atomic, dryRun);

            Assert.That(hidden.Text.Replace(world.Id("task0.0"), "missing", StringComparison.Ordinal), Is.EqualTo(missing.Text));
            Assert.That(hidden.Text, Does.Contain("not-found"));
        }
    }

    [TestCase("""{}""", "/items")]
    [TestCase("""{"items":[]}""", "/items")]
    [TestCase("""{"items":{},"atomic":"yes","dryRun":1,"x":2}""", "/items /atomic /dryRun /x")]
    [TestCase("""{"items":[{},{"taskId":"a","verb":"fly","extra":1},"claim",{"taskId":7,"verb":"claim","ifMatch":1}]}""",
        "/items/0/taskId /items/0/verb /items/1/verb /items/1/extra /items/2 /items/3/taskId /items/3/ifMatch")]
    public async Task Everything_that_is_wrong_with_the_batch_itself_is_told(string body, string pointers)
    {
        await using var world = await BatchWorld.CreateAsync();

        var answer = await world.Wire.PostAsync("/task-batches", body);

        answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Is.EquivalentTo(pointers.Split(' ')));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("1")]
    [TestCase("\"77\", abc")]
    public async Task An_item_whose_tag_is_none_is_refused_as_its_own_call_would_be(string tag)
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"));
        BatchAct[] acts = [new("task0.0", "claim", IfMatch: tag)];

        var done = await world.BatchAsync("anna", acts);
        var alone = await world.OneByOneAsync("anna", acts);

        Assert.That(done.Json["results"]![0]!["code"]?.ToString(), Is.EqualTo("malformed-request"));
        Assert.That(Results(done, world), Is.EqualTo(acts.Zip(alone, (act, answer) => Expected(act, answer, world))));
    }

    [Test]
    public async Task Five_hundred_items_are_the_most()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"));
        IEnumerable<BatchAct> Comments(int count) => Enumerable.Range(0, count).Select(i => new BatchAct("task0.0", "comment", $$"""{"text":"{{i}}"}"""));

        (await world.BatchAsync("anna", Comments(501))).Problem(400, "malformed-request");
        var answer = await world.BatchAsync("anna", Comments(500), atomic: true);

        Assert.That(answer.Json["done"]!.GetValue<int>(), Is.EqualTo(500));
        Assert.That(world.Wire.Server.Database.Query("SELECT text FROM comments ORDER BY rowid", r => r.GetString(0)), Is.EqualTo(Enumerable.Range(0, 500).Select(i => $"{i}")));
    }

    [Test]
    public async Task Every_verb_of_a_task_can_be_an_item()
    {
        await using var world = await BatchWorld.CreateAsync();
        var document = (await world.Wire.SendAsync("GET", "/openapi/v1.json", person: null)).Json;
        var verbs = document["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/v1/tasks/{id}/", StringComparison.Ordinal) && p.Value!["post"] is { } post
                && post["responses"]!["200"]?.ToJsonString() is { } answer && (answer.Contains("schemas/TaskDetail", StringComparison.Ordinal) || answer.Contains("schemas/Completed", StringComparison.Ordinal)))
            .Select(p => p.Key[(p.Key.LastIndexOf('/') + 1)..]).ToList();

        var answers = await world.BatchAsync("anna", verbs.Select(verb => new BatchAct("missing", verb)));

        Assert.That(verbs, Has.Count.EqualTo(14));
        Assert.That(answers.Status, Is.EqualTo(200), answers.Text);
    }

    [Test]
    public async Task Whoever_only_reads_cannot_even_rehearse()
    {
        await using var world = await BatchWorld.CreateAsync(("anna", "one-task"));

        (await world.BatchAsync("audrey", [new("task0.0", "claim")], dryRun: true)).Problem(403, "permission-missing");
    }

    private static BatchAct Any(Random random, string[] tasks)
    {
        var (verb, bodies) = Acts[random.Next(Acts.Length)];
        var task = random.Next(25) == 0 ? "missing" : tasks[random.Next(tasks.Length)];
        return new BatchAct(task, verb, bodies[random.Next(bodies.Length)], random.Next(verb == "change" ? 4 : 12) switch { 0 => "\"1\"", 1 => "*", 2 when verb == "change" => "*", _ => null });
    }

    // What the call for one task says, in the form of an item's result.
    private static string Expected(BatchAct act, WireAnswer answer, BatchWorld world)
    {
        var body = answer.Json;
        var isRefused = answer.Status >= 400;
        var (task, instance) = act.Verb is "complete" or "skip" ? (body["task"], body["instance"]) : act.Verb == "comment" ? (null, null) : (body, null);
        return world.Named($"{act.Task} {act.Verb} {answer.Status} {(isRefused ? answer.Text : act.Verb == "comment" ? "" : $"{answer.Header("ETag")} {Summary(task!, world)} {instance?.ToJsonString()}")}");
    }

    private static IReadOnlyList<string> Results(WireAnswer answer, BatchWorld world) =>
    [
        .. answer.Json["results"]!.AsArray().Select(result => world.Named(
            $"{Name(result!["taskId"]!.ToString(), world)} {result["verb"]} {result["status"]} "
            + (result["code"] is { } code
                ? Problem(answer.Text, result, code.ToString())
                : result["verb"]!.ToString() == "comment" ? "" : $"{result["etag"]} {Summary(result["task"]!, world)} {result["instance"]?.ToJsonString()}"))),
    ];

    // The bytes of the problem as they stand in the answer: parsing and writing again could hide a difference.
    private static string Problem(string text, JsonNode result, string code)
    {
        var start = text.IndexOf($"{{\"type\":\"urn:salesprocess:problem:{code}\"", text.IndexOf($"\"index\":{result["index"]},", StringComparison.Ordinal), StringComparison.Ordinal);
        var depth = 0;
        var end = start;
        var inText = false;
        do
        {
            var c = text[end];
            inText = c == '"' && text[end - 1] != '\\' ? !inText : inText;
            depth += inText ? 0 : c switch { '{' => 1, '}' => -1, _ => 0 };
            end++;
        }
        while (depth > 0);
        return text[start..end];
    }

    private static string Name(string id, BatchWorld world) => world.Named(id);

    private static string Summary(JsonNode task, BatchWorld world) =>
        new JsonObject(task.AsObject().Where(p => world.SummaryMembers.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();

    private static async Task<Dictionary<string, string>> NamesAsync(BatchWorld world)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, id) in world.Tasks)
        {
            names[(await world.Wire.As("adam").GetAsync($"/tasks/{id}")).Json["name"]!.ToString()] = name;
        }

        return names;
    }
}
