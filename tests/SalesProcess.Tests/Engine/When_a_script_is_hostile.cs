using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions.JavaScript;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

/// <summary>Each of these would hang the process, end it, or take its memory.</summary>
public sealed class When_a_script_is_hostile
{
    private static readonly ScriptLimits Small = ScriptLimits.Default with { Statements = 20_000 };

    private static string Fault(string text, ScriptLimits? limits = null)
    {
        var script = new Script(text) { Limits = limits ?? Small };
        return Assert.Throws<ActivityFault>(() => script.Evaluate(new Dictionary<string, object?>(), new Ambient(DateTimeOffset.UnixEpoch, 1)))!.Message;
    }

    [TestCase("while (true) {}")]
    [TestCase("for (;;);")]
    [TestCase("a: while (true) { continue a }")]
    [TestCase("while (true) { try { while (true) {} } catch (e) {} }")]
    [TestCase("try { while (true) {} } finally { while (true) {} }")]
    [TestCase("(async () => { while (true) await 1 })()")]
    [TestCase("[3, 1, 2].sort(() => { while (true) {} })")]
    [TestCase("JSON.parse('[1]', function () { while (true) {} })")]
    [TestCase("({ get x() { while (true) {} } })")]
    [TestCase("({ toJSON() { while (true) {} } })")]
    [TestCase("throw { toString() { while (true) {} }, get message() { while (true) {} } }")]
    [TestCase("Promise.reject({ toString() { while (true) {} } })")]
    public void An_endless_loop_is_stopped(string text) => Assert.That(Fault(text), Does.Contain("more than 20000 statements"));

    [Test]
    public void The_line_of_the_loop_is_told() =>
        Assert.That(Fault("const f = x => {\n let y = x;\n while (true) { y++; }\n};\nf(1)"), Does.StartWith("JavaScript, line 3: it ran more than"));

    [Test]
    public void Time_is_the_last_resort() =>
        Assert.That(Fault("while (true) {}", ScriptLimits.Default with { Statements = int.MaxValue, Time = TimeSpan.FromMilliseconds(20) }), Does.Contain("longer than 0.02 s"));

    [TestCase("const a = []; while (true) a.push({})")]
    [TestCase("let s = 'x'; for (let i = 0; i < 40; i++) s += s; s.length")]
    [TestCase("Array.from({ length: 9e5 }, () => 'x'.repeat(1e5)).length")]
    [TestCase("new Array(999999).join('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx').length")]
    [TestCase("const it = { [Symbol.iterator]() { return { next() { return { done: false } } } } }; new Set(it)")]
    public void Memory_is_limited(string text) => Assert.That(Fault(text, ScriptLimits.Default with { Memory = 16 * 1024 * 1024 }), Does.Contain("16 MB of memory"));

    [TestCase("'x'.repeat(2 ** 28).length")]
    [TestCase("'x'['rep' + 'eat'](2 ** 28).length")]
    [TestCase("'x'.padStart(2 ** 28, 'ab').length")]
    [TestCase("'a'.repeat(1e6).replaceAll('a', 'b'.repeat(1e3)).length")]
    [TestCase("'a'.repeat(1e4).replace(/a/g, '$`$`').length")]
    public void A_huge_text_is_not_built(string text) => Assert.That(Fault(text), Does.Contain("would become longer"));

    [TestCase("new Array(4294967295).fill(0)")]
    [TestCase("Array.from({ length: 1e9 }, (x, i) => i)")]
    public void A_huge_list_is_not_built(string text) => Assert.That(Fault(text), Does.Contain("larger than maximum"));

    [TestCase("function f() { return f() } f()")]
    [TestCase("const f = () => f(); f()")]
    [TestCase("function F() { return new F() } new F()")]
    [TestCase("const o = { get x() { return this.x } }; o.x")]
    [TestCase("const f = async n => await f(n + 1); f(0)")]
    [TestCase("let f = () => 1; for (let i = 0; i < 5000; i++) { const g = f; f = () => [1].map(g) } f()")]
    public void Endless_recursion_is_stopped(string text) => Assert.That(Fault(text), Does.Contain("too deep"));

