using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

/// <summary>Legal is Lena and Zhang Min; the team in the south is Sophie and Carl; the GM is Grace alone.</summary>
public sealed class When_a_definition_is_staffed
{
    private const string Draft = """{"id":"draft","name":"draft","type":"SalesProcess.UserTask","candidateUsers":["lena"]}""";

    [Test]
    public void It_is_an_error_if_only_those_are_left_who_must_not()
    {
        var finding = Find(Draft, """{"id":"check","name":"check","type":"SalesProcess.UserTask","candidateUsers":["lena"],"notCompletersOf":["draft"]}""").Single();
        Assert.That((finding.Severity, finding.Code, finding.ActivityId), Is.EqualTo((Severity.Error, "staffing-impossible", "check")));
        Assert.That(finding.Message, Does.Contain("'draft' (lena): lena").And.Contain("'check' (lena): lena"));
    }

    [TestCase("""{"id":"check","name":"check","type":"SalesProcess.UserTask","candidateGroups":["legal"],"notCompletersOf":["draft"]}""")]
    [TestCase("""{"id":"check","name":"check","type":"SalesProcess.UserTask","candidateUsers":["lena"],"notCompletersOf":["elsewhere"]}""")]
    [TestCase("""{"id":"check","name":"check","type":"SalesProcess.UserTask","candidateUsers":["lena"]}""")]
    public void It_is_fine_if_somebody_is_left_or_nothing_forbids_it(string check) => Assert.That(Find(Draft, check), Is.Empty);

    [TestCase("all", "staffing-impossible")]
    [TestCase("2", "")]
    [TestCase("majority", "")]
    public void Each_vote_takes_another_person_as_far_as_the_quorum_needs_them(string quorum, string code)
    {
        var found = Find($$"""{"id":"vote","name":"vote","type":"SalesProcess.Approval","approvers":[{"group":"legal"},{"group":"legal"},{"group":"legal"}],"quorum":"{{quorum}}"}""");
        Assert.That(string.Join(',', found.Select(f => f.Code)), Is.EqualTo(code));
    }

    [Test]
    public void Whoever_is_named_votes_for_himself_and_not_for_his_group() => Assert.That(
        Find("""{"id":"vote","name":"vote","type":"SalesProcess.Approval","approvers":[{"user":"lena"},{"user":"min"},{"group":"legal"}]}""").Select(f => f.Code),
        Is.EqualTo((string[])["staffing-impossible"]));

    [Test]
    public void A_group_of_nobody_or_of_the_excluded_does_nothing()
    {
        Assert.That(Find("""{"id":"a","name":"a","type":"SalesProcess.UserTask","candidateGroups":["empty"]}""").Single().Message, Does.Contain("nobody"));
        Assert.That(Find("""{"id":"a","name":"a","type":"SalesProcess.UserTask","candidateGroups":["gm"],"excludedUsers":["grace"]}""").Single().Code, Is.EqualTo("staffing-impossible"));
        Assert.That(Find("""{"id":"a","name":"a","type":"SalesProcess.UserTask","candidateGroups":["auditor"]}""").Single().Code, Is.EqualTo("staffing-impossible"), "who only reads does nothing");
    }

    [Test]
    public void Rules_that_are_fine_alone_but_not_together_are_a_warning()
    {
        var found = Find(
            """{"id":"a","name":"a","type":"SalesProcess.UserTask","candidateGroups":["legal"]}""",
            """{"id":"b","name":"b","type":"SalesProcess.UserTask","candidateGroups":["legal"],"notCompletersOf":["a"]}""",
            """{"id":"c","name":"c","type":"SalesProcess.UserTask","candidateUsers":["lena"],"notCompletersOf":["a"]}""",
            """{"id":"d","name":"d","type":"SalesProcess.UserTask","candidateUsers":["min"],"notCompletersOf":["a"]}""");
        Assert.That(found.Select(f => (f.Severity, f.Code)), Is.EqualTo(new[] { (Severity.Warning, "staffing-tight") }));
    }

    [Test]
    public void One_person_who_could_have_started_it_is_told() => Assert.That(
        Find("""{"id":"a","name":"a","type":"SalesProcess.UserTask","candidateGroups":["gm"],"notInitiator":true}""").Select(f => (f.Severity, f.Code)),
        Is.EqualTo(new[] { (Severity.Warning, "staffing-narrow") }));

    [Test]
    public void What_a_script_names_is_left_to_the_run() => Assert.That(
        Find(Draft, """{"id":"check","name":"check","type":"SalesProcess.UserTask","candidateUsers":{"script":"['lena']"},"notCompletersOf":["draft"]}"""), Is.Empty);

    [Test]
    public void Many_votes_of_many_groups_are_decided_by_search()
    {
        var votes = string.Join(',', Enumerable.Repeat("""{"group":"team-east"},{"group":"team-south"},{"group":"legal"}""", 2));
        Assert.That(Find($$"""{"id":"v","name":"v","type":"SalesProcess.Approval","approvers":[{{votes}}]}"""), Is.Empty);
        Assert.That(Find($$"""{"id":"v","name":"v","type":"SalesProcess.Approval","approvers":[{{votes}},{"group":"sales-manager"},{"group":"team-south"}]}""").Single().Code, Is.EqualTo("staffing-impossible"));
    }

    private static List<Diagnostic> Find(params string[] activities)
    {
        var written = activities.Select(a => System.Text.Json.Nodes.JsonNode.Parse(a)!.AsObject()).ToList();
        foreach (var activity in written)
        {
            foreach (var (name, value) in activity.Where(p => p.Key is not ("id" or "name" or "type")).ToList())
            {
                activity[name] = new System.Text.Json.Nodes.JsonObject
                {
                    ["typeName"] = "Object",
                    ["expression"] = value is System.Text.Json.Nodes.JsonObject script
                        ? new System.Text.Json.Nodes.JsonObject { ["type"] = "JavaScript", ["value"] = script["script"]!.DeepClone() }
                        : value is System.Text.Json.Nodes.JsonArray list
                            ? new System.Text.Json.Nodes.JsonObject { ["type"] = "Object", ["value"] = list.ToJsonString() }
                            : new System.Text.Json.Nodes.JsonObject { ["type"] = "Literal", ["value"] = value!.DeepClone() },
                };
            }
        }

        var definition = DefinitionReader.Read($$$"""{"definitionId":"d","root":{"id":"s","type":"Elsa.Sequence","activities":[{{{string.Join(',', written.Select(a => a.ToJsonString()))}}}]}}""");
        var graph = WorkflowGraph.Compile(definition, new ActivityCatalog(typeof(UserTask).Assembly));
        return [.. TaskDefinitionRules.Validate(graph, Company.Directory, _ => true)];
    }
}
