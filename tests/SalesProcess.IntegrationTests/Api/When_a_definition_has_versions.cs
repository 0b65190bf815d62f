using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_definition_has_versions
{
    private const string Designer = "diana";

    private Wire _wire = null!;

    [SetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_can_be_retracted_and_published_again()
    {
        await _wire.TaskAsync();
        var retracted = await CallAsync("POST", "/definitions/one-task/retract");
        Assert.That(retracted.Json["isPublished"]!.GetValue<bool>(), Is.False);
        (await _wire.PostAsync("/instances", """{"definition":"one-task"}""")).Problem(404, "not-found");
        (await _wire.SendAsync("POST", "/definitions/one-task/retract", Designer)).Problem(409, "definition-not-published");

        await CallAsync("POST", "/definitions/one-task/publish");
        Assert.That((await _wire.As("anna").StartAsync("one-task", [])).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task An_earlier_content_becomes_the_draft()
    {
        await PublishAsync("line", Line("one"));
        await PublishAsync("line", Line("two"));

        var reverted = (await CallAsync("POST", "/definitions/line/versions/1/revert")).Json;

        Assert.That((reverted["version"]!.GetValue<int>(), reverted["isPublished"]!.GetValue<bool>()), Is.EqualTo((3, false)));
        Assert.That(reverted["definition"]!["root"]!["text"]!["expression"]!["value"]!.ToString(), Is.EqualTo("one"));
        (await _wire.SendAsync("POST", "/definitions/line/versions/9/revert", Designer)).Problem(404, "not-found");
    }

    [Test]
    public async Task It_is_not_deleted_under_an_instance()
    {
        await _wire.TaskAsync();
        (await _wire.SendAsync("DELETE", "/definitions/one-task", Designer)).Problem(409, "definition-in-use");
        (await _wire.SendAsync("DELETE", "/definitions/one-task/versions/1", Designer)).Problem(409, "definition-in-use");
    }

    [Test]
    public async Task What_nobody_stands_on_is_deleted()
    {
        await PublishAsync("line", Line("one"));
        await PublishAsync("line", Line("two"));
        Assert.That((await _wire.SendAsync("DELETE", "/definitions/line/versions/2", Designer)).Status, Is.EqualTo(204));

        var left = (await _wire.SendAsync("GET", "/definitions/line")).Json;
        Assert.That((left["version"]!.GetValue<int>(), left["isLatest"]!.GetValue<bool>(), left["isPublished"]!.GetValue<bool>()), Is.EqualTo((1, true, false)));
        Assert.That((await _wire.SendAsync("DELETE", "/definitions/line", Designer)).Status, Is.EqualTo(204));
        (await _wire.SendAsync("GET", "/definitions/line")).Problem(404, "not-found");
        (await _wire.SendAsync("DELETE", "/definitions/line", Designer)).Problem(404, "not-found");
    }

    [Test]
    public async Task What_is_asked_for_again_under_the_same_key_is_done_once()
    {
        await PublishAsync("line", Line("one"));
        foreach (var path in new[] { "/definitions/line/versions/1/revert", "/definitions/line/publish", "/definitions/line/retract" })
        {
            var (first, again) = (await _wire.SendAsync("POST", path, Designer, headers: ("Idempotency-Key", path)), await _wire.SendAsync("POST", path, Designer, headers: ("Idempotency-Key", path)));

            Assert.That((first.Status, again.Status, again.Header("Idempotency-Replayed")), Is.EqualTo((200, 200, "true")), path);
        }

        Assert.That((await _wire.SendAsync("GET", "/definitions/line")).Json["versions"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [TestCase("POST", "/definitions/one-task/retract")]
    [TestCase("POST", "/definitions/one-task/versions/1/revert")]
    [TestCase("DELETE", "/definitions/one-task")]
    [TestCase("DELETE", "/definitions/one-task/versions/1")]
    public async Task Only_designers_may(string method, string path) => (await _wire.SendAsync(method, path)).Problem(403, "permission-missing");

    [Test]
    public async Task A_workflow_used_as_an_activity_stays_on_its_version_until_it_is_to_be_followed()
    {
        await PublishAsync("part", Part("old", follow: false));
        await PublishAsync("whole", (JsonObject)JsonNode.Parse("""{"name":"Whole","root":{"id":"p","type":"Part"}}""")!);
        await PublishAsync("part", Part("new", follow: false));
        Assert.That(await PartOfAsync(), Is.EqualTo("old"));

        await PublishAsync("part", Part("newest", follow: true));

        Assert.That(await PartOfAsync(), Is.EqualTo("newest"));
        Assert.That((await _wire.SendAsync("GET", "/definitions/whole")).Json["definition"]!["root"]!["workflowDefinitionVersionId"]!.ToString(), Is.EqualTo("part-v3"));
        (await _wire.SendAsync("DELETE", "/definitions/part/versions/3", Designer)).Problem(409, "definition-in-use");
    }

    [Test]
    public async Task A_workflow_that_is_followed_may_get_another_name()
    {
        await PublishAsync("part", Part("old", follow: false));
        await PublishAsync("whole", (JsonObject)JsonNode.Parse("""{"name":"Whole","root":{"id":"p","type":"Part"}}""")!);
        var renamed = Part("new", follow: true);
        renamed["name"] = "Another part";

        await PublishAsync("part", renamed);

        Assert.That(await PartOfAsync(), Is.EqualTo("new"));
        var whole = (await _wire.SendAsync("GET", "/definitions/whole")).Json;
        Assert.That((whole["version"]!.GetValue<int>(), whole["definition"]!["root"]!["type"]!.ToString()), Is.EqualTo((2, "AnotherPart")));
    }

    [Test]
    public async Task What_follows_a_workflow_has_its_own_followers()
    {
        await PublishAsync("part", Part("old", follow: true));
        await PublishAsync("middle", (JsonObject)JsonNode.Parse("""{"name":"Middle","options":{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true},"root":{"id":"m","type":"Part"}}""")!);
        await PublishAsync("whole", (JsonObject)JsonNode.Parse("""{"name":"Whole","root":{"id":"p","type":"Middle"}}""")!);

        await PublishAsync("part", Part("new", follow: true));

        Assert.That(await PartOfAsync(), Is.EqualTo("new"));
        Assert.That((await _wire.SendAsync("GET", "/definitions/whole")).Json["version"]!.GetValue<int>(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_workflow_that_contains_itself_is_refused()
    {
        await PublishAsync("part", Part("x", follow: false));
        var draft = await _wire.SendAsync("PUT", "/definitions/part", Designer, Body((JsonObject)JsonNode.Parse(
            """{"name":"Part","options":{"usableAsActivity":true},"root":{"id":"p","type":"Part"}}""")!));

        Assert.That(draft.Problem(422, "definition-invalid")["errors"]![0]!["message"]!.ToString(), Does.Contain("part > part"));
    }

    private async Task<string> PartOfAsync()
    {
        var started = (await _wire.As("anna").StartAsync("whole", [])).Json;
        var journal = (await _wire.SendAsync("GET", $"/instances/{started["id"]}/journal", "audrey")).Json;
        return journal["items"]!.AsArray().Select(e => e!["inputs"]?["text"]).First(t => t is not null)!.ToString();
    }

    private async Task PublishAsync(string id, JsonObject definition)
    {
        Assert.That((await _wire.SendAsync("PUT", $"/definitions/{id}", Designer, Body(definition))).Status, Is.EqualTo(200));
        await CallAsync("POST", $"/definitions/{id}/publish");
    }

    private async Task<WireAnswer> CallAsync(string method, string path)
    {
        var answer = await _wire.SendAsync(method, path, Designer);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer;
    }

    private static byte[] Body(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static JsonObject Line(string text) => (JsonObject)JsonNode.Parse(
        $$$$"""{"name":"Line","root":{"id":"l","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Literal","value":"{{{{text}}}}"} } } }""")!;

    private static JsonObject Part(string text, bool follow)
    {
        var part = Line(text);
        part["name"] = "Part";
        part["options"] = new JsonObject { ["usableAsActivity"] = true, ["autoUpdateConsumingWorkflows"] = follow };
        return part;
    }
}
