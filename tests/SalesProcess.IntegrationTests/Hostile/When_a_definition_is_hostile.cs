using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Hostile;

/// <summary>Scripts and templates that want all of the machine, on a service that others use at the same time.</summary>
public sealed class When_a_definition_is_hostile
{
    private static readonly (string Name, string Type, string Text, string Incident)[] Hostile =
    [
        ("loop", "JavaScript", "while(true){}", "more than 2000000 statements"),
        ("callbacks", "JavaScript", "[1,2,3].sort(() => { while(true){} })", "more than 2000000 statements"),
        ("list", "JavaScript", "const a = []; while(true) a.push({})", "statements|memory"),
        ("map", "JavaScript", "const m = new Map(); for (let i = 0; ; i++) m.set(i, {})", "statements|memory"),
        ("text", "JavaScript", "let s = 'x'; while(true) s += s", "memory|longer"),
        ("buffer", "JavaScript", "const all = []; while(true) all.push(new Uint8Array(1e7))", "JavaScript, line 1"),
        ("json", "JavaScript", "let s = '['.repeat(1e6); JSON.parse(s)", "JavaScript, line 1"),
        ("recursion", "JavaScript", "function f() { return f() } f()", "too deep"),
        ("native-recursion", "JavaScript", "const o = { toString() { return '' + this } }; '' + o", "JavaScript, line 1"),
        ("pattern", "JavaScript", "/^(a+)+$/.test('a'.repeat(40) + 'b')", "regular expression took too long"),
        ("pattern-made", "JavaScript", "new RegExp('^(a+)+$').test('a'.repeat(40) + 'b')", "regular expression took too long"),
        ("pattern-match", "JavaScript", "('a'.repeat(40) + 'b').match(/^(a+)+$/)", "regular expression took too long"),
        ("wide-template", "Liquid", "{% for i in (1..10000000) %}0123456789{% endfor %}", "Liquid"),
        ("deep-template", "Liquid", "{% for a in (1..1000) %}{% for b in (1..1000) %}{% for c in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}", "Liquid"),
        ("growing-template", "Liquid", "{% assign s = 'xxxxxxxxxx' %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s }}", "Liquid"),
    ];

    private const string Designer = "diana";

    private Wire _wire = null!;

    public static IEnumerable<string> Names => Hostile.Select(h => h.Name);

    [OneTimeSetUp]
    public async Task StartServer()
    {
        var folder = CompanyFolder.With("one-task");
        foreach (var (name, type, text, _) in Hostile)
        {
            folder.Add(name, Workflow(name, type, text));
        }

        _wire = new Wire(folder);
        // Everything is loaded and compiled before memory is compared.
        await DealAsync();
        await StartAsync("recursion");
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCaseSource(nameof(Names))]
    public async Task It_ends_as_an_incident_and_gives_its_memory_back(string name)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var started = await StartAsync(name);

