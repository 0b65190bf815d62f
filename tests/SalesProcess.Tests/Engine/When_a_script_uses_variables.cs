using SalesProcess.Engine.Values;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_script_uses_variables
{
    private static string After(string script, string type = "Object", System.Text.Json.Nodes.JsonNode? value = null) =>
        new RunningWorkflow(Sequence(Run(script), LineOf("toJson(getVariable('x'))")), [Variable("x", type, value)]).Start() is var workflow && workflow.Fault is null
            ? workflow.Text
            : workflow.Fault!;

    [TestCase("getVariable('x')")]
    [TestCase("getX()")]
    [TestCase("variables.x")]
    [TestCase("variables.x; getX()")]
    public void It_reads_them(string script) => Assert.That(Evaluating.JavaScript(script, [Variable("x", "Int32", 5)]), Is.EqualTo(5));

    [TestCase("getVariable('X')")]
    [TestCase("getVariable('y')")]
    [TestCase("variables.y")]
    [TestCase("variables['x']")]
    public void An_unknown_one_is_undefined(string script) => Assert.That(Evaluating.JavaScript($"({script}) === undefined", [Variable("x", "Int32", 5)]), Is.True);

    [TestCase("setVariable('x', '7')")]
    [TestCase("setX('7')")]
    [TestCase("variables.x = '7'")]
    public void It_writes_them_in_the_declared_type(string script) => Assert.That(After(script, "Int32", 5), Is.EqualTo("7"));

    [TestCase("setVariable('x', 'y'); setVariable('x', null)", "null")]
    [TestCase("setX(undefined)", "null")]
    [TestCase("variables.x = null", "5")]
    [TestCase("variables.x = undefined", "5")]
    public void Null_assigned_to_a_member_changes_nothing(string script, string expected) => Assert.That(After(script, "Object", 5), Is.EqualTo(expected).Or.EqualTo($"\"{expected}\""));

    [TestCase("variables.x.a.b = 2")]
    [TestCase("getVariable('x').a.b = 2")]
    [TestCase("getX().a.b = 2")]
    [TestCase("const copy = variables.x; copy.a.b = 2")]
    [TestCase("const o = getX(); setVariable('x', o); o.a.b = 2")]
    [TestCase("variables.x = {a: {b: 1}}; getX().a.b = 2")]
    [TestCase("setX({a: {b: 1}}); variables.x.a.b = 2")]
    public void Objects_are_live(string script)
    {
        var root = Sequence(Run("setVariable('x', {a: {b: 1}})"), Run(script), LineOf("toJson(getVariable('x'))"));
        Assert.That(new RunningWorkflow(root, [Variable("x")]).Start().Text, Is.EqualTo("{\"a\":{\"b\":2}}"));
    }

    [Test]
    public void A_list_can_grow()
    {
        var root = Sequence(Run("variables.x.push(3)"), LineOf("toJson(getX())"));
        Assert.That(new RunningWorkflow(root, [Variable("x", "Int32[]", "[1,2]")]).Start().Text, Is.EqualTo("[1,2,3]"));
    }

    [Test]
    public void Nothing_is_written_back_if_the_script_fails()
    {
        var root = Activity("Parallel", ("activities", new System.Text.Json.Nodes.JsonArray(Run("variables.x.a = 2; throw new Error('no')"), LineOf("getX().a"))));
        Assert.That(new RunningWorkflow(root, [Variable("x", "JSON", "{\"a\":1}")]).Start().Text, Is.EqualTo("1"));
    }

    [Test]
    public void What_is_not_touched_keeps_its_kind()
    {
        var time = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)).AddTicks(7);
        var value = new Dictionary<string, object?> { ["span"] = TimeSpan.FromHours(1), ["time"] = time, ["price"] = 1.10m, ["id"] = Guid.Empty, ["bytes"] = new byte[] { 1 } };
        var root = Sequence(
            Activity("SetVariable", ("variable", new System.Text.Json.Nodes.JsonObject { ["id"] = "v-x" }), ("value", Expression("Input", "v"))),
            Run("variables.x.span + variables.x.time + getX().bytes[0] + JSON.stringify(getVariable('x'))"),
            Activity("SetOutput", ("outputName", Literal("o")), ("outputValue", Expression("Variable", "v-x"))));
        var output = (Dictionary<string, object?>)new RunningWorkflow(root, [Variable("x")]).Start(new() { ["v"] = value }).State.Output["o"]!;
        Assert.That(output.Values.Select(v => v!.GetType()), Is.EqualTo(value.Values.Select(v => v!.GetType())));
        Assert.That(output["time"], Is.EqualTo(time));
    }

    [Test]
    public void A_name_that_is_new_makes_a_variable()
    {
        var root = Sequence(Run("variables.made = 1; setVariable('other', 2)"), LineOf("variables.made + getVariable('other') + getMade() + getOther()"));
        Assert.That(new RunningWorkflow(root).Start().Text, Is.EqualTo("6"));
    }

    [Test]
    public void The_nearest_one_wins()
    {
        var inner = Activity("Sequence", ("variables", new System.Text.Json.Nodes.JsonArray(Variable("x", "String", "inner"))), ("activities", new System.Text.Json.Nodes.JsonArray(Run("setX('changed')"), LineOf("getX()"))));
        inner["variables"]![0]!["id"] = "v-inner";
        Assert.That(new RunningWorkflow(Sequence(inner, LineOf("getX()")), [Variable("x", "String", "outer")]).Start().Text, Is.EqualTo("changed outer"));
    }

    [TestCase("my_value", "getMyValue()")]
    [TestCase("myValue", "getMyValue()")]
    [TestCase("MyValue", "getMyValue()")]
    [TestCase("客户", "get客户()")]
    public void Accessors_are_pascal_cased(string name, string script) => Assert.That(Evaluating.JavaScript(script, [Variable(name, "Int32", 5)]), Is.EqualTo(5));

    [TestCase("input", "getInput('i')", 3L)]
    [TestCase("variable", "getVariable('variable')", 5L)]
    [TestCase("lastResult", "getLastResult()", null)]
    [TestCase("correlationId", "setCorrelationId('Q'); getCorrelationId()", "Q")]
    public void A_variable_does_not_hide_a_function(string name, string script, object? expected) =>
        Assert.That(Evaluating.JavaScript(script, [Variable(name, "Int32", 5)], new() { ["i"] = 3L }), Is.EqualTo(expected));

    [Test]
    public void A_variable_of_an_inputs_name_is_not_written_by_a_member()
    {
        var root = Sequence(Run("variables.x = 7"), LineOf("getVariable('x')"), Run("setVariable('x', 8)"), LineOf("getVariable('x')"));
        Assert.That(new RunningWorkflow(root, [Variable("x", "Int32", 5)], inputs: [Named("x")]).Start().Text, Is.EqualTo("5 8"));
    }

    [Test]
    public void A_value_that_does_not_fit_the_type_is_an_error_of_the_script() =>
        Assert.That(After("\nsetVariable('x', 1e12)", "Int32", 5), Is.EqualTo("JavaScript, line 2: 1000000000000 is out of the range of Int32."));

    [Test]
    public void A_declaration_of_the_scripts_own_wins_over_an_accessor() =>
        Assert.That(Evaluating.JavaScript("const getX = () => 'mine'; getX()", [Variable("x", "Int32", 5)]), Is.EqualTo("mine"));

    [Test]
    public void Values_of_every_kind_reach_a_script()
    {
        var value = new Dictionary<string, object?>
        {
            ["whole"] = 1L,
            ["real"] = 1.5,
            ["price"] = 2.25m,
            ["flag"] = true,
            ["none"] = null,
            ["text"] = "t",
            ["time"] = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
            ["span"] = TimeSpan.FromMinutes(1),
            ["id"] = Guid.Empty,
            ["bytes"] = new byte[] { 1, 2 },
            ["list"] = new List<object?> { 1L, null },
        };
        Assert.That(ValueJson.Format(Evaluating.JavaScript("const v = getInput('v'); return [v.whole, v.real, v.price, v.flag, v.none, v.text, v.time instanceof Date, v.span, v.id, v.bytes.length, v.list]", input: new() { ["v"] = value })),
            Is.EqualTo("[1,1.5,2.25,true,null,\"t\",true,\"00:01:00\",\"00000000-0000-0000-0000-000000000000\",2,[1,null]]"));
    }
}
