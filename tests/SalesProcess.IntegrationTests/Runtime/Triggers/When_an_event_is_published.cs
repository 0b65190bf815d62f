using SalesProcess.Engine.Execution;
using static SalesProcess.IntegrationTests.Runtime.Triggers.Triggered;

namespace SalesProcess.IntegrationTests.Runtime.Triggers;

public sealed class When_an_event_is_published
{
    private const string Finished = "SELECT definition_id FROM instances WHERE status = 'Finished' ORDER BY definition_id, created_at";

    [TestCase("Q-1", 1)]
    [TestCase("Q-2", 0)]
    [TestCase("", 1)]
    public async Task Its_correlation_id_chooses_who_hears_it(string correlationId, int heard)
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Waits("listens", "Q-1"), Says("tells", correlationId, local: false));
        await runtime.StartInstanceAsync("listens");

        await runtime.StartInstanceAsync("tells");

        Assert.That(runtime.Ids(Finished).Count(id => id == "listens"), Is.EqualTo(heard));
    }

    [Test]
    public async Task A_local_one_is_heard_by_its_own_instance_only_and_starts_nothing()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Waits("listens", "Q-1"), Says("tells", "", local: true), Event("paid"));
        var other = await runtime.StartInstanceAsync("listens");

        var own = await runtime.StartInstanceAsync("tells");

        Assert.That((runtime.State(own).SubStatus, runtime.State(other).SubStatus), Is.EqualTo((WorkflowSubStatus.Finished, WorkflowSubStatus.Suspended)));
        Assert.That(runtime.Count("instances"), Is.EqualTo(2));
    }

    [Test]
    public async Task It_starts_and_wakes_at_once()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Waits("listens", "Q-1"), Event("paid"));
        await runtime.StartInstanceAsync("listens");

        await runtime.Workflows.PublishToAllAsync("paid", null, null, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.Ids(Finished), Is.EqualTo(new[] { "listens", "triggered" }));
    }

    [Test]
    public async Task Before_anybody_waits_nobody_hears_it_later()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Waits("listens", "Q-1"));
        await runtime.Workflows.PublishToAllAsync("paid", null, null, RunningRuntime.Anna, CancellationToken.None);

        var id = await runtime.StartInstanceAsync("listens");

        Assert.That((runtime.State(id).SubStatus, runtime.Count("outbox")), Is.EqualTo((WorkflowSubStatus.Suspended, 0)));
    }

    [Test]
    public async Task What_it_starts_is_a_link_of_its_chain()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Says("tells", "", local: false), Event("paid"));

        await runtime.StartInstanceAsync("tells");

        // So two definitions that start each other come to an end (see Stimulus.Chain).
        Assert.That(runtime.Ids("SELECT json_extract(j.stimulus, '$.chain') || '' FROM journal j JOIN instances i ON i.id = j.instance_id WHERE i.definition_id = 'triggered'"), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task One_waiting_instance_is_woken_once_by_many_at_once()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Waits("listens", "Q-1"));
        var id = await runtime.StartInstanceAsync("listens");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => runtime.Workflows.PublishToAllAsync("paid", null, null, RunningRuntime.Anna, CancellationToken.None))));

        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
        Assert.That(runtime.Ids("SELECT CAST(revision AS TEXT) FROM journal WHERE instance_id = $1", id), Has.Count.EqualTo(2));
    }

    private static string Waits(string id, string correlationId) => $$$"""
        {"definitionId":"{{{id}}}","root":{"id":"s","type":"Elsa.Sequence","activities":[
          {"id":"c","type":"Elsa.Correlate","correlationId":{{{Literal(correlationId)}}} },{"id":"w","type":"Elsa.Event","eventName":{{{Literal("paid")}}} }]} }
        """;

    private static string Says(string id, string correlationId, bool local) => $$$"""
        {"definitionId":"{{{id}}}","root":{"id":"all","type":"Elsa.Parallel","activities":[
          {"id":"say","type":"Elsa.PublishEvent","eventName":{{{Literal("paid")}}},"correlationId":{{{Literal(correlationId)}}},"isLocalEvent":{{{Literal(local ? "true" : "false")}}} },
          {"id":"w","type":"Elsa.Event","eventName":{{{Literal(local ? "paid" : "something else")}}} }]} }
        """;
}
