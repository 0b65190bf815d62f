using System.Text;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Server.Api;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_tasks_are_streamed
{
    private Wire _wire = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _http = new HttpClient { BaseAddress = _wire.Server.Address };
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        _http.Dispose();
        await _wire.DisposeAsync();
    }

    [Test]
    public async Task Each_change_is_told_after_its_commit_with_the_revision_to_read()
    {
        await using var anna = await ListenAsync("anna");
        var task = await _wire.TaskAsync();
        var told = new List<string> { await anna.InvalidationAsync() };
        await ActAsync(task, "claim");
        told.Add(await anna.InvalidationAsync());
        await ActAsync(task, "complete", """{"action":"Yes"}""");
        told.Add(await anna.InvalidationAsync());

        Assert.That(told, Is.EqualTo(new[] { $"added {task} 1", $"changed {task} 2", $"ended {task} 3" }));
    }

    [Test]
    public async Task An_event_says_which_task_and_when_and_nothing_of_what_is_in_it()
    {
        await using var anna = await ListenAsync("anna");
        var task = await _wire.TaskAsync();

        (string Type, System.Text.Json.Nodes.JsonNode Data)? item;
        do
        {
            item = await anna.NextAsync();
        }
        while (item!.Value.Type != "invalidation");

        var read = await _wire.SendAsync("GET", $"/tasks/{task}");
        Assert.That(item.Value.Data.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "kind", "taskId", "revision", "occurredAt" }));
        Assert.That(item.Value.Data["occurredAt"]!.GetValue<DateTimeOffset>(), Is.EqualTo(read.Json["createdAt"]!.GetValue<DateTimeOffset>()).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task Who_comes_back_hears_what_he_has_missed_and_nothing_twice()
    {
        var first = await _wire.TaskAsync();
        string? last;
        await using (var before = await ListenAsync("anna"))
        {
            await ActAsync(first, "claim");
            Assert.That(await before.InvalidationAsync(), Is.EqualTo($"changed {first} 2"));
            last = before.LastId;
        }

        var second = await _wire.TaskAsync();
        await ActAsync(second, "claim");
        await using var after = await ListenAsync("anna", last);
        var missed = await after.InvalidationAsync();
        await ActAsync(second, "release");

        Assert.That((missed, await after.InvalidationAsync()), Is.EqualTo(($"added {second} 2", $"changed {second} 3")));
    }

    [Test]
    public async Task Of_a_task_that_he_cannot_see_nobody_hears()
    {
        await using var lena = await ListenAsync("lena");
        var hidden = await _wire.TaskAsync();
        await ActAsync(hidden, "claim");
        await ActAsync(hidden, "complete", """{"action":"Yes"}""");
        var shown = await _wire.TaskAsync();
        await ActAsync(shown, "claim");

        await ActAsync(shown, "forward", """{"toUser":"lena"}""");

        Assert.That(await lena.InvalidationAsync(), Is.EqualTo($"added {shown} 3"));
    }

    [Test]
    public async Task Whoever_cannot_see_a_task_any_more_is_told_that_it_is_gone_and_nothing_else_of_it()
    {
        var task = await _wire.TaskAsync();
        await ActAsync(task, "claim");
        await using var carl = await ListenAsync("carl");
        await ActAsync(task, "forward", """{"toUser":"bob"}""");
        var gone = await carl.InvalidationAsync();
        await ActAsync(task, "start", person: "bob");
        var next = await _wire.TaskAsync();

        Assert.That((gone, await carl.InvalidationAsync()), Is.EqualTo(($"removed {task}", $"added {next} 1")));
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{task}", "carl")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Many_listen_at_once_and_all_of_them_hear_everything()
    {
        string[] people = ["anna", "bob", "carl", "dora", "li.na", "wang.wei", "martin", "audrey"];
        foreach (var person in people)
        {
            await _wire.TokenAsync(person);
        }

        var listeners = await Task.WhenAll(people.SelectMany(p => Enumerable.Range(0, 8).Select(_ => ListenAsync(p))));
        var tasks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _wire.TaskAsync()));

        var heard = await Task.WhenAll(listeners.Select(async listener =>
        {
            var told = new List<string>();
            while (told.Count < tasks.Length)
            {
                told.Add(await listener.InvalidationAsync());
            }

            return told.Order(StringComparer.Ordinal).ToList();
        }));

        Assert.That(heard, Is.All.EqualTo(tasks.Select(t => $"added {t} 1").Order(StringComparer.Ordinal)));
        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }
    }

    [Test]
    public async Task One_person_cannot_take_all_streams()
    {
        var token = await _wire.TokenAsync("tina");
        var open = await Task.WhenAll(Enumerable.Range(0, TaskStreamApi.StreamsPerPerson).Select(_ => ListenAsync("tina")));

        using (var refused = await TaskListener.RequestAsync(_http, token))
        {
            Assert.That((int)refused.StatusCode, Is.EqualTo(429));
            Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("rate-limited"));
            Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        }

        await using var other = await ListenAsync("tom");
        await Task.WhenAll(open.Select(o => o.DisposeAsync().AsTask()));
        await Eventually.Holds("a closed stream makes room", async () =>
        {
            using var again = await TaskListener.RequestAsync(_http, token);
            return again.IsSuccessStatusCode;
        });
    }

    [TestCase("17")]
    [TestCase("CfDJ8nonsense")]
    public async Task An_id_that_is_not_ours_is_refused(string id) =>
        (await _wire.SendAsync("GET", "/tasks/stream", headers: ("Last-Event-ID", id))).Problem(400, "cursor-invalid");

    [Test]
    public async Task Somebody_elses_id_is_refused()
    {
        await using var anna = await ListenAsync("anna");

        (await _wire.SendAsync("GET", "/tasks/stream", "bob", headers: ("Last-Event-ID", anna.LastId!))).Problem(400, "cursor-invalid");
    }

    [Test]
    public async Task Nobody_listens_unknown() => (await _wire.SendAsync("GET", "/api/v1/tasks/stream", person: null)).Problem(401, "unauthenticated");

    [Test]
    public async Task A_silent_stream_beats_and_ends_in_time()
    {
        var start = new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
        await using var wire = new Wire(CompanyFolder.With("one-task"), start);
        using var http = new HttpClient { BaseAddress = wire.Server.Address };
        await using var anna = await TaskListener.OpenAsync(http, await wire.TokenAsync("anna"));
        await anna.NextAsync();

        var beat = anna.NextAsync();
        await Eventually.Holds("a heartbeat", () =>
        {
            wire.Server.Clock!.Advance(TaskStream.Heartbeat);
            return Task.FromResult(beat.IsCompleted);
        });
        Assert.That((await beat)!.Value.Type, Is.EqualTo("heartbeat"));

        var next = anna.NextAsync();
        await Eventually.Holds("its end", async () =>
        {
            wire.Server.Clock!.Advance(TaskStream.Heartbeat);
            if (!next.IsCompleted)
            {
                return false;
            }

            var isEnd = await next is null;
            next = isEnd ? next : anna.NextAsync();
            return isEnd;
        });
        Assert.That(wire.Server.Clock!.GetUtcNow() - start, Is.GreaterThanOrEqualTo(TaskStream.Longest));
    }

    [Test]
    public async Task Whoever_was_away_too_long_is_told_to_read_the_lists_again()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"), new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
        using var http = new HttpClient { BaseAddress = wire.Server.Address };
        string? last;
        await using (var anna = await TaskListener.OpenAsync(http, await wire.TokenAsync("anna")))
        {
            await anna.NextAsync();
            last = anna.LastId;
        }

        wire.Server.Clock!.Advance(TaskStream.Remembered + TimeSpan.FromSeconds(1));
        await using var back = await TaskListener.OpenAsync(http, await wire.TokenAsync("anna"), last);

        Assert.That((await back.NextAsync())!.Value.Type, Is.EqualTo("reset"));
    }

    [Test]
    public async Task A_server_that_stops_ends_its_streams()
    {
        var wire = new Wire(CompanyFolder.With("one-task"));
        using var http = new HttpClient { BaseAddress = wire.Server.Address };
        await using var anna = await TaskListener.OpenAsync(http, await wire.TokenAsync("anna"));
        await anna.NextAsync();

        await wire.DisposeAsync();

        Assert.That(await anna.NextAsync(), Is.Null);
    }

    private async Task<TaskListener> ListenAsync(string person, string? lastId = null)
    {
        var listener = await TaskListener.OpenAsync(_http, await _wire.TokenAsync(person), lastId);
        Assert.That((await listener.NextAsync())!.Value.Type, Is.EqualTo("heartbeat"));
        return listener;
    }

    private async Task ActAsync(string task, string verb, string body = "{}", string person = "anna")
    {
        var answer = await _wire.SendAsync("POST", $"/tasks/{task}/{verb}", person, Encoding.UTF8.GetBytes(body));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }
}
