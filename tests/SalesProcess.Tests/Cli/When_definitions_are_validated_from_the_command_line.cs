using System.Text.Json.Nodes;

namespace SalesProcess.Tests.Cli;

public sealed class When_definitions_are_validated_from_the_command_line
{
    private Commands _commands = null!;

    [SetUp]
    public void SetUp() => _commands = new Commands();

    [TearDown]
    public void TearDown() => _commands.Dispose();

    [TestCase("\\ud83d")]
    [TestCase("\\udc00x")]
    [TestCase("\\ud83d\\ud83d")]
    public void Half_a_surrogate_pair_is_told_with_its_place(string half)
    {
        using var commands = new Commands();
        var file = commands.File("half.json", $"{{\n\"root\":{{\"type\":\"Elsa.WriteLine\",\"text\":\"{half}\"}}}}");

        var (exit, output, _) = Commands.Call("validate", file);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain("half.json:2:41").And.Contain("half a surrogate pair"));
    }

    [TestCase("\\ud83d\\ude00")]
    [TestCase("\\\\ud83d")]
    public void A_whole_one_or_an_escaped_backslash_is_fine(string text)
    {
        using var commands = new Commands();

        Assert.That(Commands.Call("validate", commands.File("whole.json", $"{{\"root\":{{\"id\":\"a\",\"type\":\"Elsa.WriteLine\",\"text\":\"{text}\"}}}}")).Exit, Is.Zero);
    }

    [Test]
    public void A_mistyped_verb_is_told_and_serves_nothing()
    {
        Assert.That(SalesProcess.Server.Cli.CommandLine.Handles(["valdiate", "workflows"]), Is.True);
        Assert.That(SalesProcess.Server.Cli.CommandLine.Handles(["--urls", "http://localhost:1"]), Is.False);
        Assert.That(SalesProcess.Server.Cli.CommandLine.Handles(["urls=http://localhost:1"]), Is.False);
        Assert.That(Commands.Call("valdiate", "workflows").Exit, Is.EqualTo(2));
    }

    [Test]
    public void The_shipped_workflows_have_no_error()
    {
        var (exit, output, error) = Commands.Call("validate", Path.Combine(Workflows.RepositoryFiles.Root, "workflows"));

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("7 file(s): 0 error(s)"));
    }

    [Test]
    public void A_template_of_a_mail_is_checked_with_its_folder()
    {
        _commands.Sequence("fine", Commands.Line("x"));
        Directory.CreateDirectory(Path.Combine(_commands.Folder, "mails"));
        _commands.File("mails/assigned.en.liquid", "Subject: {{ title }}\n--- text\n{{ price }}\n--- html\nx");

        var (exit, output, _) = Commands.Call("validate", _commands.Folder);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain("error mail-template-invalid: mails/assigned.en.liquid:3: There is no variable 'price'."));
    }

    [Test]
    public void Every_error_is_told_with_its_place()
    {
        var file = _commands.Sequence("wrong", """{"id":"a","type":"Nobody.Knows"},{"id":"b","type":"Nobody.Knows.Either"}""");

        var (exit, output, _) = Commands.Call("validate", file, "--format", "json");
        var findings = JsonNode.Parse(output)!.AsArray();

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(findings.Select(f => f!["activityId"]!.ToString()), Is.EqualTo(["a", "b"]));
        Assert.That(findings[0]!.AsObject().Select(p => p.Key), Is.EqualTo(["file", "severity", "code", "path", "activityId", "message", "line", "column"]));
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
        Assert.That(output, Does.Contain("broken.json:1:2: error unreadable: The file is not JSON").And.Contain("2 file(s): 1 error(s)"));
    }

    [Test]
    public void What_cannot_be_read_is_told_with_file_line_and_path_and_all_of_it_at_once()
    {
        var file = _commands.File("three.json", """
            {
              "definitionId": "three",
              "Root": {
                "type": "Elsa.Sequence", "id": "s",
                "Activities": { "$values": [
                  { "id": "a", "type": "Elsa.WriteLine" },
                  { "id": "喂", "Type": "Elsa.WriteLine" }, { "id": "a", "type": "Elsa.Finish" },
                  { "id": "f", "type": "Elsa.Fork",
                    "joinMode": "Sometimes" }
                ] }
              }
            }
            """);

        var (_, output, _) = Commands.Call("validate", file);
        var (exit, _, error) = Commands.Call("run", file);

        string[] places = ["three.json:7:7: ", "three.json:7:56: ", "three.json:9:21: "];
        string[] paths = ["/root/Activities/$values/1: ", "/root/Activities/$values/2/id: ", "/root/Activities/$values/3/joinMode: "];
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(2));
            for (var i = 0; i < places.Length; i++)
            {
                Assert.That(output, Does.Contain($"{places[i]}error unreadable at {paths[i]}"));
                Assert.That(error, Does.Contain(places[i] + paths[i]));
            }
        });
    }

    [Test]
    public void A_finding_about_an_activity_tells_its_line()
    {
        var file = _commands.File("script.json", """
            { "root":
              { "type": "Elsa.RunCSharp", "id": "x" } }
            """);

        Assert.That(Commands.Call("validate", file).Output, Does.Contain("script.json:2:3: error activity-unknown at Workflow1:x: ").And.Contain("use Elsa.RunJavaScript"));
    }

    [TestCase("""{ "root": { "type": "Elsa.WriteLine", "type": "Elsa.Finish" } }""", "type")]
    [TestCase("""{ "version": "two", "root": { "type": "Elsa.WriteLine" } }""", "odd.json:1:14: error unreadable at /version: 'two' is not a whole number.")]
    [TestCase("""{ "root": 5 }""", "odd.json:1:11: error unreadable at /root")]
    [TestCase("""{ "name": 5 }""", "odd.json:1:1: error unreadable at /root")]
    [TestCase("""{ "root": { "type": "Elsa.Flowchart", "activities": [], "connections": [{ "source": "a", "target": "b" }] } }""", "odd.json:1:72: error unreadable at /root/connections: The connection from 'a' to 'b'")]
    [TestCase("""{ "root": { "type": "Elsa.WriteLine", "text": { "TypeName": "String", "Expression": { "Type": "Literal", "Value": "x" } } } }""", "warning read-tolerantly")]
    [TestCase("""{ "root": { "type": "Elsa.WriteLine", "text": { "typeName": "String", "expression": { "type": "Variable", "value": "{no json" } } } }""", "0 error(s)")]
    [TestCase("""{ "root": { "type": "Elsa.WriteLine", "text": { "typeName": "String", "expression": { "type": "Python", "value": "1" } } } }""", "run host code")]
    [TestCase("""{ "root": { "type": "Elsa.WriteLine", "text": { "typeName": "String", "expression": null } } }""", "0 error(s)")]
    [TestCase("""{ "root": { "type": "Elsa.Sequence", "activities": { "_type": "Object[]", "items": [{ "type": "Nobody.Knows" }] } } }""", "odd.json:1:85: error activity-unknown")]
    [TestCase("""{ "root": { "type": "Elsa.Flowchart", "activities": [{ "type": "Elsa.WriteLine", "customProperties": { "mergeMode": "Sometimes" } }] } }""", "mergeMode 'Sometimes' of 'WriteLine1' is not known")]
    [TestCase("""{ "root": { "type": "Elsa.Flowchart", "activities": [{ "type": "Elsa.WriteLine", "customProperties": { "MergeMode": "merge" } }] } }""", "0 warning(s)")]
    [TestCase("""{ "root": { "type": "Elsa.WriteLine" }, "options": { "incidentStrategyType": "Ignore" } }""", "'Ignore' is not known")]
    public void What_is_odd_is_told_or_taken_as_it_is_meant(string text, string expected) =>
        Assert.That(Commands.Call("validate", _commands.File("odd.json", text)).Output, Does.Contain(expected));

    [Test]
    public void A_file_that_gives_a_member_twice_is_a_finding_in_a_folder_too()
    {
        _commands.File("twice.json", """{ "root": { "type": "Elsa.WriteLine" }, "root": { "type": "Elsa.Finish" } }""");

        Assert.That(Commands.Call("validate", _commands.Folder).Output, Does.Contain("twice.json").And.Contain("error unreadable").And.Contain("'root'"));
    }

    [Test]
    public void A_folder_without_definitions_is_told_with_exit_code_2() =>
        Assert.That(Commands.Call("validate", _commands.Folder).Exit, Is.EqualTo(2));
}
