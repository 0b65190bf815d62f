using System.Text.Json.Nodes;

namespace SalesProcess.Tests.Cli;

public sealed class When_definitions_are_validated_from_the_command_line
{
    private Commands _commands = null!;

    [SetUp]
    public void SetUp() => _commands = new Commands();

    [TearDown]
    public void TearDown() => _commands.Dispose();

    [Test]
    public void The_shipped_workflows_have_no_error()
    {
        var (exit, output, error) = Commands.Call("validate", Path.Combine(Workflows.RepositoryFiles.Root, "workflows"));

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("7 file(s): 0 error(s)"));
    }

    [Test]
    public void Every_error_is_told_with_its_place()
    {
        var file = _commands.Sequence("wrong", """{"id":"a","type":"Nobody.Knows"},{"id":"b","type":"Nobody.Knows.Either"}""");

        var (exit, output, _) = Commands.Call("validate", file, "--format", "json");
        var findings = JsonNode.Parse(output)!.AsArray();

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(findings.Select(f => f!["activityId"]!.ToString()), Is.EqualTo(["a", "b"]));
        Assert.That(findings[0]!.AsObject().Select(p => p.Key), Is.EqualTo(["file", "severity", "code", "path", "activityId", "message"]));
        Assert.That(findings[0]!["severity"]!.ToString(), Is.EqualTo("error"));
        Assert.That(findings[0]!["path"]!.ToString(), Is.EqualTo("Workflow1:seq:a"));
    }

    [Test]
    public void A_broken_file_is_an_error_and_the_others_are_looked_at_all_the_same()
    {
        _commands.File("broken.json", "{");
        _commands.File("directory.json", """{"people":[],"groups":[]}""");
        _commands.Sequence("good", Commands.Line("x"));

        var (exit, output, _) = Commands.Call("validate", _commands.Folder);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain("broken.json: error unreadable at line").And.Contain("2 file(s): 1 error(s)"));
    }

    [Test]
    public void A_folder_without_definitions_is_told_with_exit_code_2() =>
        Assert.That(Commands.Call("validate", _commands.Folder).Exit, Is.EqualTo(2));
}
