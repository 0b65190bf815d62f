using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_task_is_talked_about
{
    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task What_was_said_stands_in_its_order_with_who_said_it()
    {
        var task = await _wire.TaskAsync();
        foreach (var (person, text) in new[] { ("anna", "石 first"), ("martin", "second"), ("anna", "third") })
        {
            var said = await SayAsync(task, person, text);
            Assert.That((said.Status, said.Header("Location"), said.Json["author"]!.ToString()), Is.EqualTo((201, $"/api/v1/tasks/{task}/comments", person)));
        }

        var page = (await _wire.SendAsync("GET", $"/tasks/{task}/comments?limit=2")).Json;
        var rest = (await _wire.SendAsync("GET", $"/tasks/{task}/comments?limit=2&cursor={page["nextCursor"]}")).Json;

        Assert.That(page["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(c => $"{c!["author"]}: {c["text"]}"), Is.EqualTo(new[] { "anna: 石 first", "martin: second", "anna: third" }));
        Assert.That(rest["nextCursor"], Is.Null);
    }

    [Test]
    public async Task It_goes_on_when_the_task_has_ended_and_is_an_act()
    {
        var task = await _wire.TaskAsync();
        await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""");

        Assert.That((await SayAsync(task, "anna", "done, and why")).Status, Is.EqualTo(201));

        var events = (await _wire.SendAsync("GET", $"/tasks/{task}/events")).Json["items"]!.AsArray();
        Assert.That(events[^1]!["kind"]!.ToString(), Is.EqualTo("comment"));
    }

    [Test]
    public async Task Sent_again_under_the_same_key_it_is_said_once()
    {
        var task = await _wire.TaskAsync();

        await SayAsync(task, "anna", "once", ("Idempotency-Key", "c1"));
        await SayAsync(task, "anna", "once", ("Idempotency-Key", "c1"));

        Assert.That((await _wire.SendAsync("GET", $"/tasks/{task}/comments")).Json["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("""{"text":" "}""")]
    [TestCase("""{"text":7}""")]
    [TestCase("""{}""")]
    public async Task Nothing_is_no_comment(string body) =>
        (await _wire.SendAsync("POST", $"/tasks/{await _wire.TaskAsync()}/comments", "anna", Encoding.UTF8.GetBytes(body))).Problem(400, "malformed-request");

    [Test]
    public async Task An_auditor_reads_and_says_nothing()
    {
        var task = await _wire.TaskAsync();

        (await SayAsync(task, Staff.Auditor, "x")).Problem(403, "permission-missing");
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{task}/comments", Staff.Auditor)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task To_a_stranger_the_task_does_not_exist()
    {
        var task = await _wire.TaskAsync();
        await SayAsync(task, "anna", "hidden");

        foreach (var method in new[] { "GET", "POST" })
        {
            var body = method == "POST" ? """{"text":"x"}"""u8.ToArray() : null;
            var hidden = await _wire.SendAsync(method, $"/tasks/{task}/comments", "sophie", body);
            var missing = await _wire.SendAsync(method, "/tasks/0123456789abcdefghjkmnpqrs/comments", "sophie", body);
            hidden.Problem(404, "not-found");
            Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
        }
    }

    private Task<WireAnswer> SayAsync(string task, string person, string text, params (string Name, string Value)[] headers) =>
        _wire.SendAsync("POST", $"/tasks/{task}/comments", person, Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}"""), headers: headers);
}
