using SalesProcess.Runtime;

namespace SalesProcess.IntegrationTests.Runtime;

public sealed class When_a_form_changes_while_its_task_is_open
{
    private const string Asks =
        """
        {"definitionId":"asks","name":"Asks","root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}},
           "form":{"typeName":"String","expression":{"type":"Literal","value":"f"}},
           "draftOnReassign":{"typeName":"String","expression":{"type":"Literal","value":"drop"}}}]}}
        """;

    private string _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("salesprocess").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(_folder, "workflows", "forms"));
        WriteForm("before");
    }

    [Test]
    public async Task It_is_completed_by_the_form_that_it_was_opened_with()
    {
        var first = await RunningRuntime.StartAsync(_folder, Asks);
        var old = await OpenAsync(first);
        await first.StopAsync();
        WriteForm("after");

        await using var second = await RunningRuntime.StartAsync(_folder);
        var young = await OpenAsync(second);

        Assert.That(await CompleteAsync(second, old, "after"), Does.Contain("/before").And.Contain("/after"));
        Assert.That(await CompleteAsync(second, old, "before"), Is.Empty);
        Assert.That(await CompleteAsync(second, young, "before"), Does.Contain("/after"));
        Assert.That(await CompleteAsync(second, young, "after"), Is.Empty);
    }

    [Test]
    public async Task A_draft_that_the_definition_drops_is_not_for_the_next_one()
    {
        await using var runtime = await RunningRuntime.StartAsync(_folder, Asks);
        var task = await OpenAsync(runtime);
        await runtime.Tasks.ClaimAsync(task, null, RunningRuntime.Anna, CancellationToken.None);
        await runtime.Get<DraftService>().SaveAsync(task, new Dictionary<string, object?>(StringComparer.Ordinal) { ["data"] = "half" }, new Revisions(0), RunningRuntime.Anna, CancellationToken.None);

        await runtime.Tasks.ReleaseAsync(task, null, RunningRuntime.Anna, CancellationToken.None);
        await runtime.Tasks.ClaimAsync(task, null, RunningRuntime.Anna, CancellationToken.None);
        Assert.That(runtime.Count("drafts"), Is.EqualTo(1), "It is still hers.");
        await runtime.Tasks.DelegateAsync(task, "bert", null, RunningRuntime.Anna, CancellationToken.None);

        Assert.That(runtime.Count("drafts"), Is.Zero);
    }

    private void WriteForm(string field) => File.WriteAllText(
        Path.Combine(_folder, "workflows", "forms", "f.json"),
        $$$"""{"type":"object","additionalProperties":false,"required":["{{{field}}}"],"properties":{"{{{field}}}":{"type":"string","title":"{{{field}}}"} } }""");

    private static async Task<string> OpenAsync(RunningRuntime runtime)
    {
        var instance = await runtime.StartInstanceAsync("asks");
        return runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", instance).Single();
    }

    private static async Task<string> CompleteAsync(RunningRuntime runtime, string task, string field)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { [field] = "x" };
        await runtime.Tasks.ClaimAsync(task, null, RunningRuntime.Anna, CancellationToken.None);
        return await runtime.Tasks.CompleteAsync(task, "Complete", data, null, null, RunningRuntime.Anna, CancellationToken.None) is Answer.Refused refused
            ? string.Join(' ', refused.Refusal.Errors!.Select(e => e.Pointer))
            : "";
    }
}