        var expected = Hostile.Single(h => h.Name == name).Incident.Split('|');
        Assert.That(started.Status, Is.EqualTo(201), started.Text);
        var message = started.Json["incidents"]!.AsArray().Single()!["message"]!.ToString();
        Assert.Multiple(() =>
        {
            Assert.That(started.Json["subStatus"]!.ToString(), Is.EqualTo("Faulted"));
            Assert.That(expected.Any(e => message.Contains(e, StringComparison.Ordinal)), Is.True, message);
            Assert.That(GC.GetTotalMemory(forceFullCollection: true), Is.LessThan(before + (32 * 1024 * 1024)));
        });
        Assert.That((await DealAsync()).Status, Is.EqualTo(200));
    }

    // The hostile instances are the clock: each of them runs until its own limit stops it. So how many of them end while somebody else waits for one answer says by
    // how many limits he was delayed.
    [Test]
    public async Task Others_are_not_delayed_by_more_than_the_limit()
    {
        var (goesOn, ended) = (true, 0);
        var attacker = Task.Run(async () =>
        {
            while (Volatile.Read(ref goesOn))
            {
                Assert.That((await StartAsync("loop")).Status, Is.EqualTo(201));
                Interlocked.Increment(ref ended);
            }
        });
        await Eventually.Holds("an attack", () => Task.FromResult(Volatile.Read(ref ended) > 0));
        var delays = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            var before = Volatile.Read(ref ended);
            Assert.That((await DealAsync()).Status, Is.EqualTo(200));
            delays.Add(Volatile.Read(ref ended) - before);
        }

        Volatile.Write(ref goesOn, false);
        await attacker;
        // A deal is three requests; each could wait for one limit, and one attack may have been at its end.
        Assert.That(delays, Is.All.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task A_template_of_ten_megabytes_is_refused_by_its_size() =>
        (await PutAsync("huge", Workflow("huge", "Liquid", new string('x', 10_000_000)))).Problem(413, "payload-too-large");

    [TestCase("Liquid", 20_000, "16384")]
    [TestCase("JavaScript", 200_000, "100000")]
    public async Task A_text_that_is_too_long_is_not_published(string type, int length, string limit)
    {
        Assert.That((await PutAsync($"long-{type}", Workflow($"long-{type}", type, new string('x', length)))).Status, Is.EqualTo(200).Or.EqualTo(201));

        var problem = (await _wire.SendAsync("POST", $"/definitions/long-{type}/publish", Designer, "{}"u8.ToArray())).Problem(422, "definition-invalid");

        Assert.That(problem.ToJsonString(), Does.Contain(limit));
    }

    [TestCase("CSharp")]
    [TestCase("Python")]
    [TestCase("Secret")]
    public async Task A_language_that_is_not_run_here_is_said_so_before_it_is_published(string type)
    {
        Assert.That((await PutAsync($"lang-{type}", Workflow($"lang-{type}", type, "System.IO.File.Delete(\"/\")"))).Status, Is.EqualTo(200).Or.EqualTo(201));

        var validated = (await _wire.SendAsync("POST", "/definitions/validate", Designer, Encoding.UTF8.GetBytes(Workflow($"lang-{type}", type, "1")))).Json;
        Assert.That(validated["isValid"]!.GetValue<bool>(), Is.False);
        Assert.That(validated["diagnostics"]!.ToJsonString(), Does.Contain(type));
        var problem = (await _wire.SendAsync("POST", $"/definitions/lang-{type}/publish", Designer, "{}"u8.ToArray())).Problem(422, "definition-invalid");

        Assert.That(problem["errors"]!.ToJsonString(), Does.Contain(type));
    }

    [Test]
    public async Task Definitions_of_all_wrong_kinds_are_never_a_failure_of_ours()
    {
        var seed = Random.Shared.Next();
        await TestContext.Progress.WriteLineAsync($"seed {seed}");
        var random = new Random(seed);
        var (kept, run) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            var json = Damaged($"damaged-{i}", random).ToJsonString();

            var validated = await _wire.SendAsync("POST", "/definitions/validate", Designer, Encoding.UTF8.GetBytes(json));
            var put = await PutAsync($"damaged-{i}", json);
            var published = put.Status < 300 ? await _wire.SendAsync("POST", $"/definitions/damaged-{i}/publish", Designer, "{}"u8.ToArray()) : put;

            Assert.That(new[] { validated.Status, put.Status, published.Status }, Is.All.LessThan(500), json);
            kept += put.Status < 300 ? 1 : 0;
            if (published.Status < 300)
            {
                run++;
                Assert.That((await StartAsync($"damaged-{i}")).Status, Is.LessThan(500), json);
            }
        }

        await TestContext.Progress.WriteLineAsync($"{kept} of 200 were kept as drafts, {run} published and run");
        Assert.That(kept, Is.GreaterThan(20));
    }

    // A good definition, and at a few places something else than belongs there.
    private static JsonNode Damaged(string id, Random random)
    {
        var definition = JsonNode.Parse(Workflow(id, "JavaScript", "1"))!;
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var places = Places(definition).ToList();
            var (parent, key) = places[random.Next(places.Count)];
            if (parent is JsonObject map)
            {
                map[key] = Odd(random);
            }
            else
            {
                ((JsonArray)parent)[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = Odd(random);
            }
        }

        return definition;
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Places(p.Value).Prepend((map, p.Key))),
        JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, i.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
        _ => [],
    };

    private static JsonNode? Odd(Random random) => random.Next(14) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => 1e300,
        4 => "",
        5 => new string('ü', 70_000),
        6 => new JsonArray(),
        7 => new JsonObject(),
        8 => new JsonArray(1, "a", null),
        9 => new JsonObject { ["type"] = "Elsa.Flowchart", ["activities"] = "none", ["connections"] = 5 },
        10 => new JsonObject { ["type"] = new JsonArray() },
        11 => "\u202E\0\uFFFF石",
        12 => Deep(50),
        _ => new JsonObject { ["typeName"] = "Nonsense, Of.Nothing", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = new JsonArray() } },
    };

    private static JsonObject Deep(int levels) => levels == 0 ? new JsonObject() : new JsonObject { ["body"] = Deep(levels - 1), ["type"] = "Elsa.Sequence" };

    private static string Workflow(string id, string type, string text) => new JsonObject
    {
        ["id"] = $"{id}-v1",
        ["definitionId"] = id,
        ["name"] = id,
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = true,
        ["root"] = new JsonObject
        {
            ["id"] = "seq",
            ["type"] = "Elsa.Sequence",
            ["activities"] = new JsonArray(new JsonObject
            {
                ["id"] = "line",
                ["type"] = "Elsa.WriteLine",
                ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = text } },
            }),
        },
    }.ToJsonString();

    private Task<WireAnswer> StartAsync(string definition) => _wire.PostAsync("/instances", $$"""{"definition":"{{definition}}"}""");

    private Task<WireAnswer> PutAsync(string id, string json) => _wire.SendAsync("PUT", $"/definitions/{id}", Designer, Encoding.UTF8.GetBytes(json));

    // A deal of somebody else: started, claimed, completed.
    private async Task<WireAnswer> DealAsync()
    {
        var task = await _wire.TaskAsync();
        await _wire.PostAsync($"/tasks/{task}/claim", "{}");
        return await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""");
    }
}
