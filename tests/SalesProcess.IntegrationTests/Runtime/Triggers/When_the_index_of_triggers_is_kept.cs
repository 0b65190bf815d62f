using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;
using static SalesProcess.IntegrationTests.Runtime.Triggers.Triggered;

namespace SalesProcess.IntegrationTests.Runtime.Triggers;

public sealed class When_the_index_of_triggers_is_kept
{
    private const string Index = "SELECT version_id || ' ' || activity_id || ' ' || name || ' ' || coalesce(hash, due_at) FROM triggers ORDER BY id";

    [Test]
    public async Task It_is_made_anew_at_a_start()
    {
        var first = await RunningRuntime.StartAsync(null, Event("paid"));
        var before = first.Ids(Index);
        await ChangeAsync(first, "UPDATE triggers SET hash = 'of an earlier release', name = 'Old'");
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(first.Folder);
        Assert.That(before, Has.Count.EqualTo(1));
        Assert.That(second.Ids(Index), Is.EqualTo(before));
    }

    [Test]
    public async Task It_follows_the_published_version()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Event("paid"));
        var definitions = runtime.Get<DefinitionService>();

        await definitions.ImportAsync(DefinitionReader.Read(Event("billed")), CancellationToken.None);
        await runtime.Workflows.PublishToAllAsync("paid", null, null, RunningRuntime.Anna, CancellationToken.None);
        Assert.That((runtime.Count("instances"), runtime.Count("triggers")), Is.EqualTo((0, 1)));

        await definitions.DeleteAsync("triggered", null, RunningRuntime.Anna, CancellationToken.None);
        Assert.That(runtime.Count("triggers"), Is.Zero);
    }

    [Test]
    public async Task A_draft_is_not_in_it()
    {
        await using var runtime = await RunningRuntime.StartAsync();
        await runtime.Get<DefinitionService>().SaveDraftAsync("triggered", DefinitionReader.Read(Event("paid")).Json, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.Count("triggers"), Is.Zero);
    }

    [Test]
    public async Task What_fell_due_while_the_service_was_down_is_not_forgotten_by_a_new_version()
    {
        var first = await RunningRuntime.StartAsync(null, StartAt("2026-03-02T01:30:00Z"));
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(
            first.Clock.GetUtcNow().AddDays(1), first.Folder, StartAt("2026-03-02T01:30:00Z").Replace("\"Triggered\"", "\"Changed\"", StringComparison.Ordinal));
        await second.UntilAsync(() => second.Count("instances") == 1 && second.Count("triggers") == 0);
        Assert.That(second.Ids("SELECT version_id FROM instances"), Is.EqualTo(new[] { "triggered-v2" }));
    }

    [Test]
    public async Task A_time_that_has_passed_is_not_in_it()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, StartAt("2026-03-02T00:59:59Z"));

        Assert.That(runtime.Count("triggers"), Is.Zero);
    }

    [Test]
    public async Task A_start_of_a_version_that_was_deleted_meanwhile_is_dropped()
    {
        var first = await RunningRuntime.StartAsync(null, Event("paid"));
        await first.Get<DefinitionService>().DeleteAsync("triggered", null, RunningRuntime.Anna, CancellationToken.None);
        // As a crash between the event's commit and the start leaves it.
        await first.Get<CommitQueue>().RunAsync(
            session => session.Execute(
                "INSERT INTO outbox (id, instance_id, kind, payload, created_at, attempts, next_at) VALUES ('m', 'i', 'StartByTrigger', $1, 0, 0, 0)",
                StoredJson.Write(new StartByTrigger("i", "triggered-v1", "t", new Dictionary<string, object?>(), null))),
            CancellationToken.None);
        await first.StopAsync();
        File.Delete(Path.Combine(first.Folder, "workflows", "triggered.json"));

        await using var second = await RunningRuntime.StartAsync(first.Folder);
        await second.UntilAsync(() => second.Count("outbox") == 0);
        Assert.That(second.Count("instances"), Is.Zero);
    }

    private static Task<int> ChangeAsync(RunningRuntime runtime, string sql) => runtime.Get<CommitQueue>().RunAsync(session => session.Execute(sql), CancellationToken.None);
}
