using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_draft_is_kept
{
    private const string Body = """{"action":"Yes","data":{"reason":"not yet 石","n":[1,2]},"comment":"half"}""";

    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_comes_back_as_it_was_kept_under_its_own_revision()
    {
        var task = await ClaimedAsync();
        Assert.That((await DraftAsync("GET", task)).Status, Is.EqualTo(204));

        var kept = await DraftAsync("PUT", task, Body, headers: ("If-None-Match", "*"));
        var read = await DraftAsync("GET", task);

        Assert.Multiple(() =>
        {
            Assert.That(kept.Status, Is.EqualTo(200), kept.Text);
            Assert.That(read.Header("ETag"), Is.EqualTo("\"1\""));
            Assert.That(read.Json["data"]!.ToJsonString(), Is.EqualTo("""{"reason":"not yet \u77F3","n":[1,2]}"""));
            Assert.That((read.Json["action"]!.ToString(), read.Json["comment"]!.ToString(), read.Json["updatedBy"]!.ToString()), Is.EqualTo(("Yes", "half", "anna")));
        });
    }

    [Test]
    public async Task Who_has_not_read_the_latest_overwrites_nothing()
    {
        var task = await ClaimedAsync();
        (await DraftAsync("PUT", task, Body)).Problem(428, "precondition-required");
        (await DraftAsync("PUT", task, Body, headers: ("If-Match", "\"1\""))).Problem(412, "precondition-failed");
        Assert.That((await DraftAsync("PUT", task, Body, headers: ("If-None-Match", "*"))).Status, Is.EqualTo(200));

        (await DraftAsync("PUT", task, "{}", headers: ("If-None-Match", "*"))).Problem(412, "precondition-failed");
        var stale = (await DraftAsync("PUT", task, "{}", headers: ("If-Match", "\"7\""))).Problem(412, "precondition-failed");
        var next = await DraftAsync("PUT", task, "{}", headers: ("If-Match", "\"1\""));

        Assert.That(stale["currentEtag"]!.ToString(), Is.EqualTo("\"1\""));
        Assert.That((next.Status, next.Header("ETag")), Is.EqualTo((200, "\"2\"")));
        (await DraftAsync("DELETE", task, headers: ("If-Match", "\"1\""))).Problem(412, "precondition-failed");
        Assert.That((await DraftAsync("DELETE", task, headers: ("If-Match", "\"2\""))).Status, Is.EqualTo(204));
        Assert.That((await DraftAsync("GET", task)).Status, Is.EqualTo(204));
        Assert.That((await DraftAsync("DELETE", task)).Status, Is.EqualTo(204), "There is none any more, which is what was wanted.");
    }

    [Test]
    public async Task Of_two_at_once_one_is_kept_and_the_other_is_told()
    {
        var task = await ClaimedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => DraftAsync("PUT", task, $$"""{"comment":"{{n}}"}""", headers: ("If-None-Match", "*"))));

        Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo(Enumerable.Repeat(412, 7).Prepend(200)));
        Assert.That((await DraftAsync("GET", task)).Json["comment"]!.ToString(), Is.EqualTo(answers.Single(a => a.Status == 200).Json["comment"]!.ToString()));
    }

    [Test]
    public async Task It_survives_being_released_and_passed_on_and_is_the_next_ones()
    {
        var task = await ClaimedAsync();
        await DraftAsync("PUT", task, Body, headers: ("If-None-Match", "*"));

        await _wire.PostAsync($"/tasks/{task}/release", "{}");
        (await DraftAsync("GET", task)).Problem(409, "task-not-owned");
        await _wire.SendAsync("POST", $"/tasks/{task}/claim", "bob", "{}"u8.ToArray());

        var bobs = await DraftAsync("GET", task, person: "bob");
        Assert.That(bobs.Json["updatedBy"]!.ToString(), Is.EqualTo("anna"));
        (await DraftAsync("GET", task)).Problem(409, "task-not-owned");
    }

    [Test]
    public async Task It_rests_with_a_suspended_task_and_ends_with_a_completed_one()
    {
        var task = await ClaimedAsync();
        await _wire.PostAsync($"/tasks/{task}/suspend", "{}");
        Assert.That((await DraftAsync("PUT", task, Body, headers: ("If-None-Match", "*"))).Status, Is.EqualTo(200));
        await _wire.PostAsync($"/tasks/{task}/resume", "{}");

        Assert.That((await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""")).Status, Is.EqualTo(200));

        (await DraftAsync("PUT", task, Body, headers: ("If-Match", "*"))).Problem(409, "task-completed");
        Assert.That(_wire.Server.Database.Count("SELECT count(*) FROM drafts WHERE task_id = $id", ("$id", task)), Is.Zero);
    }

    [Test]
    public async Task It_ends_with_a_cancelled_instance()
    {
        var task = await ClaimedAsync();
        await DraftAsync("PUT", task, Body, headers: ("If-None-Match", "*"));
        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();

        Assert.That((await _wire.PostAsync($"/instances/{instance}/cancel", "{}")).Status, Is.EqualTo(200));

        Assert.That(_wire.Server.Database.Count("SELECT count(*) FROM drafts WHERE task_id = $id", ("$id", task)), Is.Zero);
    }

    [Test]
    public async Task To_a_stranger_the_task_does_not_exist()
    {
        var task = await ClaimedAsync();
        await DraftAsync("PUT", task, Body, headers: ("If-None-Match", "*"));

        foreach (var method in new[] { "GET", "PUT", "DELETE" })
        {
            var body = method == "PUT" ? Body : null;
            var hidden = await DraftAsync(method, task, body, "sophie", ("If-Match", "*"));
            var missing = await DraftAsync(method, "0123456789abcdefghjkmnpqrs", body, "sophie", ("If-Match", "*"));
            hidden.Problem(404, "not-found");
            Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
        }
    }

    [Test]
    public async Task It_stands_nowhere_in_clear()
    {
        var task = await ClaimedAsync();

        await DraftAsync("PUT", task, """{"data":{"bottomLine":"marker 31415926"}}""", headers: ("If-None-Match", "*"));

        var files = Directory.GetFiles(Path.GetDirectoryName(_wire.Server.Folder.DatabaseFile)!).Where(f => File.ReadAllBytes(f).AsSpan().IndexOf("marker 31415926"u8) >= 0);
        Assert.That(files, Is.Empty);
    }

    [TestCase("[]", 400, "malformed-request")]
    [TestCase("{\"data\":", 400, "malformed-request")]
    [TestCase("{\"action\":7,\"other\":1}", 400, "malformed-request")]
    public async Task A_wrong_body_is_refused(string body, int status, string code)
    {
        var task = await ClaimedAsync();

        (await DraftAsync("PUT", task, body, headers: ("If-None-Match", "*"))).Problem(status, code);
    }

    [Test]
    public async Task One_that_is_too_large_is_refused()
    {
        var task = await ClaimedAsync();

        (await DraftAsync("PUT", task, $$"""{"data":{"text":"{{new string('x', 300_000)}}"} }""", headers: ("If-None-Match", "*"))).Problem(413, "payload-too-large");
    }

    private async Task<string> ClaimedAsync()
    {
        var task = await _wire.TaskAsync();
        Assert.That((await _wire.PostAsync($"/tasks/{task}/claim", "{}")).Status, Is.EqualTo(200));
        return task;
    }

    private Task<WireAnswer> DraftAsync(string method, string task, string? body = null, string person = "anna", params (string Name, string Value)[] headers) =>
        _wire.SendAsync(method, $"/tasks/{task}/draft", person, body is null ? null : Encoding.UTF8.GetBytes(body), headers: headers);
}
