using System.Text.Json.Nodes;
using SalesProcess.Server.Cli;

namespace SalesProcess.Tests.Cli;

/// <summary>Verbs called as from a shell, on files in a folder of their own.</summary>
internal sealed class Commands : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("salesprocess-cli");

    public string Folder => _folder.FullName;

    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A file with a sequence of activities.</summary>
    public string Sequence(string definitionId, string activities, string more = "") =>
        File($"{definitionId}.json", $$$"""{"definitionId":"{{{definitionId}}}",{{{more}}}"root":{"id":"seq","type":"Elsa.Sequence","activities":[{{{activities}}}] } }""");

    public static string Literal(string text) => $$$"""{"typeName":"String","expression":{"type":"Literal","value":"{{{text}}}"} }""";

    public static string Line(string text) => $$$"""{"type":"Elsa.WriteLine","text":{{{Literal(text)}}} }""";

    public static string Dispatch(string id, string definitionId, bool wait = true) =>
        $$$"""{"id":"{{{id}}}","type":"Elsa.DispatchWorkflow","workflowDefinitionId":{{{Literal(definitionId)}}},"waitForCompletion":{{{Literal(wait.ToString())}}} }""";

    public static (int Exit, string Output, string Error) Call(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = CommandLine.Run(args, output, error);
        return (exit, output.ToString(), error.ToString());
    }

    public static JsonObject Run(params string[] args)
    {
        var (exit, output, error) = Call(["run", .. args]);
        Assert.That(exit, Is.Zero, error);
        return (JsonObject)JsonNode.Parse(output)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