    // What recurses in native code: it would use up the stack, which ends the process.
    [TestCase("const o = { toString() { return '' + this } }; '' + o")]
    [TestCase("let p = {}; for (let i = 0; i < 2e4; i++) p = new Proxy(p, {}); p.x")]
    [TestCase("let f = () => 1; for (let i = 0; i < 2e4; i++) f = f.bind(null); f()")]
    [TestCase("let a = []; for (let i = 0; i < 2e4; i++) a = [a]; '' + a")]
    [TestCase("let a = []; for (let i = 0; i < 2e4; i++) a = [a]; a.flat(Infinity)")]
    [TestCase("let a = []; for (let i = 0; i < 2e4; i++) a = [a]; JSON.stringify(a)")]
    [TestCase("let it = [1].values(); for (let i = 0; i < 2e4; i++) it = it.map(x => x); it.next()")]
    [TestCase("let a = [Math.abs, null, [1]]; for (let i = 0; i < 2e4; i++) a = [Reflect.apply, null, a]; Reflect.apply(...a)")]
    [TestCase("const f = Function.prototype.apply; let a = [Math.abs, [null, [1]]]; for (let i = 0; i < 2e4; i++) a = [f, a]; f.apply(...a)")]
    [TestCase("const c = 'ca' + 'll'; const a = []; for (let i = 0; i < 2e4; i++) a.push((() => 1)[c]); (() => 1)[c][c](...a)")]
    public void Deep_structures_do_not_end_the_process(string text)
    {
        // A small stack, because how deep is too deep depends on it.
        string? message = null;
        var thread = new Thread(() => message = Fault(text, ScriptLimits.Default), maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.That(message, Does.StartWith("JavaScript, line 1: "));
    }

    [TestCase("let a = {}; a.a = a; a")]
    [TestCase("let a = []; for (let i = 0; i < 1000; i++) a = [a]; a")]
    public void A_value_that_contains_itself_or_is_too_deep_is_refused(string text) => Assert.That(Fault(text), Does.Contain("100 levels"));

    [Test]
    public void A_value_with_too_many_parts_is_refused() =>
        Assert.That(Fault("const a = new Array(900000); const b = [a, a]; b"), Does.Contain("1000000 parts"));

    [TestCase("/^(a+)+$/.test('a'.repeat(40) + 'b')")]
    [TestCase("new RegExp('^(a+)+$').test('a'.repeat(40) + 'b')")]
    [TestCase("'a'.repeat(40).replace(/(a*)*b/, 'x')")]
    public void A_regular_expression_that_explodes_is_stopped(string text) => Assert.That(Fault(text), Does.Contain("regular expression took too long"));

    [TestCase("let a = BigInt(2); for (let i = 0; i < 40; i++) a = a * a; 1")]
    [TestCase("let a = globalThis['Big' + 'Int'](2); for (let i = 0; i < 40; i++) a = a * a; 1")]
    [TestCase("new Date(5)['toTemporal' + 'Instant']().epochNanoseconds")]
    [TestCase("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10000)")]
    [TestCase("new ShadowRealm().evaluate('1')")]
    [TestCase("new Promise(() => {})")]
    public void What_cannot_be_limited_does_not_exist(string text) => Assert.That(Fault(text), Does.StartWith("JavaScript, line 1: "));

    [TestCase("(", ")")]
    [TestCase("[", "]")]
    [TestCase("{", "}")]
    [TestCase("!", "")]
    [TestCase("1+", "")]
    [TestCase("a=>", "")]
    [TestCase("if(1)", "")]
    public void A_text_nested_too_deep_is_refused(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Assert.That(new Script(text).Check(), Is.Not.Null);
    }

    [Test]
    public void A_text_that_is_too_long_is_refused() => Assert.That(new Script(new string(' ', 100_001)).Check(), Does.Contain("at most 100000"));

    [Test]
    public void A_long_message_is_cut() => Assert.That(Fault("throw new Error('x'.repeat(100000))"), Has.Length.LessThan(1100));

    [Test]
    public void The_workflow_ends_in_an_incident()
    {
        var workflow = new RunningWorkflow(Run("while (true) {}")).Start();
        Assert.That((workflow.State.SubStatus, workflow.Fault), Is.EqualTo((WorkflowSubStatus.Faulted, "JavaScript, line 1: it ran more than 2000000 statements. This is taken for an endless loop.")));
    }

    [TestCase("'a-b-c'.replaceAll('-', '+').padStart(8, '*')", "***a+b+c")]
    [TestCase("Math.max.apply(null, [1, 2]) + 'x'.repeat(3)", "2xxx")]
    [TestCase("'abc'.replace(/b/g, m => m.toUpperCase())", "aBc")]
    [TestCase("[3, 1, 2].sort().map(String).join('')", "123")]
    public void Ordinary_scripts_are_not_hindered(string text, string expected) =>
        Assert.That(new Script(text).Evaluate(new Dictionary<string, object?>(), new Ambient(DateTimeOffset.UnixEpoch, 1)), Is.EqualTo(expected));
}
