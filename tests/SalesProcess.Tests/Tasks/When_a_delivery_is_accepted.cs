namespace SalesProcess.Tests.Tasks;

public sealed class When_a_delivery_is_accepted
{
    private const string Type = "SalesProcess.Acceptance";

    [Test]
    public void The_criteria_are_in_the_form_beforehand()
    {
        var task = ActivityRun.Of(Type, """{"criteria":[{"ref":"3.1","text":"It runs."}],"data":{"context":1},"candidateGroups":["team-east"]}""").Tasks.Single();
        Assert.That(task.Form, Is.EqualTo("acceptance"));
        Assert.That(task.Actions.Select(a => a.Key), Is.EqualTo((string[])["Passed", "Conditional", "Failed"]));
        var data = (IReadOnlyDictionary<string, object?>)task.Data!;
        Assert.That(data.Keys, Is.EqualTo((string[])["context", "criteria"]));
        Assert.That(((List<object?>)data["criteria"]!)[0], Is.EqualTo(new Dictionary<string, object?>(StringComparer.Ordinal) { ["ref"] = "3.1", ["text"] = "It runs." }));
    }

    [TestCase("Passed")]
    [TestCase("Conditional")]
    [TestCase("Failed")]
    public void It_ends_with_what_was_found(string outcome)
    {
        var run = ActivityRun.Of(Type, """{"candidateGroups":["team-east"]}""");
        Assert.That(run.Resume(run.Tasks[0].BookmarkId, $$"""{"action":"{{outcome}}"}""").Outcomes, Is.EqualTo((string[])[outcome]));
    }

    [Test]
    public void Criteria_that_are_no_list_are_an_incident()
    {
        Assert.That(ActivityRun.Of(Type, """{"criteria":["It runs."]}""").Incident, Does.Contain("criteria"));
    }
}
