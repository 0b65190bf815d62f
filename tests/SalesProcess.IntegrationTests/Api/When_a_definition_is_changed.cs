using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_definition_is_changed
{
    private const string Designer = "diana";

    private Wire _wire = null!;

    [SetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_is_a_draft_until_it_is_published_and_running_instances_stay()
    {
        var task = await _wire.TaskAsync();
        var before = (await _wire.SendAsync("GET", "/definitions/one-task")).Json;
        var changed = before["definition"]!.DeepClone().AsObject();
        changed["name"] = "One task, changed";

        var draft = (await PutAsync("one-task", changed)).Json;
        Assert.That((draft["version"]!.GetValue<int>(), draft["isPublished"]!.GetValue<bool>(), draft["isLatest"]!.GetValue<bool>()), Is.EqualTo((2, false, true)));
        Assert.That((await _wire.SendAsync("GET", "/definitions/one-task")).Json["version"]!.GetValue<int>(), Is.EqualTo(1));

        var published = await _wire.SendAsync("POST", "/definitions/one-task/publish", Designer);
        Assert.That(published.Status, Is.EqualTo(200), published.Text);
        Assert.That(published.Json["isPublished"]!.GetValue<bool>(), Is.True);
        Assert.That(published.Json["versions"]!.AsArray().Select(v => v!["version"]!.GetValue<int>()), Is.EqualTo([2, 1]));

        var started = (await _wire.As("anna").StartAsync("one-task", [])).Json;
        var running = (await _wire.SendAsync("GET", $"/instances/{(await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]}")).Json;
        Assert.That(started["definition"]!["name"]!.ToString(), Is.EqualTo("One task, changed"));
        Assert.That(running["definition"]!["version"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await _wire.SendAsync("GET", "/definitions/one-task?version=1")).Json["name"]!.ToString(), Is.EqualTo("One task"));
    }

    [Test]
    public async Task What_is_an_error_is_not_published()
    {
        var wrong = (JsonObject)JsonNode.Parse("""{"name":"Wrong","root":{"id":"seq","type":"Elsa.Sequence","activities":[{"id":"a","type":"Nobody.Knows"}]}}""")!;
        var draft = await PutAsync("wrong", wrong);
        Assert.That(draft.Status, Is.EqualTo(200), draft.Text);
        Assert.That(draft.Json["diagnostics"]![0]!["activityId"]!.ToString(), Is.EqualTo("a"));

        var problem = (await _wire.SendAsync("POST", "/definitions/wrong/publish", Designer)).Problem(422, "definition-invalid");

        Assert.That(problem["diagnostics"]![0]!.AsObject().Select(p => p.Key), Is.EqualTo(["severity", "code", "path", "activityId", "message"]));
        (await _wire.PostAsync("/instances", """{"definition":"wrong"}""")).Problem(404, "not-found");
    }

    [TestCase("{}", "unreadable")]
    [TestCase("""{"root":{"id":"x"}}""", "unreadable")]
    [TestCase("""{"root":{"id":"a","type":"Elsa.Sequence","activities":[{"id":"a","type":"Elsa.WriteLine"}]}}""", "unreadable")]
    [TestCase("""{"definitionId":"other","root":{"type":"Elsa.WriteLine"}}""", "id-differs")]
    public async Task What_cannot_be_read_is_refused(string json, string code)
    {
        var problem = (await PutAsync("draft", (JsonObject)JsonNode.Parse(json)!)).Problem(422, "definition-invalid");

        Assert.That(problem["errors"]![0]!["code"]!.ToString(), Is.EqualTo(code));
    }

    [Test]
    public async Task It_is_checked_without_being_kept()
    {
        var before = _wire.Server.Database.RowCounts();

        var fine = (await _wire.PostAsync("/definitions/validate", """{"definitionId":"x","root":{"id":"a","type":"Elsa.WriteLine"}}""")).Json;
        var wrong = (await _wire.PostAsync("/definitions/validate", """{"definitionId":"x","root":{"id":"a","type":"Nobody.Knows"}}""")).Json;

        Assert.That(fine["isValid"]!.GetValue<bool>(), Is.True);
        Assert.That(wrong["isValid"]!.GetValue<bool>(), Is.False);
        Assert.That(wrong["diagnostics"]![0]!["severity"]!.ToString(), Is.EqualTo("error"));
        Assert.That(_wire.Server.Database.RowCounts(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_is_wrong_is_told_with_its_line_and_column()
    {
        var wrong = (await _wire.PostAsync("/definitions/validate", "{\n \"definitionId\":\"x\",\n \"root\":\n  {\"id\":\"石\",\"type\":\"Nobody.Knows\"}\n}")).Json["diagnostics"]![0]!;

        Assert.That((wrong["line"]!.GetValue<int>(), wrong["column"]!.GetValue<int>()), Is.EqualTo((4, 3)));
    }

    [Test]
    public async Task Only_designers_change_it()
    {
        var definition = (await _wire.SendAsync("GET", "/definitions/one-task")).Json["definition"]!;

        (await _wire.SendAsync("PUT", "/definitions/one-task", "anna", Encoding.UTF8.GetBytes(definition.ToJsonString()))).Problem(403, "permission-missing");
        (await _wire.SendAsync("POST", "/definitions/one-task/publish", "anna")).Problem(403, "permission-missing");
    }

    [TestCase("GET", "/definitions/nowhere")]
    [TestCase("GET", "/definitions/one-task?version=99")]
    [TestCase("POST", "/definitions/nowhere/publish")]
    public async Task What_is_not_there_is_not_found(string method, string path) => (await _wire.SendAsync(method, path, Designer)).Problem(404, "not-found");

    [Test]
    public async Task The_shipped_ones_are_listed_with_their_input()
    {
        await using var wire = new Wire(CompanyFolder.Full());

        var listed = (await wire.SendAsync("GET", "/definitions", headers: ("Accept-Language", "zh-CN"))).Json["items"]!.AsArray();
        var process = (await wire.SendAsync("GET", "/definitions/sales-process")).Json;

        Assert.That(listed.Select(d => d!["id"]!.ToString()), Is.EquivalentTo(
            ["contract-signing", "customer-care", "lead-screening", "needs-discovery", "order-fulfilment", "sales-process", "solution-proposal"]));
        Assert.That(listed.Single(d => d!["id"]!.ToString() == "lead-screening")!["title"]!.ToString(), Is.EqualTo("潜在客户开发与筛选"));
        Assert.That(process["inputSchema"]!["required"]!.AsArray().Select(r => r!.ToString()), Does.Contain("companyName"));
    }

    private Task<WireAnswer> PutAsync(string id, JsonObject definition) =>
        _wire.SendAsync("PUT", $"/definitions/{id}", Designer, Encoding.UTF8.GetBytes(definition.ToJsonString()));
}
