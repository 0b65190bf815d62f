using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Walk;

public sealed class When_a_form_is_filled_from_its_schema_alone
{
    private static readonly DateTimeOffset Now = new(2026, 3, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "workflows", "forms");

    // Who starts an instance has read more than the schema: a contact must be reachable.
    public static IEnumerable<string> Forms => System.IO.Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!)
        .Where(f => f != "lead" && !f.EndsWith("-input", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Forms))]
    public void The_answer_is_accepted(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{id}.json"));
        var answer = new FormFiller(Now).Fill(JsonNode.Parse(text)!.AsObject());

        var errors = TaskForm.Parse(id, text).Validate(ValueJson.Parse(answer.ToJsonString()), "Complete", new Ambient(Now, 1));

        Assert.That(errors, Is.Empty, answer.ToJsonString());
    }
}
