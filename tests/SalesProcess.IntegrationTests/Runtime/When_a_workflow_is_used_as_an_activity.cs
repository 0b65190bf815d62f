using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Definitions;

namespace SalesProcess.IntegrationTests.Runtime;

public sealed class When_a_workflow_is_used_as_an_activity
{
    [Test]
    public async Task Its_tasks_are_completed_over_a_restart_and_a_new_version_of_it()
    {
        var first = await RunningRuntime.StartAsync(null, Ask("old"), Twice);
        var id = await first.StartInstanceAsync("twice");
        await CompleteAsync(first, id, "Yes");
        await first.Get<DefinitionService>().ImportAsync(DefinitionReader.Read(Ask("new")), CancellationToken.None);
        await first.StopAsync();

        await using var second = await RunningRuntime.StartAsync(first.Folder);
        await CompleteAsync(second, id, "No");

        Assert.Multiple(() =>
        {
            Assert.That(second.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(second.State(id).Output["outcome"], Is.EqualTo("old: Yes, old: No"));
            Assert.That(second.Count("instances"), Is.EqualTo(1));
            Assert.That(second.Ids("SELECT status FROM tasks"), Is.EqualTo(new[] { "Completed", "Completed" }));
        });
    }

    [Test]
    public async Task Cancelling_the_instance_ends_its_task()
    {
        await using var runtime = await RunningRuntime.StartAsync(null, Ask("x"), Twice);
        var id = await runtime.StartInstanceAsync("twice");

        await runtime.Workflows.CancelAsync(id, null, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.Ids("SELECT status FROM tasks"), Is.EqualTo(new[] { "Exited" }));
    }

    [Test]
    public async Task A_few_files_that_mean_millions_of_activities_are_refused()
    {
        var definitions = Enumerable.Range(0, 8).Select(i => Usable(
            $"d{i}", """{"type":"Elsa.Sequence","activities":[""" + string.Join(',', Enumerable.Repeat($$"""{"type":"D{{i + 1}}"}""", 10)) + "]}")).ToList();
        definitions.Add(Usable("d8", """{"type":"Elsa.WriteLine"}"""));
        await using var runtime = await RunningRuntime.StartAsync(null, [.. definitions]);

        var published = runtime.Ids("SELECT definition_id FROM definitions WHERE is_published = 1 ORDER BY definition_id");

        Assert.That(published, Is.EqualTo(new[] { "d5", "d6", "d7", "d8" }));
        Assert.That(runtime.Get<DefinitionService>().Validate(DefinitionReader.Read(definitions[4])).Select(f => f.Message), Has.Some.Contains("more than 20000 activities"));
    }

    [Test]
    public async Task Many_levels_are_no_matter()
    {
        const int Levels = 150;
        var definitions = Enumerable.Range(0, Levels).Select(i => Usable($"d{i:000}", $$"""{"type":"D{{i + 1:000}}"}""")).ToList();
        definitions.Add(Usable($"d{Levels:000}", """{"id":"wait","type":"Elsa.Event","eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}}"""));
        await using var runtime = await RunningRuntime.StartAsync(null, [.. definitions]);

        var id = await runtime.StartInstanceAsync("d000");
        await runtime.Workflows.PublishEventAsync(id, "go", null, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    private const string Twice =
        """
        {"definitionId":"twice","name":"Twice","variables":[{"id":"one","name":"one","typeName":"Object"},{"id":"two","name":"two","typeName":"Object"}],"outputs":[{"name":"outcome","type":"String"}],
        "root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"first","type":"Ask","said":{"typeName":"Object","memoryReference":{"id":"one"}}},
          {"id":"second","type":"Ask","said":{"typeName":"Object","memoryReference":{"id":"two"}}},
          {"id":"out","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"outcome"}},
           "outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"getVariable('one') + ', ' + getVariable('two')"}}}]}}
        """;

    private static string Usable(string id, string root) =>
        $$$"""{"definitionId":"{{{id}}}","name":"{{{id.ToUpperInvariant()}}}","options":{"usableAsActivity":true},"root":{{{root}}} }""";

    private static string Ask(string word) =>
        """
        {"definitionId":"ask","name":"Ask","options":{"usableAsActivity":true},"variables":[{"id":"answer","name":"answer","typeName":"Object"}],"outputs":[{"name":"said","type":"Object"}],
        "root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}},
           "actions":{"typeName":"Object","expression":{"type":"Object","value":"[{\"key\":\"Yes\"},{\"key\":\"No\"}]"}},"result":{"typeName":"Object","memoryReference":{"id":"answer"}}},
          {"id":"out","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"said"}},
           "outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"'WORD: ' + getVariable('answer').action"}}}]}}
        """.Replace("WORD", word, StringComparison.Ordinal);

    private static async Task CompleteAsync(RunningRuntime runtime, string id, string action)
    {
        var task = runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1 AND is_open = 1", id).Single();
        await runtime.Tasks.CompleteAsync(task, action, null, null, null, RunningRuntime.Anna, CancellationToken.None);
    }
}
