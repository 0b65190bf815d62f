using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_the_log_is_told_what_to_keep
{
    private const string Classes = "Elsa.Workflows.LogPersistence.Strategies.";

    [Test]
    public void It_keeps_everything_unless_told_otherwise() =>
        Assert.That(Noted(null, null), Is.EqualTo("script result"));

    [TestCase("""{ "logPersistenceMode": { "default": "Exclude" } }""", "")]
    [TestCase("""{ "logPersistenceMode": { "default": "Exclude", "inputs": { "script": "Include" } } }""", "script")]
    [TestCase("""{ "logPersistenceMode": { "default": "Inherit", "outputs": { "result": "Exclude" } } }""", "script")]
    [TestCase("""{ "LogPersistenceMode": { "Inputs": { "Script": 2 } } }""", "result")]
    public void It_reads_the_older_form(string activity, string noted) => Assert.That(Noted(activity, null), Is.EqualTo(noted));

    [TestCase("Exclude", "")]
    [TestCase("Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core", "")]
    [TestCase("Elsa.Workflows.LogPersistence.Strategies.Include", "script result")]
    [TestCase("Configuration", "script result")]
    [TestCase("Inherit", "script result")]
    public void It_reads_strategies_by_every_spelling(string strategy, string noted) =>
        Assert.That(Noted("{ \"logPersistenceConfig\": { \"default\": " + Strategy(strategy) + " } }", null), Is.EqualTo(noted));

    [Test]
    public void It_lets_the_activity_go_before_its_workflow() => Assert.Multiple(() =>
    {
        var exclude = "{ \"logPersistenceConfig\": { \"default\": " + Strategy(Classes + "Exclude") + " } }";
        Assert.That(Noted(null, exclude), Is.Empty, "the workflow's word");
        Assert.That(Noted("""{ "logPersistenceMode": "Include" }""", exclude), Is.EqualTo("script result"), "the activity's word");
        Assert.That(Noted("{ \"logPersistenceConfig\": { \"default\": " + Strategy("Inherit") + ", \"inputs\": { \"script\": " + Strategy("Include") + " } } }", exclude), Is.EqualTo("script"), "an input's word");
    });

    [TestCase("'Exclude'", "")]
    [TestCase("'Include'", "script result")]
    [TestCase("getKind() == 'private' ? 'Exclude' : 'Include'", "")]
    [TestCase("2", "")]
    [TestCase("'sometimes'", "")]
    [TestCase("nowhere.at.all", "")]
    public void It_asks_expressions_and_keeps_nothing_if_they_give_no_mode(string script, string noted) =>
        Assert.That(Noted("{ \"logPersistenceConfig\": { \"default\": " + Asked(script) + " } }", null), Is.EqualTo(noted));

    [Test]
    public void It_changes_nothing_of_the_run()
    {
        var run = Build("""{ "logPersistenceMode": "Exclude" }""", null).Start();
        Assert.That((run.Text, run.Fault), Is.EqualTo(("secret", (string?)null)));
    }

    [Test]
    public void It_keeps_the_excluded_out_after_a_suspension_too()
    {
        var wait = Activity("Event", ("id", "e"), ("eventName", Literal("hush")), ("customProperties", JsonNode.Parse("""{ "logPersistenceMode": "Exclude" }""")));
        var run = new RunningWorkflow(wait).Start().Resume(new() { ["Payload"] = "hush" });
        Assert.That(run.Journal.Where(e => e.ActivityId == "e" && (e.Inputs ?? e.Outputs) is not null), Is.Empty);
    }

    [TestCase("""{ "logPersistenceMode": "Maybe" }""", "'Maybe' is no mode")]
    [TestCase("""{ "logPersistenceMode": { "inputs": { "script": "Never" } } }""", "input 'script': 'Never' is no mode")]
    [TestCase("""{ "logPersistenceConfig": { "default": { "evaluationMode": "Expression" } } }""", "no expression")]
    [TestCase("""{ "logPersistenceConfig": { "default": { "evaluationMode": "Expression", "expression": { "type": "CSharp", "value": "1" } } } }""", "CSharp")]
    public void It_tells_what_names_no_mode(string activity, string told)
    {
        var findings = DefinitionValidator.Validate(Build(activity, null).Graph);
        Assert.That(findings.Where(f => f.Code == "log-persistence-invalid").Select(f => f.Message), Has.One.Contains(told));
    }

    private static string Strategy(string name) => "{ \"evaluationMode\": \"Strategy\", \"strategyType\": \"" + name + "\", \"expression\": null }";

    private static string Asked(string script) => "{ \"evaluationMode\": \"Expression\", \"strategyType\": null, \"expression\": { \"type\": \"JavaScript\", \"value\": \"" + script + "\" } }";

    private static RunningWorkflow Build(string? activity, string? workflow)
    {
        var script = Run("'secret'");
        script["id"] = "s";
        script["customProperties"] = activity is null ? null : JsonNode.Parse(activity);
        return new RunningWorkflow(Sequence(script, LineOf("getLastResult()")), [Variable("kind", "String", "private")], customProperties: workflow is null ? null : (JsonObject)JsonNode.Parse(workflow)!);
    }

    // The names of what the journal holds of the secret.
    private static string Noted(string? activity, string? workflow)
    {
        var entries = Build(activity, workflow).Start().Journal.Where(e => e.ActivityId == "s");
        return string.Join(' ', entries.SelectMany(e => (e.Inputs ?? e.Outputs)?.Where(p => p.Value is string text && text.Contains("secret", StringComparison.Ordinal)).Select(p => p.Key) ?? []));
    }
}
