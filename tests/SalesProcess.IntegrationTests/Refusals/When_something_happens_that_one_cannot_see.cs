using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Refusals;

/// <summary>Its existence shows nowhere: a world with it and one without it answer the same bytes.</summary>
public sealed class When_something_happens_that_one_cannot_see
{
    // What a parameter of a path stands for; a new one has to be added here before it can be described.
    private static readonly Dictionary<string, string> Resources = new(StringComparer.Ordinal)
    {
        ["/api/v1/tasks/{id}"] = "task",
        ["/api/v1/instances/{id}"] = "instance",
        ["/api/v1/delegations/{id}"] = "delegation",
        ["/api/v1/documents/{id}"] = "instance",
        ["/api/v1/filters/{id}"] = "filter",
    };

    // Definitions, events and keys are not hidden from anybody, or only from everybody who is no administrator.
    private static readonly string[] Public = ["/api/v1/definitions", "/api/v1/events", "/api/v1/api-keys", "/api/v1/mails", "/elsa/api/tasks"];

    private TwoWorlds _worlds = null!;

    [OneTimeSetUp]
    public async Task MakeWorlds() => _worlds = await TwoWorlds.CreateAsync();

    [OneTimeTearDown]
    public ValueTask DestroyWorlds() => _worlds.DisposeAsync();

    [Test]
    public async Task Every_operation_on_it_answers_as_if_it_were_not_there()
    {
        var document = (await _worlds.With.SendAsync("GET", "/openapi/v1.json", person: null)).Json;
        var asked = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject().Where(p => p.Key.Contains('{', StringComparison.Ordinal) && !Public.Any(p.Key.StartsWith)))
        {
            var (prefix, resource) = Resources.SingleOrDefault(r => path == r.Key || path.StartsWith(r.Key + "/", StringComparison.Ordinal));
            Assert.That(resource, Is.Not.Null, $"what {path} is about has no hidden thing in this test");
            var call = path.Replace(prefix, prefix.Replace("{id}", $"{{{resource}}}", StringComparison.Ordinal), StringComparison.Ordinal);
            foreach (var (method, operation) in operations!.AsObject())
            {
                var (with, without) = await _worlds.AskAsync(method.ToUpperInvariant(), call, operation!["requestBody"]?["content"]?["application/json"]?["example"]?.ToJsonString());
                AreEqual(with, without, $"{method} {path}");
                Assert.That(with.Status, Is.EqualTo(404), $"{method} {path}: {with.Text}");
                asked++;
            }
        }

