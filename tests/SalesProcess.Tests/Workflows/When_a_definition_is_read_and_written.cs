using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Workflows;

public sealed class When_a_definition_is_read_and_written
{
    private static readonly ActivityCatalog Catalog = new(typeof(UserTask).Assembly);

    private const string WithUnknownActivity =
        """
        {
          "definitionId": "strange", "name": "客户 & <strange>", "links": [1, 2], "x": {"y": null},
          "root": {
            "type": "Elsa.Flowchart", "id": "f",
            "activities": [
              {"id": "a", "type": "Acme.Unheard", "version": 7, "colour": "red", "nested": {"type": "Acme.Deeper", "numbers": [1.50, 1e3]}, "text": {"typeName": "String", "expression": {"type": "Telepathy", "value": "…"}}},
              {"id": "b", "type": "Elsa.Start", "metadata": {"designer": {"position": {"x": -1.25, "y": 0}}}}
            ],
            "connections": [{"source": {"activity": "b", "port": "Done"}, "target": {"activity": "a", "port": "In"}, "vertices": [{"x": 1, "y": 2}]}]
          }
        }
        """;

    public static IEnumerable<TestCaseData> Files => Workflows.RepositoryFiles.Definitions.Select(file => new TestCaseData(file).SetArgDisplayNames(Path.GetFileName(file)));

    [TestCaseSource(nameof(Files))]
    public void Every_sample_comes_back_equal_in_meaning(string file)
    {
        var text = File.ReadAllText(file);
        var written = DefinitionWriter.Write(DefinitionReader.Read(text));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(written)), Is.True);
    }

    [Test]
    public void An_unknown_activity_type_survives()
    {
        var definition = DefinitionReader.Read(WithUnknownActivity);
        var graph = WorkflowGraph.Compile(definition, Catalog);
        var written = JsonNode.Parse(DefinitionWriter.Write(definition))!.AsObject();
        foreach (var added in new[] { "id", "version", "isLatest", "isPublished" })
        {
            written.Remove(added);
        }

        Assert.Multiple(() =>
        {
            Assert.That(graph.ByKey["a"], Is.InstanceOf<NotFoundActivity>());
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(WithUnknownActivity), written), Is.True);
        });
    }

    [TestCaseSource(nameof(Files))]
    public void Every_sample_is_valid(string file) =>
        Assert.That(
            DefinitionValidator.Validate(DefinitionReader.Read(File.ReadAllText(file)), Catalog).Where(d => d.Severity == Severity.Error).Select(d => $"{d.Path}: {d.Message}"),
            Is.Empty);

    [TestCaseSource(nameof(Files))]
    public void Every_activity_of_a_sample_has_a_place_in_the_designer(string file)
    {
        var graph = WorkflowGraph.Compile(DefinitionReader.Read(File.ReadAllText(file)), Catalog);
        var activities = JsonNode.Parse(File.ReadAllText(file))!["root"]!["activities"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(activities, Has.Count.LessThanOrEqualTo(graph.ByKey.Count));
            Assert.That(activities.Where(a => a!["metadata"]?["designer"]?["position"] is null).Select(a => a!["id"]), Is.Empty);
        });
    }

    [TestCase("", "not JSON")]
    [TestCase("[]", "JSON object")]
    [TestCase("{\"name\":\"x\"}", "'root'")]
    public void What_is_no_definition_is_said_so(string text, string expected) =>
        Assert.That(() => DefinitionReader.Read(text), Throws.TypeOf<DefinitionException>().With.Message.Contains(expected));

    [Test]
    public void An_activity_whose_type_is_no_text_is_a_finding_not_a_failure() => Assert.That(
        DefinitionValidator.Validate(DefinitionReader.Read("""{"definitionId":"x","root":{"type":5}}"""), Catalog).Single().Message, Does.Contain("no 'type' that is a text"));
}
