using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_list_is_paged
{
    private const int Count = 12;

    private Wire _wire = null!;
    private List<string> _tasks = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _tasks = [];
        for (var i = 0; i < Count; i++)
        {
            _tasks.Add(await _wire.TaskAsync());
        }
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase("/tasks?box=available")]
    [TestCase("/tasks?box=team&sort=-createdAt")]
    [TestCase("/tasks?box=all&sort=createdAt")]
    [TestCase("/tasks?box=all&sort=priority")]
    [TestCase("/tasks?box=all&sort=-priority")]
    [TestCase("/tasks?box=all&sort=dueAt")]
    [TestCase("/tasks?box=all&sort=-dueAt")]
    [TestCase("/tasks?box=all&sort=updatedAt")]
    [TestCase("/tasks")]
    public async Task Every_row_comes_once(string path)
    {
        var pages = await PagesAsync(path, 5);

        Assert.That(pages.Select(p => p.Count), Is.EqualTo([5, 5, 2]));
        Assert.That(pages.SelectMany(p => p).Select(t => t["id"]!.ToString()), Is.EquivalentTo(_tasks));
    }

    [Test]
    public async Task Rows_that_leave_or_come_meanwhile_move_no_others()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"));
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await wire.TaskAsync());
        }

        var first = (await wire.SendAsync("GET", "/tasks?box=available&limit=3&sort=createdAt")).Json;
        (await wire.As("anna").PostAsync($"/tasks/{ids[0]}/claim")).Expect(200);
        await wire.TaskAsync();
        var second = (await wire.SendAsync("GET", $"/tasks?box=available&limit=3&sort=createdAt&cursor={first["nextCursor"]}")).Json;

        Assert.That(first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(t => t!["id"]!.ToString()), Is.EqualTo(ids));
    }

    [Test]
    public async Task Instances_come_the_latest_first()
    {
        var pages = await PagesAsync("/instances?status=Running&definition=one-task", 5);

        var times = pages.SelectMany(p => p).Select(i => i["createdAt"]!.GetValue<DateTimeOffset>()).ToList();
        Assert.That(times, Has.Count.EqualTo(Count));
        Assert.That(times, Is.Ordered.Descending);
    }

    [Test]
    public async Task The_last_page_has_no_cursor() =>
        Assert.That((await _wire.SendAsync("GET", $"/tasks?limit={Count}")).Json["nextCursor"], Is.Null);

    [TestCase("nonsense")]
    [TestCase("!!!")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("")]
    public async Task A_cursor_that_is_not_ours_is_refused(string cursor)
    {
        var answer = await _wire.SendAsync("GET", $"/tasks?cursor={Uri.EscapeDataString(cursor)}");

        if (cursor.Length > 0)
        {
            answer.Problem(400, "cursor-invalid");
        }
        else
        {
            Assert.That(answer.Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task A_cursor_that_was_changed_is_refused()
    {
        var cursor = (await CursorAsync(_wire)).ToCharArray();
        cursor[^3] = cursor[^3] == 'A' ? 'B' : 'A';

        (await _wire.SendAsync("GET", $"/tasks?limit=5&cursor={new string(cursor)}")).Problem(400, "cursor-invalid");
    }

    [Test]
    public async Task A_cursor_of_another_database_is_refused()
    {
        await using var other = new Wire(CompanyFolder.With("one-task"));

        (await other.SendAsync("GET", $"/tasks?limit=5&cursor={await CursorAsync(_wire)}")).Problem(400, "cursor-invalid");
    }

    [TestCase("/tasks?box=mine", "anna")]
    [TestCase("/tasks?sort=dueAt", "anna")]
    [TestCase("/tasks?definition=one-task", "anna")]
    [TestCase("/instances", "anna")]
    [TestCase("/tasks", "bob")]
    public async Task A_cursor_of_another_list_or_person_is_refused(string path, string person) =>
        (await _wire.SendAsync("GET", $"{path}{(path.Contains('?') ? '&' : '?')}cursor={await CursorAsync(_wire)}", person)).Problem(400, "cursor-mismatch");

    [Test]
    public async Task The_journal_is_paged_too()
    {
        var instance = (await _wire.SendAsync("GET", $"/tasks/{_tasks[0]}")).Json["instanceId"]!.ToString();
        var all = (await _wire.SendAsync("GET", $"/instances/{instance}/journal?limit=200")).Json["items"]!.AsArray().Select(e => e!["sequence"]!.GetValue<long>()).ToList();

        var pages = await PagesAsync($"/instances/{instance}/journal", 2);

        Assert.That(all, Has.Count.GreaterThan(3));
        Assert.That(pages.SelectMany(p => p).Select(e => e["sequence"]!.GetValue<long>()), Is.EqualTo(all));
    }

    private static async Task<string> CursorAsync(Wire wire) => (await wire.SendAsync("GET", "/tasks?limit=5")).Json["nextCursor"]!.ToString();

    private async Task<List<List<JsonNode>>> PagesAsync(string path, int limit)
    {
        var pages = new List<List<JsonNode>>();
        string? cursor = null;
        do
        {
            var answer = await _wire.SendAsync("GET", $"{path}{(path.Contains('?') ? '&' : '?')}limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            pages.Add([.. answer.Json["items"]!.AsArray().Select(i => i!)]);
            cursor = answer.Json["nextCursor"]?.ToString();
        }
        while (cursor is not null && pages.Count < 50);
        return pages;
    }
}
