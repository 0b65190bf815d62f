using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesProcess.Engine.Execution;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.IntegrationTests.Runtime.Http;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Runtime;

public sealed class When_several_steps_are_one
{
    private const string Sends =
        """
        {"definitionId":"sends","name":"Sends","outputs":[{"name":"code","type":"Object"}],"root":{"id":"s","type":"Elsa.Sequence","activities":[
         {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"sales-rep\"]"}}},
         {"id":"send","type":"Elsa.SendHttpRequest","url":{"typeName":"Uri","expression":{"type":"Literal","value":"URL"}},"statusCode":{"typeName":"Object","memoryReference":{"id":"code"}}}]}}
        """;

    [TestCase(true)]
    [TestCase(false)]
    public async Task All_of_them_are_kept_or_none(bool isKept)
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Definitions.ParentOfOneTask);
        var (first, second) = (await OpenAsync(runtime, "parent"), await OpenAsync(runtime, "parent"));

        var answers = await runtime.Get<JointSteps>().TogetherAsync(
            async () => (isKept, new[] { await CompleteAsync(runtime, first), await CompleteAsync(runtime, second) }), CancellationToken.None);

        Assert.That(answers, Is.All.InstanceOf<Answer.Accepted>());
        Assert.That(runtime.Ids("SELECT status FROM tasks"), Is.All.EqualTo(isKept ? "Completed" : "Ready"));
        Assert.That(runtime.Ids("SELECT status FROM instances WHERE parent_id IS NULL"), Is.All.EqualTo(isKept ? "Finished" : "Running"), "what follows is done after it, or not at all");
        Assert.That(runtime.Count("outbox"), Is.Zero);
    }

    [Test]
    public async Task A_fault_in_one_takes_all_of_them_back()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var task = await OpenAsync(runtime, "one-task");

        Assert.That(
            async () => await runtime.Get<JointSteps>().TogetherAsync<bool>(
                async () =>
                {
                    await CompleteAsync(runtime, task);
                    throw new InvalidOperationException("A bug.");
                },
                CancellationToken.None),
            Throws.InvalidOperationException);

        Assert.That(runtime.Ids("SELECT status FROM tasks"), Is.EqualTo(["Ready"]));
        Assert.That(await CompleteAsync(runtime, task), Is.InstanceOf<Answer.Accepted>(), "the writer goes on");
    }

    [Test]
    public async Task They_do_not_wait_for_whoever_has_the_lock_of_an_instance()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask);
        var task = await OpenAsync(runtime, "one-task");
        using var held = await runtime.Get<InstanceLocks>().AcquireAsync(runtime.Ids("SELECT id FROM instances").Single(), CancellationToken.None);

        var answer = await runtime.Get<JointSteps>().TogetherAsync(async () => (true, await CompleteAsync(runtime, task)), CancellationToken.None);

        Assert.That(answer, Is.InstanceOf<Answer.Accepted>());
    }

    [Test]
    public async Task A_rehearsal_shows_what_would_follow_and_leaves_nothing()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Definitions.OneTask, Definitions.ParentOfOneTask);
        var task = await OpenAsync(runtime, "parent");
        var before = new DatabaseFile(Path.Combine(runtime.Folder, "data", "test.db")).Contents();

        var shown = await runtime.Get<JointSteps>().RehearseAsync(
            async () =>
            {
                await CompleteAsync(runtime, task);
                return runtime.Ids("SELECT status FROM instances");
            },
            CancellationToken.None);

        Assert.That(shown, Is.EqualTo(["Finished", "Finished"]));
        Assert.That(new DatabaseFile(Path.Combine(runtime.Folder, "data", "test.db")).Contents(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_rehearsal_sends_nothing()
    {
        await using var peer = await Peer.StartAsync((http, _) => http.Response.WriteAsync("fine"));
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Http:AllowedHosts:0"] = "*", ["Http:AllowPrivateAddresses"] = "true" };
        await using var runtime = await RunningRuntime.StartAsync(
            new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), null, settings, Sends.Replace("URL", peer.Url, StringComparison.Ordinal));
        var task = await OpenAsync(runtime, "sends");
        var id = runtime.Ids("SELECT id FROM instances").Single();

        var rehearsed = await runtime.Get<JointSteps>().RehearseAsync(() => CompleteAsync(runtime, task, "Complete"), CancellationToken.None);
        // What was sent before would be there before.
        await CompleteAsync(runtime, task, "Complete");
        await Eventually.Holds("the end", () => Task.FromResult(runtime.State(id).Status == WorkflowStatus.Finished));

        Assert.That(rehearsed, Is.InstanceOf<Answer.Accepted>());
        Assert.That(peer.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_reaches_outside_is_left_to_those_who_mean_it()
    {
        await using var runtime = await RunningRuntime.StartAsync();
        var sent = new Outside();
        await using var services = new ServiceCollection().AddSingleton<IEffectHandler>(sent).BuildServiceProvider();
        var effects = new EffectDispatcher(services, runtime.Get<CommitQueue>(), runtime.Clock, NullLogger<EffectDispatcher>.Instance);
        OutboxMessage[] messages = [new("m", "i", new Notify("told", new Dictionary<string, object?>(StringComparer.Ordinal)))];

        await runtime.Get<JointSteps>().RehearseAsync(
            async () =>
            {
                await effects.DrainAsync(messages);
                return true;
            },
            CancellationToken.None);
        var rehearsed = sent.Count;
        await effects.DrainAsync(messages);

        Assert.That((rehearsed, sent.Count), Is.EqualTo((0, 1)));
    }

    private sealed class Outside : IEffectHandler
    {
        public int Count { get; private set; }

        public Type EffectType => typeof(Notify);

        public bool ReachesOutside => true;

        public Task HandleAsync(OutboxMessage message, CancellationToken ct)
        {
            Count++;
            return Task.CompletedTask;
        }
    }

    private static async Task<string> OpenAsync(RunningRuntime runtime, string definition)
    {
        var id = await runtime.StartInstanceAsync(definition);
        return runtime.Ids("SELECT id FROM tasks WHERE root_id = $1", id).Single();
    }

    private static Task<Answer> CompleteAsync(RunningRuntime runtime, string task, string action = "Yes") =>
        runtime.Tasks.CompleteAsync(task, action, null, null, null, RunningRuntime.Anna, CancellationToken.None);
}
