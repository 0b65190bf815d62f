using SalesProcess.Engine.Values;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_script_calls_functions
{
    [TestCase("getWorkflowDefinitionId()", "test")]
    [TestCase("getWorkflowDefinitionVersionId()", "test-v1")]
    [TestCase("getWorkflowDefinitionVersion()", 1)]
    [TestCase("getWorkflowInstanceId()", "i1")]
    [TestCase("getCorrelationId()", null)]
    [TestCase("setCorrelationId('Q-7'); getCorrelationId()", "Q-7")]
    [TestCase("getWorkflowInstanceName()", null)]
    [TestCase("setWorkflowInstanceName('N'); getWorkflowInstanceName()", "N")]
    [TestCase("isNullOrWhiteSpace('  ')", true)]
    [TestCase("isNullOrWhiteSpace(null)", true)]
    [TestCase("isNullOrWhiteSpace('a')", false)]
    [TestCase("isNullOrEmpty(' ')", false)]
    [TestCase("isNullOrEmpty(undefined)", true)]
    [TestCase("toJson({a: ['é', 1]})", "{\"a\":[\"é\",1]}")]
    [TestCase("parseGuid('0F8FAD5B-D9CB-469F-A165-70867728950E')", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [TestCase("newGuid() === newGuid()", false)]
    [TestCase("newGuid().length", 36)]
    [TestCase("newGuidString().length", 36)]
    [TestCase("getGuidString().length", 36)]
    [TestCase("/^[0-9A-Za-z]{15,22}$/.test(newShortGuid())", true)]
    [TestCase("/^[0-9A-Za-z]{15,22}$/.test(getShortGuid())", true)]
    [TestCase("stringToBase64('é')", "w6k=")]
    [TestCase("stringFromBase64('w6k=')", "é")]
    [TestCase("bytesToString(bytesFromString('é'))", "é")]
    [TestCase("bytesToBase64(bytesFromBase64('w6k='))", "w6k=")]
    [TestCase("bytesToBase64([1, 2])", "AQI=")]
    [TestCase("streamToBase64(streamToBytes(bytesFromString('é')))", "w6k=")]
    public void They_give_their_value(string script, object? expected) => Assert.That(Evaluating.JavaScript(script), Is.EqualTo(expected));

    [TestCase("getVariable()", "getVariable takes the name of the variable as its first argument; it got none.")]
    [TestCase("parseGuid('x')", "'x' is not a GUID. Accepted is, for example, 0f8fad5b-d9cb-469f-a165-70867728950e.")]
    [TestCase("bytesToString('x')", "bytesToString takes bytes (a Uint8Array).")]
    [TestCase("getOutputFrom('Nowhere')", "Activity not found: 'Nowhere' is neither the id nor the name of one.")]
    public void They_say_what_they_do_not_accept(string script, string message) =>
        Assert.That(Evaluating.Fault(JavaScript(script)), Is.EqualTo("JavaScript, line 1: " + message));

    [Test]
    public void Wrong_base64_is_told() => Assert.That(Evaluating.Fault(JavaScript("stringFromBase64('%')")), Does.Contain("'%' is not Base64"));

    [TestCase("getInput('amount')", 5)]
    [TestCase("getInput('AMOUNT')", 5)]
    [TestCase("getInput('other')", null)]
    public void Inputs_are_found_whatever_their_case(string script, object? expected) =>
        Assert.That(Evaluating.JavaScript(script, input: new() { ["amount"] = 5L }), Is.EqualTo(expected));

    [TestCase("getfromMain()")]
    [TestCase("getFromMain()")]
    public void A_declared_input_has_an_accessor(string script) =>
        Assert.That(new RunningWorkflow(LineOf(script), inputs: [Named("fromMain")]).Start(new() { ["fromMain"] = "x" }).Text, Is.EqualTo("x"));

    [Test]
    public void An_input_is_a_copy()
    {
        var input = new Dictionary<string, object?> { ["rows"] = new List<object?> { 1L } };
        new RunningWorkflow(Run("getInput('v').rows.push(2)")).Start(new() { ["v"] = input });
        Assert.That(ValueJson.Format(input), Is.EqualTo("{\"rows\":[1]}"));
    }

    [TestCase("getOutputFrom('Sum')")]
    [TestCase("getOutputFrom('Sum', 'result')")]
    [TestCase("getOutputFrom('s1', 'Result')")]
    [TestCase("getResultFromSum()")]
    [TestCase("getResultFromS1()")]
    public void The_output_of_another_activity_is_in_reach_even_after_a_wait(string script)
    {
        var sum = Run("return {total: 3}");
        (sum["id"], sum["name"]) = ("s1", "Sum");
        Assert.That(new RunningWorkflow(Sequence(sum, Wait(), LineOf($"{script}.total"))).Start().Resume().Text, Is.EqualTo("3"));
    }

    [Test]
    public void The_last_result_is_that_of_the_last_activity_that_had_one() =>
        Assert.That(new RunningWorkflow(Sequence(Run("return 1"), Run("return 2"), Line("x"), LineOf("getLastResult()"))).Start().Text, Is.EqualTo("x 2"));

    [Test]
    public void An_output_that_was_never_given_is_null()
    {
        var sum = Run("return 3");
        sum["id"] = "s1";
        Assert.That(new RunningWorkflow(Sequence(LineOf("String(getOutputFrom('s1'))"), sum)).Start().Text, Is.EqualTo("null"));
    }
}
