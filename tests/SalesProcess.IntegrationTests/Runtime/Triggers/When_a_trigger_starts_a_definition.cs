using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Tasks;

using static SalesProcess.IntegrationTests.Runtime.Triggers.Triggered;

namespace SalesProcess.IntegrationTests.Runtime.Triggers;

public sealed class When_a_trigger_starts_a_definition
{
    [Test]
    public async Task An_event_starts_what_waits_for_it_and_hands_over_its_payload()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definition(
            "Event", $$$"""
            "eventName":{{{Literal("paid")}}},"result":{"typeName":"Object","memoryReference":{"id":"got"} }
            """));

        await runtime.Workflows.PublishToAllAsync("paid", "42", "Q-1", RunningRuntime.Anna, CancellationToken.None);
        await runtime.Workflows.PublishToAllAsync("other", "43", null, RunningRuntime.Anna, CancellationToken.None);

        var id = runtime.Ids("SELECT id FROM instances").Single();
        Assert.Multiple(() =>
        {
            Assert.That(runtime.State(id).Output["got"], Is.EqualTo("42"));
            Assert.That(runtime.State(id).CorrelationId, Is.EqualTo("Q-1"));
            Assert.That(runtime.Count("outbox"), Is.Zero);
        });
    }

    [Test]
    public async Task A_timer_starts_once_an_interval_also_after_a_restart()
    {
        var first = await RunningRuntime.StartAsync(null, Definition("Timer", $"\"interval\":{Literal("00:10:00")}"));
        first.Clock.Advance(TimeSpan.FromMinutes(9));
        await first.UntilAsync(() => first.Count("instances") == 1);
        Assert.That(first.Clock.GetUtcNow(), Is.GreaterThanOrEqualTo(new DateTimeOffset(2026, 3, 2, 1, 10, 0, TimeSpan.Zero)));
        await first.StopAsync();

        // The clock of the second begins where the first began: a clock that went back starts nothing again.
        await using var second = await RunningRuntime.StartAsync(first.Folder);
        await second.UntilAsync(() => second.Clock.GetUtcNow() >= new DateTimeOffset(2026, 3, 2, 1, 5, 0, TimeSpan.Zero));
        Assert.That(second.Count("instances"), Is.EqualTo(1));

        second.Clock.Advance(TimeSpan.FromMinutes(15));
        await second.UntilAsync(() => second.Count("instances") == 2);
    }

    [Test]
    public async Task What_was_missed_is_made_up_for_once()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definition("Cron", $"\"cronExpression\":{Literal("0 */10 * * * *")}"));

        runtime.Clock.Advance(TimeSpan.FromHours(5));
        await runtime.UntilAsync(() => runtime.Count("instances") > 0);

        Assert.That(runtime.Count("instances"), Is.EqualTo(1));
        Assert.That(DueAt(runtime), Is.GreaterThan(runtime.Clock.GetUtcNow()).And.LessThanOrEqualTo(runtime.Clock.GetUtcNow().AddMinutes(10)));
    }

    [Test]
    public async Task A_time_starts_once_for_all()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definition("StartAt", $"\"dateTime\":{Literal("2026-03-02T01:01:00Z")}"));

        await runtime.UntilAsync(() => runtime.Count("instances") == 1 && runtime.Count("triggers") == 0);
    }

    [Test]
    public async Task A_retracted_definition_is_not_started()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definition("Event", $"\"eventName\":{Literal("paid")}"));
        await runtime.Get<DefinitionService>().RetractAsync("triggered", RunningRuntime.Anna, CancellationToken.None);

        await runtime.Workflows.PublishToAllAsync("paid", null, null, RunningRuntime.Anna, CancellationToken.None);

        Assert.That((runtime.Count("instances"), runtime.Count("triggers")), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Publishing_again_moves_no_due_time()
    {
        var definition = Definition("Timer", $"\"interval\":{Literal("01:00:00")}");
        await using var runtime = await RunningRuntime.StartAsync(null, definition);
        var due = DueAt(runtime);
        runtime.Clock.Advance(TimeSpan.FromMinutes(20));

        await runtime.Get<DefinitionService>().ImportAsync(DefinitionReader.Read(definition.Replace("\"name\":\"Triggered\"", "\"name\":\"Changed\"", StringComparison.Ordinal)), CancellationToken.None);

        Assert.That((DueAt(runtime), runtime.Ids("SELECT version_id FROM triggers").Single()), Is.EqualTo((due, "triggered-v2")));
    }

    [TestCase("Singleton", "a", "b", 1)]
    [TestCase("CorrelatedSingleton", "a", "b", 2)]
    [TestCase("CorrelatedSingleton", "a", "a", 1)]
    [TestCase("Correlation", "a", "a", 1)]
    [TestCase("Correlation", "a", "b", 2)]
    [TestCase("AllowAlways", "a", "a", 2)]
    public async Task The_activation_strategy_decides_whether_a_second_one_runs(string strategy, string first, string second, int instances)
    {
        var options = $"\"options\":{{\"activationStrategyType\":\"Elsa.Workflows.Runtime.ActivationValidators.{strategy}Strategy, Elsa.Workflows.Runtime\"}},";
        await using var runtime = await RunningRuntime.StartAsync(null, Definition("Event", $"\"eventName\":{Literal("paid")}", options, waits: true));

        await runtime.Workflows.PublishToAllAsync("paid", null, first, RunningRuntime.Anna, CancellationToken.None);
        await runtime.Workflows.PublishToAllAsync("paid", null, second, RunningRuntime.Anna, CancellationToken.None);

        Assert.That((runtime.Count("instances"), runtime.Count("outbox")), Is.EqualTo((instances, 0)));
    }

    [Test]
    public async Task Of_many_starts_of_a_singleton_at_once_one_wins()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definition("Event", $"\"eventName\":{Literal("paid")}", "\"options\":{\"activationStrategyType\":\"SingletonStrategy\"},", waits: true));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => runtime.Workflows.StartAsync(
            new StartInstance("triggered", null, null, null, new Dictionary<string, object?>()), RunningRuntime.Anna, CancellationToken.None)));

        Assert.That(answers.Count(a => a is Answer.Accepted), Is.EqualTo(1));
        Assert.That(answers.OfType<Answer.Refused>().Select(r => r.Refusal.Code).Distinct(), Is.EqualTo(new[] { RefusalCodes.InstanceRunning }));
    }

    [Test]
    public async Task An_event_finds_an_instance_by_the_correlation_id_it_was_given_later()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, $$$"""
            {"definitionId":"correlates","root":{"id":"all","type":"Elsa.Parallel","activities":[
              {"id":"wait","type":"Elsa.Event","eventName":{{{Literal("paid")}}} },
              {"id":"s","type":"Elsa.Sequence","activities":[{"id":"first","type":"Elsa.Event","eventName":{{{Literal("named")}}} },{"id":"c","type":"Elsa.Correlate","correlationId":{{{Literal("Q-9")}}} }]}]}}
            """);
        var id = await runtime.StartInstanceAsync("correlates");

        await runtime.Workflows.PublishToAllAsync("paid", null, "Q-9", RunningRuntime.Anna, CancellationToken.None);
        Assert.That(runtime.State(id).Bookmarks, Has.Count.EqualTo(2));
        await runtime.Workflows.PublishToAllAsync("named", null, null, RunningRuntime.Anna, CancellationToken.None);
        await runtime.Workflows.PublishToAllAsync("paid", null, "Q-9", RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    [Test]
    public async Task An_event_that_the_starting_run_itself_publishes_finds_its_bookmark()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, $$$"""
            {"definitionId":"self","root":{"id":"all","type":"Elsa.Parallel","activities":[
              {"id":"say","type":"Elsa.PublishEvent","eventName":{{{Literal("paid")}}} },{"id":"wait","type":"Elsa.Event","eventName":{{{Literal("paid")}}} }]}}
            """);

        var id = await runtime.StartInstanceAsync("self");

        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    [TestCase("Cron", "cronExpression", "*/5 * * * *", "cannot be read")]
    [TestCase("Timer", "interval", "00:00:00", "one second")]
    [TestCase("Event", "eventName", "", "is empty")]
    public async Task What_cannot_start_anything_is_not_published(string type, string input, string value, string told)
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definition(type, $"\"{input}\":{Literal(value)}"));

        var findings = runtime.Get<DefinitionService>().Validate(DefinitionReader.Read(Definition(type, $"\"{input}\":{Literal(value)}")));

        Assert.That(findings.Single(f => f.Severity == Severity.Error), Has.Property("Code").EqualTo("trigger-invalid").And.Property("ActivityId").EqualTo("t").And.Property("Message").Contains(told));
        Assert.That(runtime.Count("triggers"), Is.Zero);
    }

    private static DateTimeOffset DueAt(RunningRuntime runtime) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(runtime.Ids("SELECT CAST(due_at AS TEXT) FROM triggers").Single(), System.Globalization.CultureInfo.InvariantCulture));
}
