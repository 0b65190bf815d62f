using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_data_is_set
{
    private static System.Text.Json.Nodes.JsonObject Set(string variable, System.Text.Json.Nodes.JsonObject value) =>
        Activity("SetVariable", ("variable", new System.Text.Json.Nodes.JsonObject { ["id"] = variable }), ("value", value));

    [TestCase("Int32", "'8'", "8 number")]
    [TestCase("String", "8", "8 string")]
    [TestCase("Boolean", "'true'", "true boolean")]
    [TestCase("Object", "'8'", "8 string")]
    public void SetVariable_converts_to_the_variables_type(string type, string script, string expected)
    {
        var root = Sequence(Set("v-x", JavaScript(script)), LineOf("getX() + ' ' + typeof getX()"));
        Assert.That(new RunningWorkflow(root, [Variable("x", type)]).Start().Text, Is.EqualTo(expected));
    }

    [Test]
    public void SetVariable_can_set_null()
    {
        var root = Sequence(Set("v-x", JavaScript("null")), LineOf("String(getX())"));
        Assert.That(new RunningWorkflow(root, [Variable("x", "String", "old")]).Start().Text, Is.EqualTo("null"));
    }

    [Test]
    public void SetVariable_of_an_unknown_variable_is_a_fault() =>
        Assert.That(new RunningWorkflow(Set("nowhere", Literal(1))).Start().Fault, Is.EqualTo("Variable 'nowhere' not found."));

    [Test]
    public void SetVariable_without_a_variable_is_a_fault() =>
        Assert.That(new RunningWorkflow(Activity("SetVariable", ("value", Literal(1)))).Start().Fault, Does.Contain("no variable"));

    [Test]
    public void SetOutput_does_not_convert()
    {
        var root = Activity("SetOutput", ("outputName", Literal("total")), ("outputValue", Literal("8")));
        Assert.That(new RunningWorkflow(root, outputs: [Named("total", "Int32")]).Start().State.Output["total"], Is.EqualTo("8"));
    }

    [Test]
    public void SetOutput_without_a_name_is_a_fault() =>
        Assert.That(new RunningWorkflow(Activity("SetOutput", ("outputValue", Literal("8")))).Start().Fault, Does.Contain("outputName"));

    [Test]
    public void The_instance_gets_its_name_and_correlation()
    {
        var state = new RunningWorkflow(Sequence(Activity("SetName", ("value", Literal("Angebot 7"))), Activity("Correlate", ("correlationId", JavaScript("'Q-' + 7"))))).Start().State;
        Assert.That((state.Name, state.CorrelationId), Is.EqualTo(("Angebot 7", "Q-7")));
    }

    [Test]
    public void WriteLine_without_text_writes_an_empty_line() =>
        Assert.That(new RunningWorkflow(Activity("WriteLine")).Start().Lines, Is.EqualTo(new[] { "" }));

    [Test]
    public void Json_text_for_a_text_input_stays_as_it_was_written() =>
        Assert.That(new RunningWorkflow(Activity("WriteLine", ("text", Expression("Object", "{ \"a\":  1 }")))).Start().Text, Is.EqualTo("{ \"a\":  1 }"));

    [TestCase("broken", "broken")]
    [TestCase("", "Fault 7 (Business, System) without a message.")]
    public void Fault_is_an_incident(string message, string expected)
    {
        var workflow = new RunningWorkflow(Activity("Fault", ("code", Literal("7")), ("category", Literal("Business")), ("message", Literal(message)))).Start();
        Assert.That((workflow.Fault, workflow.State.SubStatus), Is.EqualTo((expected, WorkflowSubStatus.Faulted)));
    }
}
