using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Watchers;

public sealed class When_a_task_is_watched
{
    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_is_in_the_watchers_box_until_he_ends_it_whatever_becomes_of_the_task()
    {
        var (task, other) = (await _wire.TaskAsync(), await _wire.TaskAsync());

        Assert.That((await WatchAsync(task, "bob", "bob")).Status, Is.EqualTo(200));
        Assert.That(await BoxAsync("bob"), Does.Contain(task).And.Not.Contain(other));

        await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""");
        Assert.That(await BoxAsync("bob"), Does.Contain(task), "that it has ended is what he waits for");

        Assert.That((await UnwatchAsync(task, "bob", "bob")).Status, Is.EqualTo(204));
        Assert.That(await BoxAsync("bob"), Does.Not.Contain(task));
    }

    [Test]
    public async Task A_search_and_a_count_know_the_box()
    {
        var task = await _wire.TaskAsync();
        await WatchAsync(task, "grace", "grace");

        var found = await _wire.SendAsync("POST", "/tasks/search", "grace", """{"box":"watching","facets":["state"]}"""u8.ToArray());
        var counted = await _wire.SendAsync("POST", "/tasks/count", "grace", """{"box":"watching"}"""u8.ToArray());

        Assert.That(found.Json["items"]!.AsArray().Select(t => t!["id"]!.ToString()), Is.EqualTo(new[] { task }));
        Assert.That(counted.Json["count"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public async Task Twice_is_once_and_both_are_acts()
    {
        var task = await _wire.TaskAsync();

        var first = await WatchAsync(task, "anna", "anna");
        var again = await WatchAsync(task, "anna", "anna");
        await UnwatchAsync(task, "anna", "anna");
        await UnwatchAsync(task, "anna", "anna");

        Assert.That(again.Text, Is.EqualTo(first.Text));
        var acts = (await _wire.SendAsync("GET", $"/tasks/{task}/events")).Json["items"]!.AsArray().Select(a => $"{a!["kind"]} {a["changes"]!["watcher"]?["from"]}>{a["changes"]!["watcher"]?["to"]}");
        Assert.That(acts.TakeLast(2), Is.EqualTo(new[] { "watch >anna", "unwatch anna>" }));
    }

    [Test]
    public async Task A_manager_lets_others_watch_and_the_list_says_so()
    {
        var task = await _wire.TaskAsync();

        await WatchAsync(task, "bob", "martin");
        await WatchAsync(task, "anna", "anna");

        var page = (await _wire.SendAsync("GET", $"/tasks/{task}/watchers?limit=1")).Json;
        var rest = (await _wire.SendAsync("GET", $"/tasks/{task}/watchers?limit=1&cursor={page["nextCursor"]}")).Json;
        Assert.That(page["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(w => $"{w!["user"]} by {w["addedBy"]}"), Is.EqualTo(new[] { "anna by anna", "bob by martin" }));
        Assert.That(rest["nextCursor"], Is.Null);
        Assert.That((await UnwatchAsync(task, "bob", "martin")).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Nobody_else_says_who_watches()
    {
        var task = await _wire.TaskAsync();
        await WatchAsync(task, "anna", "anna");

        (await WatchAsync(task, "anna", "bob")).Problem(403, "permission-missing");
        (await UnwatchAsync(task, "anna", "bob")).Problem(403, "permission-missing");
        (await WatchAsync(task, Staff.Auditor, Staff.Auditor)).Problem(403, "permission-missing");
    }

    [TestCase("sophie")]
    [TestCase("nobody.at.all")]
    [TestCase("' OR 1=1 --")]
    public async Task Whoever_does_not_see_it_does_not_come_to_see_it_so(string watcher) =>
        (await WatchAsync(await _wire.TaskAsync(), watcher, "martin")).Problem(422, "watcher-not-allowed");

    [Test]
    public async Task Whoever_loses_sight_of_it_loses_it_from_the_box_and_hears_no_more()
    {
        var task = await _wire.TaskAsync();
        await _wire.SendAsync("POST", $"/tasks/{task}/release", "martin");
        Assert.That((await WatchAsync(task, "carl", "carl")).Status, Is.EqualTo(200), "a sales rep is a candidate");
        using var http = new HttpClient { BaseAddress = _wire.Server.Address };
        await using var carl = await TaskListener.OpenAsync(http, await _wire.TokenAsync("carl"));

        await _wire.SendAsync("POST", $"/tasks/{task}/escalate", "martin");
        Assert.That(await carl.InvalidationAsync(), Does.StartWith($"changed {task}"), "as a watcher he hears of it");
        await _wire.SendAsync("POST", $"/tasks/{task}/forward", "martin", """{"toUser":"bob"}"""u8.ToArray());
        Assert.That(await carl.InvalidationAsync(), Is.EqualTo($"removed {task}"));

        await _wire.SendAsync("POST", $"/tasks/{task}/comments", "bob", """{"text":"hidden"}"""u8.ToArray());
        var next = await _wire.TaskAsync("carl");
        Assert.That(await carl.InvalidationAsync(), Does.Contain(next), "of what he does not see he hears nothing");
        Assert.That(await BoxAsync("carl"), Does.Not.Contain(task));
        Assert.That((await _wire.SendAsync("POST", "/tasks/count", "carl", """{"box":"watching"}"""u8.ToArray())).Json["count"]!.GetValue<int>(), Is.Zero);
        (await UnwatchAsync(task, "carl", "carl")).Problem(404, "not-found");
    }

    [TestCase("GET", "/tasks/{0}/watchers")]
    [TestCase("PUT", "/tasks/{0}/watchers/sophie")]
    [TestCase("PUT", "/tasks/{0}/watchers/anna")]
    [TestCase("DELETE", "/tasks/{0}/watchers/anna")]
    public async Task To_a_stranger_there_is_nothing(string method, string path)
    {
        var task = await _wire.TaskAsync();

        var hidden = await _wire.SendAsync(method, string.Format(null, path, task), "sophie");
        var missing = await _wire.SendAsync(method, string.Format(null, path, "0123456789abcdefghjkmnpqrs"), "sophie");

        hidden.Problem(404, "not-found");
        Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
        Assert.That(hidden.Headers.Where(h => h.Key != "Date"), Is.EquivalentTo(missing.Headers.Where(h => h.Key != "Date")));
    }

    [Test]
    public void The_box_is_read_from_what_its_owner_watches()
    {
        var plan = _wire.Server.Database.Query(
            "EXPLAIN QUERY PLAN SELECT t.document FROM tasks t WHERE t.id IN (SELECT w.task_id FROM watchers w WHERE w.user = 'anna') ORDER BY t.created_at DESC, t.id DESC LIMIT 51", r => r.GetString(3));

        Assert.That(plan, Has.Some.Contains("ix_watchers_user"));
        Assert.That(plan, Has.Some.StartsWith("SEARCH t"), string.Join("; ", plan));
    }

    private Task<WireAnswer> WatchAsync(string task, string watcher, string by) => _wire.SendAsync("PUT", $"/tasks/{task}/watchers/{Uri.EscapeDataString(watcher)}", by);

    private Task<WireAnswer> UnwatchAsync(string task, string watcher, string by) => _wire.SendAsync("DELETE", $"/tasks/{task}/watchers/{watcher}", by);

    private async Task<string> BoxAsync(string person) => (await _wire.SendAsync("GET", "/tasks?box=watching&limit=200", person)).Text;
}
