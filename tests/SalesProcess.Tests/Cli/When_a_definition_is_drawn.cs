using System.Xml.Linq;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Server.Cli;
using SalesProcess.Server.Diagrams;

namespace SalesProcess.Tests.Cli;

public sealed class When_a_definition_is_drawn
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private Commands _commands = null!;

    [SetUp]
    public void SetUp() => _commands = new Commands();

    [TearDown]
    public void TearDown() => _commands.Dispose();

    [TestCaseSource(typeof(Workflows.RepositoryFiles), nameof(Workflows.RepositoryFiles.Definitions))]
    public void Every_activity_has_its_box(string file)
    {
        var definition = DefinitionReader.Read(File.ReadAllText(file));
        var (exit, output, error) = Commands.Call("diagram", file);

        Assert.That(exit, Is.Zero, error);
        Assert.That(Activities(XDocument.Parse(output)), Is.EquivalentTo(definition.Root["activities"]!.AsArray().Select(a => a!["id"]!.ToString())));
    }

    [Test]
    public void Boxes_without_a_place_get_columns_in_the_order_of_the_arrows()
    {
        var file = _commands.File(
            "flow.json",
            """
            {"definitionId":"flow","root":{"type":"Elsa.Flowchart","activities":[{"id":"c","type":"Elsa.End"},{"id":"a","type":"Elsa.Start"},{"id":"b","type":"Elsa.WriteLine"}],
            "connections":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}},{"source":{"activity":"b"},"target":{"activity":"c"}},{"source":{"activity":"b"},"target":{"activity":"a"}}]}}
            """);

        var boxes = XDocument.Parse(Commands.Call("diagram", file).Output).Descendants(Svg + "g")
            .ToDictionary(g => (string)g.Attribute("data-activity")!, g => (double)g.Elements(Svg + "rect").First().Attribute("x")!, StringComparer.Ordinal);

        Assert.That(boxes["a"], Is.LessThan(boxes["b"]));
        Assert.That(boxes["b"], Is.LessThan(boxes["c"]));
    }

    [Test]
    public void It_shows_where_an_instance_stands_even_if_that_is_inside_of_a_box()
    {
        var definition = DefinitionReader.Read(
            """{"definitionId":"nested","root":{"id":"all","type":"Elsa.Sequence","activities":[{"id":"one","type":"Elsa.WriteLine"},{"id":"two","type":"Elsa.Sequence","activities":[{"id":"inner","type":"Elsa.Delay"}]}]}}""");
        var graph = WorkflowGraph.Compile(definition, new ActivityCatalog(MemoryHost.Activities));

        var drawn = XDocument.Parse(DiagramSvg.Draw(graph, new HashSet<string>(StringComparer.Ordinal) { "Workflow1:all:two:inner" }));

        Assert.That(drawn.Descendants(Svg + "g").Where(g => ((string)g.Attribute("class")!).Contains("active", StringComparison.Ordinal)).Select(g => (string)g.Attribute("data-activity")!), Is.EqualTo(["two"]));
    }

    [Test]
    public void Text_of_the_definition_stays_text()
    {
        var file = _commands.Sequence("evil", """{"id":"a\"<b>","type":"Elsa.WriteLine","metadata":{"displayText":"<script>alert(1)</script>\u0001 & more"}}""");

        var document = XDocument.Parse(Commands.Call("diagram", file).Output);

        Assert.That(document.Descendants(Svg + "script"), Is.Empty);
        Assert.That(Activities(document), Is.EqualTo(["a\"<b>"]));
    }

    [Test]
    public void It_is_written_to_the_file_that_is_named()
    {
        var target = Path.Combine(_commands.Folder, "out.svg");

        var (exit, output, _) = Commands.Call("diagram", _commands.Sequence("x", Commands.Line("x")), "-o", target);

        Assert.That((exit, output), Is.EqualTo((0, "")));
        Assert.That(XDocument.Load(target).Root!.Name, Is.EqualTo(Svg + "svg"));
    }

    private static IEnumerable<string> Activities(XDocument document) => document.Descendants(Svg + "g").Select(g => (string)g.Attribute("data-activity")!);
}
