using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_script_chooses_outcomes
{
    private static RunningWorkflow Script(string script, params JsonNode[] variables)
    {
        var activity = Run(script);
        activity["id"] = "S";
        activity["result"] = To("v-r");
        return new RunningWorkflow(Sequence(activity, LineOf("toJson(getVariable('r'))")), [Variable("r"), .. variables]).Start();
    }

    [TestCase("setOutcome('Approve')", new[] { "Approve" })]
    [TestCase("setOutcomes(['A', 'B'])", new[] { "A", "B" })]
    [TestCase("setOutcome('A'); setOutcome('B')", new[] { "B" })]
    [TestCase("1", null)]
    [TestCase("", null)]
    public void It_leaves_by_them_or_by_done(string script, string[]? expected) => Assert.That(Script(script).OutcomesOf("S"), Is.EqualTo(expected));

    [Test]
    public void A_variable_named_outcome_does_not_take_the_function_away() =>
        Assert.That(Script("setOutcome('Approve')", Variable("outcome", "String", "x")).OutcomesOf("S"), Is.EqualTo(new[] { "Approve" }));

    [Test]
    public void Its_value_is_the_result() => Assert.That(Script("return {a: 1}").Text, Is.EqualTo("{\"a\":1}"));

    [Test]
    public void A_script_that_is_computed_runs_too()
    {
        var root = Sequence(Activity("RunJavaScript", ("script", JavaScript("'setVariable(\"r\", ' + 6 + ')'"))), LineOf("getR()"));
        Assert.That(new RunningWorkflow(root, [Variable("r")]).Start().Text, Is.EqualTo("6"));
    }

    [Test]
    public void A_syntax_error_is_found_before_it_runs() =>
        Assert.That(DefinitionValidator.Validate(new RunningWorkflow(Run("let a =")).Graph).Select(d => d.Message), Has.Some.StartsWith("Input 'script': line 1"));

    [Test]
    public void Its_outcomes_are_known_if_they_are_literal()
    {
        var known = new RunningWorkflow(Activity("RunJavaScript", ("id", "S"), ("possibleOutcomes", Literal("[\"A\"]")))).Graph.ByKey["S"].KnownOutcomes();
        var open = new RunningWorkflow(Activity("RunJavaScript", ("id", "S"))).Graph.ByKey["S"].KnownOutcomes();
        var computed = new RunningWorkflow(Activity("RunJavaScript", ("id", "S"), ("possibleOutcomes", JavaScript("['A']")))).Graph.ByKey["S"].KnownOutcomes();
        Assert.That(known, Is.EqualTo(new[] { "A", "Done" }));
        Assert.That((open, computed), Is.EqualTo(((IReadOnlyList<string>?)null, (IReadOnlyList<string>?)null)));
    }
}
