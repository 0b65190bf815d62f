using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Audit;

public sealed class When_acts_are_recorded
{
    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task Each_of_them_is_told_with_who_and_for_whom_and_what_it_changed()
    {
        var task = await _wire.TaskAsync();
        await ActAsync(task, "claim");
        await ActAsync(task, "delegate", """{"to":"bob"}""");
        await ActAsync(task, "start", person: "bob");
        await ActAsync(task, "complete", """{"action":"Yes","comment":"fine"}""", "bob");

        var events = await EventsAsync($"/tasks/{task}/events");

        Assert.Multiple(() =>
        {
            Assert.That(events.Select(e => e["kind"]!.ToString()), Is.EqualTo(new[] { "open", "claim", "delegate", "start", "complete" }));
            Assert.That(events.Select(e => e["actor"]!.ToString()), Is.EqualTo(new[] { "anna", "anna", "anna", "bob", "bob" }));
            Assert.That(events.Select(e => e["onBehalfOf"]?.ToString()), Is.EqualTo(new[] { null, null, "anna", "anna", "anna" }));
            Assert.That(events[2]["changes"]!["assignee"]!.ToJsonString(), Is.EqualTo("""{"from":"anna","to":"bob"}"""));
            Assert.That(events[4]["changes"]!["action"]!.ToJsonString(), Is.EqualTo("""{"from":null,"to":"Yes"}"""));
        });
    }

    [Test]
    public async Task An_instance_has_its_own_and_those_of_its_tasks()
    {
        var task = await _wire.TaskAsync();
        await ActAsync(task, "claim");
        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();
        await _wire.PostAsync($"/instances/{instance}/cancel", """{"reason":"no need"}""");

        var events = await EventsAsync($"/instances/{instance}/events");

        Assert.That(events.Select(e => e["kind"]!.ToString()), Is.EqualTo(new[] { "open", "start-instance", "claim", "close", "cancel-instance" }));
        Assert.That(events[4]["changes"]!["reason"]!.ToString(), Is.EqualTo("no need"));
    }

    [Test]
    public async Task What_was_refused_or_changed_nothing_is_no_act()
    {
        var task = await _wire.TaskAsync();
        await ActAsync(task, "claim");
        await ActAsync(task, "claim");
        await _wire.SendAsync("POST", $"/tasks/{task}/claim", "bob", "{}"u8.ToArray());
        await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Nonsense"}""");

        Assert.That((await EventsAsync($"/tasks/{task}/events")).Select(e => e["kind"]!.ToString()), Is.EqualTo(new[] { "open", "claim" }));
    }

    [Test]
    public async Task They_are_paged_without_a_gap()
    {
        var task = await _wire.TaskAsync();
        for (var i = 0; i < 5; i++)
        {
            await ActAsync(task, "claim");
            await ActAsync(task, "release");
        }

        var all = await EventsAsync($"/tasks/{task}/events");
        var paged = new List<string>();
        for (string? next = $"/tasks/{task}/events?limit=3"; next is not null;)
        {
            var page = (await _wire.SendAsync("GET", next)).Json;
            paged.AddRange(page["items"]!.AsArray().Select(e => e!.ToJsonString()));
            next = page["nextCursor"] is { } cursor ? $"/tasks/{task}/events?limit=3&cursor={cursor}" : null;
        }

        Assert.That(paged, Is.EqualTo(all.Select(e => e.ToJsonString())));
        Assert.That(paged, Has.Count.EqualTo(11));
    }

    [Test]
    public async Task A_cursor_does_not_tell_how_much_happens_elsewhere()
    {
        await _wire.TaskAsync();
        var task = await _wire.TaskAsync();
        await ActAsync(task, "claim");
        await ActAsync(task, "release");

        var cursor = (await _wire.SendAsync("GET", $"/tasks/{task}/events?limit=2")).Json["nextCursor"]!.ToString();

        // Behind the signature it is plain: which list, how far, nothing else.
        var plain = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(cursor).AsSpan(16))!.AsArray();
        Assert.That((plain[1]!.GetValue<long>(), plain[2]!.ToString()), Is.EqualTo((2L, "")));
    }

    [Test]
    public async Task A_stranger_learns_nothing()
    {
        var task = await _wire.TaskAsync();
        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();
        foreach (var path in new[] { "/tasks/{0}/events", "/instances/{0}/events", "/instances/{0}/evidence" })
        {
            var hidden = await _wire.SendAsync("GET", string.Format(System.Globalization.CultureInfo.InvariantCulture, path, path.StartsWith("/tasks", StringComparison.Ordinal) ? task : instance), "sophie");
            var missing = await _wire.SendAsync("GET", string.Format(System.Globalization.CultureInfo.InvariantCulture, path, "0123456789abcdefghjkmnpqrs"), "sophie");
            hidden.Problem(404, "not-found");
            Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
        }
    }

    private async Task ActAsync(string task, string verb, string body = "{}", string person = "anna") =>
        Assert.That((await _wire.SendAsync("POST", $"/tasks/{task}/{verb}", person, Encoding.UTF8.GetBytes(body))).Status, Is.EqualTo(200));

    private async Task<IReadOnlyList<JsonNode>> EventsAsync(string path) => [.. (await _wire.SendAsync("GET", path)).Json["items"]!.AsArray().Select(e => e!)];
}
