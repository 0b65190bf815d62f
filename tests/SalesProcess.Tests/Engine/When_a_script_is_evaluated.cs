using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions.JavaScript;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_script_is_evaluated
{
    [TestCase("1 + 1", 2L)]
    [TestCase("return 3", 3L)]
    [TestCase("const a = 2; a * 2", 4L)]
    [TestCase("7 / 2", 3.5)]
    [TestCase("2 ** 53", 9007199254740992L)]
    [TestCase("2 ** 54", 18014398509481984d)]
    [TestCase("-0", 0L)]
    [TestCase("NaN", double.NaN)]
    [TestCase("'a' + 1", "a1")]
    [TestCase("true && false", false)]
    [TestCase("undefined", null)]
    [TestCase("null", null)]
    [TestCase("(() => 1)", null)]
    [TestCase("Symbol('x')", null)]
    [TestCase("(async () => 5)()", 5L)]
    public void Its_value_is_the_last_expressions_or_the_returned_one(string script, object? expected)
    {
        var value = Evaluating.JavaScript(script);
        Assert.That(value, Is.EqualTo(expected));
        Assert.That(value?.GetType(), Is.EqualTo(expected?.GetType()));
    }

    [TestCase("[1, 'a', [true, null]]", "[1,\"a\",[true,null]]")]
    [TestCase("({a: {b: [1.5]}, c: undefined, d() {}})", "{\"a\":{\"b\":[1.5]},\"c\":null}")]
    [TestCase("[new Set([1, 2]), new Map([['a', 1]])]", "[[1,2],{\"a\":1}]")]
    [TestCase("[{toJSON() { return {a: 1} }}, TimeSpan.FromHours(1), Guid.Empty]", "[{\"a\":1},\"01:00:00\",\"00000000-0000-0000-0000-000000000000\"]")]
    [TestCase("/a+/g", "\"/a+/g\"")]
    [TestCase("new Date(NaN)", "null")]
    [TestCase("JSON.parse('{\"__proto__\": 1}')", "{\"__proto__\":1}")]
    public void Objects_and_lists_become_values(string script, string expected) =>
        Assert.That(SalesProcess.Engine.Values.ValueJson.Format(Evaluating.JavaScript(script)), Is.EqualTo(expected));

    [Test]
    public void A_date_becomes_a_time_in_utc() =>
        Assert.That(Evaluating.JavaScript("new Date('2026-03-02T10:00:00+02:00')"), Is.EqualTo(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)));

    [TestCase("foo()", 1, "foo is not defined")]
    [TestCase("let a = 1;\nlet b = a.b.c;", 2, "Cannot read properties of undefined (reading 'c')")]
    [TestCase("\n\nthrow new Error('boom')", 3, "boom")]
    [TestCase("throw {code: 7}", 1, "{\"code\":7}")]
    [TestCase("throw 'text'", 1, "text")]
    [TestCase("let a =\n ;", 2, "Unexpected token ';'.")]
    [TestCase("1;\nimport('fs')", 2, "a script cannot import anything.")]
    [TestCase("1;\n2n ** 3n", 2, "BigInt numbers do not exist here.")]
    [TestCase("1;\nfunction* g() {}", 2, "generator functions do not exist here.")]
    [TestCase("(async () => {\n throw new Error('later') })()", 2, "its promise was not kept: Promise was rejected with value Error: later")]
    [TestCase("\nsetOutcome('x')", 2, "setOutcome and setOutcomes choose the outcomes of RunJavaScript; this script belongs to an input.")]
    public void An_error_names_the_line_and_what_failed(string script, int line, string message) =>
        Assert.That(Evaluating.Fault(JavaScript(script)), Is.EqualTo($"JavaScript, line {line}: {message}"));

    [Test]
    public void A_syntax_error_is_found_without_running_it()
    {
        Assert.That(new JavaScriptExpression("let a = ;").Check(), Is.EqualTo("line 1: Unexpected token ';'."));
        Assert.That(new JavaScriptExpression("return 1").Check(), Is.Null);
        Assert.That(new Script("1 +").Check(), Does.StartWith("line 1: "));
    }

    [Test]
    public void A_script_may_catch_what_a_function_refuses() =>
        Assert.That(Evaluating.JavaScript("try { parseGuid('x') } catch (e) { e.message }"), Does.StartWith("'x' is not a GUID"));

    [TestCase("eval('1')")]
    [TestCase("new Function('return 1')()")]
    [TestCase("(() => {}).constructor('return 1')()")]
    [TestCase("System.IO.File.ReadAllText('/etc/passwd')")]
    [TestCase("importNamespace('System')")]
    [TestCase("require('fs')")]
    [TestCase("({}).GetType()")]
    public void Nothing_outside_is_in_reach(string script) => Assert.That(Evaluating.Fault(JavaScript(script)), Does.StartWith("JavaScript, line 1: "));

    [Test]
    public void Nothing_passes_from_one_evaluation_to_the_next()
    {
        var expression = new Script("globalThis.n = (globalThis.n ?? 0) + 1; Array.prototype.x = n; return n + [].x");
        var ambient = new Ambient(DateTimeOffset.UnixEpoch, 1);
        Assert.That(Enumerable.Range(0, 3).Select(_ => expression.Evaluate(new Dictionary<string, object?>(), ambient)), Is.All.EqualTo(2));
    }

    [Test]
    public void One_prepared_script_serves_many_threads()
    {
        var script = new Script("let s = 0; for (let i = 0; i < n; i++) s += i; return s");
        var sums = Enumerable.Range(0, 200).AsParallel()
            .Select(n => script.Evaluate(new Dictionary<string, object?> { ["n"] = (long)n }, new Ambient(DateTimeOffset.UnixEpoch, 1))).ToList();
        Assert.That(sums.Cast<long>().Order(), Is.EqualTo(Enumerable.Range(0, 200).Select(n => (long)n * (n - 1) / 2).Order()));
    }

    [Test]
    public void A_script_outside_of_a_workflow_sees_only_what_it_is_given()
    {
        var ambient = new Ambient(DateTimeOffset.UnixEpoch, 1);
        var globals = new Dictionary<string, object?> { ["form"] = new Dictionary<string, object?> { ["amount"] = 120L } };
        Assert.That(new Script("form.amount > 100").Evaluate(globals, ambient), Is.True);
        Assert.That(() => new Script("getVariable('x')").Evaluate(globals, ambient), Throws.TypeOf<ActivityFault>().With.Message.Contain("getVariable is not defined"));
    }

    [Test]
    public void A_script_cannot_change_what_it_is_given()
    {
        var form = new Dictionary<string, object?> { ["rows"] = new List<object?> { 1L } };
        new Script("form.rows.push(2); form.x = 1").Evaluate(new Dictionary<string, object?> { ["form"] = form }, new Ambient(DateTimeOffset.UnixEpoch, 1));
        Assert.That(SalesProcess.Engine.Values.ValueJson.Format(form), Is.EqualTo("{\"rows\":[1]}"));
    }
}