        Assert.That(asked, Is.GreaterThan(30));
    }

    [Test]
    public async Task No_page_of_any_list_shows_it(
        [Values("available", "mine", "team", "done", "all")] string box, [Values("dueAt", "-dueAt", "priority", "-priority", "createdAt", "-createdAt", "updatedAt", "-updatedAt")] string sort)
    {
        await WalkAsync($"/tasks?box={box}&sort={sort}&limit=1");
        await WalkAsync($"/tasks?box={box}&sort={sort}&limit=1&instanceId={{instance}}");
    }

    [TestCase("/instances?limit=1")]
    [TestCase("/instances?limit=1&rootId={instance}")]
    [TestCase("/delegations")]
    [TestCase("/filters?scope=all&counts=true")]
    [TestCase("/elsa/api/user-tasks?scope=all&limit=1")]
    [TestCase("/elsa/api/user-tasks?scope=available&includeTotalCount=true")]
    [TestCase("/elsa/api/user-tasks?scope=assigned&includeTotalCount=true")]
    [TestCase("/elsa/api/user-tasks?scope=history&includeTotalCount=true")]
    [TestCase("/elsa/api/user-tasks/capabilities")]
    [TestCase("/elsa/api/user-tasks/{task}")]
    [TestCase("/elsa/api/user-tasks/{task}/events")]
    [TestCase("/elsa/api/user-tasks/{task}/capabilities")]
    public Task No_other_list_shows_it(string path) => WalkAsync(path);

    [TestCase("search", """{"facets":["state","stage","definition","assignee","priority"],"page":{"limit":1}}""")]
    [TestCase("search", """{"box":"available","facets":["state","assignee"],"sort":[{"field":"title"},{"field":"createdAt","order":"desc"}]}""")]
    [TestCase("search", """{"text":"one","facets":["priority"]}""")]
    [TestCase("search", """{"filter":{"state":{"$in":["Reserved","Completed"]},"owner":"carl"},"facets":["assignee"]}""")]
    [TestCase("count", """{}""")]
    [TestCase("count", """{"box":"team"}""")]
    [TestCase("count", """{"filter":{"owner":{"$in":["anna","carl"]}}}""")]
    public async Task No_search_and_no_count_knows_of_it(string verb, string body)
    {
        var (with, without) = await _worlds.AskAsync("POST", $"/tasks/{verb}", body);
        AreEqual(with, without, body);
        Assert.That(with.Status, Is.EqualTo(200), with.Text);
    }

    [Test]
    public async Task What_one_sees_is_told_in_the_same_way()
    {
        foreach (var path in _worlds.Tasks.SelectMany(t => (string[])[$"/tasks/{t}", $"/tasks/{t}/events?limit=1", $"/tasks/{t}/comments", $"/tasks/{t}/draft", $"/tasks/{t}/due/explain", $"/elsa/api/user-tasks/{t}"])
            .Concat(_worlds.Instances.SelectMany(i => (string[])[$"/instances/{i}", $"/instances/{i}/events?limit=1", $"/instances/{i}/journal", $"/instances/{i}/variables", $"/instances/{i}/diagram.svg"])))
        {
            await WalkAsync(path);
        }
    }

    [Test]
    public async Task The_stream_says_nothing_of_it()
    {
        await using var worlds = await TwoWorlds.CreateAsync();
        await using var with = await ListenAsync(worlds.With);
        await using var without = await ListenAsync(worlds.Without);
        (await worlds.With.As("dora").PostAsync($"/tasks/{worlds.Hidden["task"]}/comments", new JsonObject { ["text"] = "Hidden." })).Expect(201);
        await worlds.With.TaskAsync(TwoWorlds.Other);
        foreach (var world in (Wire[])[worlds.With, worlds.Without])
        {
            (await world.As(TwoWorlds.Viewer).PostAsync($"/tasks/{worlds.Tasks[0]}/release")).Expect(200);
            (await world.As(TwoWorlds.Viewer).PostAsync($"/tasks/{worlds.Tasks[2]}/claim")).Expect(200);
        }

        for (var i = 0; i < 2; i++)
        {
            var (there, nowhere) = (await HearAsync(worlds.With, with), await HearAsync(worlds.Without, without));
            Assert.That(there.Data.ToJsonString(), Is.EqualTo(nowhere.Data.ToJsonString()));
            Assert.That(there.Data["taskId"]!.ToString(), Is.EqualTo(worlds.Tasks[i * 2]));
            Assert.That(with.LastId, Has.Length.EqualTo(without.LastId!.Length), "an id is encrypted, so it cannot be compared; its length says nothing either");
        }
    }

    [Test]
    public async Task The_best_next_task_is_the_same()
    {
        await using var worlds = await TwoWorlds.CreateAsync();
        for (var i = 0; i < 4; i++)
        {
            var (with, without) = await worlds.AskAsync("POST", "/tasks/next", "{}");
            AreEqual(with, without, "next");
        }
    }

    [TestCase("GET", "/tasks?box=all&limit=1")]
    [TestCase("GET", "/instances?limit=1")]
    [TestCase("GET", "/delegations")]
    [TestCase("POST", "/tasks/count", "{}")]
    [TestCase("POST", "/tasks/search", """{"facets":["state"]}""")]
    [TestCase("GET", "/tasks/{task}")]
    [TestCase("GET", "/instances/{instance}/events")]
    [TestCase("GET", "/elsa/api/user-tasks?scope=history&includeTotalCount=true")]
    public async Task Whoever_sees_it_is_answered_something_else_so_that_the_comparison_can_fail(string method, string path, string? body = null)
    {
        var (with, without) = await _worlds.AskAsync(method, path, body, TwoWorlds.Other);
        Assert.That(with.Bytes, Is.Not.EqualTo(without.Bytes));
    }

    // What was done was done at one and the same time; only then the clocks go on, by which the stream collects what it tells.
    private static async Task<(string Type, JsonNode Data)> HearAsync(Wire world, TaskListener listener)
    {
        var next = listener.NextAsync();
        await Eventually.Holds("an event of the stream", () =>
        {
            world.Server.Clock!.Advance(TimeSpan.FromMilliseconds(10));
            return Task.FromResult(next.IsCompleted);
        });
        return (await next)!.Value;
    }

    private static async Task<TaskListener> ListenAsync(Wire world)
    {
        var http = new HttpClient { BaseAddress = world.Server.Address };
        var listener = await TaskListener.OpenAsync(http, await world.TokenAsync(TwoWorlds.Viewer));
        await listener.NextAsync();
        return listener;
    }

    private static void AreEqual(WireAnswer with, WireAnswer without, string what)
    {
        Assert.That(with.Status, Is.EqualTo(without.Status), what);
        Assert.That(with.Text, Is.EqualTo(without.Text), what);
        Assert.That(with.Bytes, Is.EqualTo(without.Bytes), what);
        Assert.That(with.Headers.Where(h => h.Key != "Date"), Is.EquivalentTo(without.Headers.Where(h => h.Key != "Date")), what);
    }

    // Page by page, by each world's own cursor: these are equal too.
    private async Task WalkAsync(string path)
    {
        string? cursor = null;
        for (var page = 0; page < 20; page++)
        {
            var next = cursor is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}";
            var (with, without) = await _worlds.AskAsync("GET", next);
            AreEqual(with, without, next);
            cursor = with.Header("Content-Type")?.Contains("json", StringComparison.Ordinal) == true && with.Json is JsonObject answer ? answer["nextCursor"]?.ToString() : null;
            if (cursor is null)
            {
                return;
            }
        }

        Assert.Fail($"{path} does not end");
    }
}
