using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Primitives;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_triggers_are_looked_for
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly string[] Kinds = ["Literal", "JavaScript", "Liquid", "Variable"];

    [TestCaseSource(nameof(Kinds))]
    public void The_name_of_an_event_may_be_an_expression(string kind)
    {
        var name = kind switch
        {
            "JavaScript" => JavaScript("getName()"),
            "Liquid" => Liquid("{{ Variables.name }}"),
            "Variable" => Expression("Variable", new JsonObject { ["id"] = "v-name", ["name"] = "name" }),
            _ => Literal("paid"),
        };

        var trigger = Look(Sequence(Starts("Event", "eventName", name)), out var faults).Single();

        Assert.Multiple(() =>
        {
            Assert.That(faults, Is.Empty);
            Assert.That((trigger.ActivityId, trigger.Name, trigger.DueAt), Is.EqualTo(("t", "Elsa.Event", (DateTimeOffset?)null)));
            Assert.That(trigger.Hash, Is.EqualTo(StimulusHash.Compute("Elsa.Event", Event.Payload("paid"))));
        });
    }

    [TestCase("0 30 9 * * *", "2026-03-02T09:30:00Z")]
    [TestCase("0 0 9 * * ?", "2026-03-03T09:00:00Z")]
    [TestCase("0 0 0 L * ?", "2026-03-31T00:00:00Z")]
    [TestCase("*/10 * * * * *", "2026-03-02T09:00:10Z")]
    [TestCase("0 30 2 29 3 *", "2026-03-29T02:30:00Z")]
    public void A_cron_expression_is_due_at_its_next_occurrence_in_utc(string expression, DateTimeOffset due) =>
        Assert.That(Look(Starts("Cron", "cronExpression", Literal(expression)), out _).Single(), Has.Property("DueAt").EqualTo(due).And.Property("Hash").Null);

    [TestCase("Cron", "cronExpression", "0 9 * * *", "'0 9 * * *' cannot be read")]
    [TestCase("Cron", "cronExpression", "61 * * * * *", "cannot be read")]
    [TestCase("Cron", "cronExpression", "", "cannot be read")]
    [TestCase("Cron", "cronExpression", "0 0 0 30 2 *", "no occurrence")]
    [TestCase("Timer", "interval", "00:00:00.5", "one second or more")]
    [TestCase("Timer", "interval", "-01:00:00", "one second or more")]
    [TestCase("Event", "eventName", "", "'eventName' is empty")]
    public void What_could_start_nothing_is_told(string type, string input, string value, string told)
    {
        Assert.That(Look(Starts(type, input, Literal(value)), out var faults), Is.Empty);
        Assert.That(faults.Single(), Has.Property("Severity").EqualTo(Severity.Error).And.Property("ActivityId").EqualTo("t").And.Property("Message").Contains(told));
    }

    [Test]
    public void A_script_that_fails_is_told()
    {
        Assert.That(Look(Starts("Event", "eventName", JavaScript("nothing.there")), out var faults), Is.Empty);
        Assert.That(faults.Single().Message, Does.Contain("nothing"));
    }

    [Test]
    public void An_activity_that_may_not_start_the_workflow_is_none()
    {
        var wait = Starts("Event", "eventName", Literal("paid"));
        wait.Remove("customProperties");
        Assert.That(Look(wait, out var faults), Is.Empty);
        Assert.That(faults, Is.Empty);
    }

    [TestCase("0 30 9 * * *", "2026-03-02T09:30:00Z")]
    [TestCase("0 0 9 ? * MON", "2026-03-09T09:00:00Z")]
    public void Inside_of_a_flow_Cron_waits_for_the_next_occurrence(string expression, DateTimeOffset wakes)
    {
        var workflow = new RunningWorkflow(Sequence(Activity("Cron", ("cronExpression", Literal(expression))), Line("after"))).Start();
        Assert.That(workflow.State.Bookmarks.Single().ResumeAt, Is.EqualTo(wakes));
        Assert.That(workflow.Resume().Text, Is.EqualTo("after"));
    }

    [Test]
    public void Inside_of_a_flow_a_cron_expression_of_five_fields_is_a_fault() =>
        Assert.That(new RunningWorkflow(Activity("Cron", ("cronExpression", Literal("0 9 * * *")))).Start().Fault, Does.Contain("six fields"));

    [TestCase(null, ActivationRule.AllowAlways)]
    [TestCase("SingletonStrategy", ActivationRule.Singleton)]
    [TestCase("Singleton", ActivationRule.Singleton)]
    [TestCase("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy", ActivationRule.CorrelatedSingleton)]
    [TestCase("Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime, Version=3.6.0.0", ActivationRule.Correlation)]
    [TestCase("OnlyOnSundaysStrategy", null)]
    [TestCase("3", null)]
    [TestCase("Singleton,Correlation", ActivationRule.Singleton)]
    public void An_activation_strategy_is_read_by_its_class_name(string? name, ActivationRule? rule)
    {
        var options = new WorkflowOptions(ActivationStrategy: name);
        Assert.That(options.Activation, Is.EqualTo(rule));
        Assert.That(options.Faults().Count(), Is.EqualTo(rule is null ? 1 : 0));
    }

    private static JsonObject Starts(string type, string input, JsonObject value) =>
        Activity(type, ("id", "t"), ("customProperties", new JsonObject { ["canStartWorkflow"] = true }), (input, value));

    private static IReadOnlyList<Trigger> Look(JsonObject root, out List<Diagnostic> faults)
    {
        var definition = new JsonObject { ["definitionId"] = "test", ["id"] = "test-v1", ["root"] = root, ["variables"] = new JsonArray(Variable("name", "String", "paid")) };
        faults = [];
        return Trigger.Of(WorkflowGraph.Compile(DefinitionReader.Read(definition.ToJsonString()), new ActivityCatalog()), new Ambient(Now, seed: 1), faults);
    }
}
