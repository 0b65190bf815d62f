using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_vote_is_counted
{
    private static readonly UserTask Vote = new()
    {
        Id = "t",
        BookmarkId = "t",
        InstanceId = "i",
        RootId = "i",
        ActivityId = "a",
        DefinitionId = "d",
        Name = "approve",
        Title = new LocalizedText("Approve", "批准"),
        Approver = "legal",
        CreatedAt = default,
        UpdatedAt = default,
    };

    [Test]
    public void It_speaks_for_a_group_if_it_is_open_to_its_members() => Assert.That((Vote with { CandidateGroups = ["legal"] }).VotesFor, Is.EqualTo("legal"));

    [Test]
    public void It_does_not_speak_for_a_group_if_a_person_is_named_like_it() => Assert.That((Vote with { CandidateUsers = ["legal"], Assignee = "legal" }).VotesFor, Is.Null);

    [TestCase("\"connections\":[{\"source\":{\"activity\":\"send\",\"port\":\"Sent\"},\"target\":{\"activity\":\"draft\"}},{\"source\":{\"activity\":\"draft\",\"port\":\"Done\"},\"target\":{\"activity\":\"send\"}}]")]
    [TestCase("\"connections\":[{\"source\":{\"activity\":\"draft\",\"port\":\"Done\"},\"target\":{\"activity\":\"send\"}}]")]
    public void Sending_without_an_approval_before_it_is_not_published(string connections)
    {
        var definition = DefinitionReader.Read(
            $$$"""{"definitionId":"d","root":{"id":"f","type":"Elsa.Flowchart","activities":[{"id":"draft","type":"Elsa.WriteLine"},{"id":"send","type":"SalesProcess.SendDocument"}],{{{connections}}}}}""");
        var graph = WorkflowGraph.Compile(definition, new ActivityCatalog(typeof(UserTask).Assembly));
        Assert.That(TaskDefinitionRules.Validate(graph, SalesProcess.Tasks.Directory.Empty, _ => true).Select(d => d.Code), Does.Contain("send-without-approval"));
    }
}
