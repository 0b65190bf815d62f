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

    private const string OldShapes =
        """
        {
          "Name": "Old", "Variables": { "$values": [{ "id": "v", "name": "v" }] },
          "Root": {
            "type": "Elsa.Flowchart", "Id": "f", "Metadata": { "Designer": { "X": 1 } },
            "Activities": { "_type": "Activity[]", "items": [
              { "Id": "a", "type": "Elsa.WriteLine", "Text": { "typeName": "String", "expression": { "type": "Literal", "value": "a" } } },
              { "Id": "b", "type": "Acme.Unheard", "Own": 1 },
              { "Id": "s", "type": "Elsa.Switch", "Cases": [{ "label": "l", "activity": { "Id": "c", "type": "Elsa.Finish" } }] }
            ] },
            "Connections": { "source": "a", "target": "b", "sourcePort": "Done", "vertices": [{ "x": 1 }] }
          }
        }
        """;

    [Test]
    public void Older_shapes_are_written_in_the_present_one()
    {
        var written = JsonNode.Parse(DefinitionWriter.Write(DefinitionReader.Read(OldShapes)))!;
        var expected = """
            {
              "type": "Elsa.Flowchart", "id": "f", "metadata": { "Designer": { "X": 1 } },
              "activities": [
                { "id": "a", "type": "Elsa.WriteLine", "text": { "typeName": "String", "expression": { "type": "Literal", "value": "a" } } },
                { "Id": "b", "type": "Acme.Unheard", "Own": 1 },
                { "id": "s", "type": "Elsa.Switch", "cases": [{ "label": "l", "activity": { "id": "c", "type": "Elsa.Finish" } }] }
              ],
              "connections": [{ "source": { "activity": "a", "port": "Done" }, "target": { "activity": "b", "port": null }, "vertices": [{ "x": 1 }] }]
            }
            """;
        Assert.Multiple(() =>
        {
            Assert.That(JsonNode.DeepEquals(written["root"], JsonNode.Parse(expected)), Is.True, written.ToJsonString());
            Assert.That(written["variables"]![0]!["id"]!.ToString(), Is.EqualTo("v"));
            Assert.That(written["name"]!.ToString(), Is.EqualTo("Old"));
        });
    }

    [Test]
    public void The_branches_of_a_FlowFork_stay_the_input_they_are()
    {
        const string Branches = """{"typeName":"String[]","expression":{"type":"Object","value":"[\"A\",\"B\"]"}}""";
        var definition = DefinitionReader.Read($$"""{"definitionId":"d","root":{"id":"f","type":"Elsa.Flowchart","activities":[{"id":"k","type":"Elsa.FlowFork","branches":{{Branches}} }] } }""");

        Assert.That(JsonNode.Parse(DefinitionWriter.Write(definition))!["root"]!["activities"]![0]!["branches"]!.ToJsonString(), Is.EqualTo(JsonNode.Parse(Branches)!.ToJsonString()));
    }

    [TestCase(OldShapes)]
    [TestCase(WithUnknownActivity)]
    public void What_was_written_means_the_same_and_is_written_the_same_again(string text)
    {
        var definition = DefinitionReader.Read(text);
        var written = DefinitionWriter.Write(definition);
        var again = DefinitionReader.Read(written);
        Assert.Multiple(() =>
        {
            Assert.That(DefinitionWriter.Write(again), Is.EqualTo(written));
            Assert.That(Meaning(again), Is.EqualTo(Meaning(definition)));
        });

        static string Meaning(WorkflowDefinition definition)
        {
            var graph = WorkflowGraph.Compile(definition, Catalog);
            var connections = graph.Activities.OfType<SalesProcess.Engine.Activities.Flowcharts.Flowchart>().SelectMany(f => f.Connections);
            return string.Join(' ', graph.Activities.Select(a => $"{a.NodeId}={a.Type}").Concat(connections.Select(c => c.ToString())));
        }
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
