using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_value_is_converted
{
    private static object?[] Case(object? value, Type type, object? expected) => [value, type, expected];

    private static IEnumerable<object?[]> Fitting() =>
    [
        Case(null, typeof(string), null),
        Case(null, typeof(int), 0),
        Case(null, typeof(int?), null),
        Case(null, typeof(bool), false),
        Case(null, typeof(FlowJoinMode), FlowJoinMode.WaitAny),
        Case(null, typeof(string[]), null),

        Case("5", typeof(int), 5),
        Case(" -5 ", typeof(int), -5),
        Case("abc", typeof(int), 0),
        Case("1.5", typeof(int), 0),
        Case("10.0", typeof(int), 0),
        Case("1e3", typeof(int), 0),
        Case("1,000", typeof(int), 0),
        Case("", typeof(int), 0),
        Case(" ", typeof(int?), null),
        Case(2.5, typeof(int), 2),
        Case(3.5, typeof(int), 4),
        Case(2.7, typeof(int), 3),
        Case(-2.5, typeof(int), -2),
        Case(true, typeof(int), 1),
        Case(5L, typeof(double), 5d),
        Case("1.5", typeof(double), 1.5),
        Case("1e3", typeof(double), 1000d),
        Case("abc", typeof(double), 0d),
        Case("1.10", typeof(decimal), 1.10m),
        Case("abc", typeof(decimal), 0m),
        Case(1.1, typeof(decimal), 1.1m),

        Case("true", typeof(bool), true),
        Case("True", typeof(bool), true),
        Case("yes", typeof(bool), false),
        Case("1", typeof(bool), false),
        Case("", typeof(bool), false),
        Case(1L, typeof(bool), true),
        Case(0L, typeof(bool), false),
        Case(double.NaN, typeof(bool), true),
        Case(0.5, typeof(bool), true),
        Case(0m, typeof(bool), false),
        Case(new List<object?>(), typeof(bool), false),
        Case(new Dictionary<string, object?>(), typeof(bool), false),

        Case(true, typeof(string), "True"),
        Case(5L, typeof(string), "5"),
        Case(1.5, typeof(string), "1.5"),
        Case(1.10m, typeof(string), "1.10"),
        Case(new List<object?> { 1L, "é" }, typeof(string), "[1,\"é\"]"),
        Case(new Dictionary<string, object?> { ["a"] = 1L }, typeof(string), "{\"a\":1}"),
        Case(TimeSpan.FromMinutes(90), typeof(string), "01:30:00"),
        Case(new byte[] { 1, 2 }, typeof(string), "AQI="),

        Case("WaitAll", typeof(FlowJoinMode), FlowJoinMode.WaitAll),
        Case(2L, typeof(FlowJoinMode), FlowJoinMode.WaitAllActive),
        Case("", typeof(FlowJoinMode), FlowJoinMode.WaitAny),

        Case("a", typeof(string[]), new[] { "a" }),
        Case("[\"a\", 1]", typeof(string[]), new[] { "a", "1" }),
        Case("[1, \"2\"]", typeof(int[]), new[] { 1, 2 }),
        Case(new List<object?> { "1", 2.5 }, typeof(int[]), new[] { 1, 2 }),
        Case("", typeof(string[]), null),
        Case("[1]", typeof(List<object?>), new List<object?> { 1L }),
        Case("{\"a\": 1}", typeof(Dictionary<string, object?>), new Dictionary<string, object?> { ["a"] = 1L }),
        Case("", typeof(Dictionary<string, object?>), null),
        Case("AQI=", typeof(byte[]), new byte[] { 1, 2 }),

        Case("2026-03-02T09:00:00+08:00", typeof(DateTimeOffset), new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8))),
        Case("2026-03-02", typeof(DateTimeOffset), new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)),
        Case("", typeof(DateTimeOffset?), null),
        Case("01:30:00", typeof(TimeSpan), TimeSpan.FromMinutes(90)),
        Case("soon", typeof(TimeSpan), TimeSpan.Zero),
        Case("0f8fad5b-d9cb-469f-a165-70867728950e", typeof(Guid), new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")),
        Case("x", typeof(Guid), Guid.Empty),
        Case("{\"a\":1}", typeof(object), "{\"a\":1}"),
    ];

    [TestCaseSource(nameof(Fitting))]
    public void It_becomes_the_type(object? value, Type type, object? expected) => Assert.That(ValueConverter.Convert(value, type), Is.EqualTo(expected));

    private static IEnumerable<object?[]> Unfitting() =>
    [
        [3_000_000_000L, typeof(int)],
        ["3000000000", typeof(int)],
        ["99999999999999999999999999", typeof(long)],
        [double.NaN, typeof(int)],
        [1e300, typeof(decimal)],
        ["1e300", typeof(decimal)],
        ["waitall", typeof(FlowJoinMode)],
        ["Sometimes", typeof(FlowJoinMode)],
        [9L, typeof(FlowJoinMode)],
        ["[1", typeof(int[])],
        ["[1", typeof(string[])],
        ["5", typeof(int[])],
        [5L, typeof(string[])],
        [new Dictionary<string, object?>(), typeof(string[])],
        ["abc", typeof(Dictionary<string, object?>)],
        ["[1]", typeof(Dictionary<string, object?>)],
        [new List<object?>(), typeof(int)],
        ["soon", typeof(DateTimeOffset)],
        ["%", typeof(byte[])],
    ];

    [TestCaseSource(nameof(Unfitting))]
    public void It_is_a_fault_if_it_does_not_fit(object value, Type type) => Assert.That(() => ValueConverter.Convert(value, type), Throws.TypeOf<ActivityFault>());

    private static IEnumerable<object?[]> Named() =>
    [
        ["Object", "{\"a\":1}", "{\"a\":1}"],
        ["JSON", "{\"a\":1}", new Dictionary<string, object?> { ["a"] = 1L }],
        ["JsonElement", "[1]", new List<object?> { 1L }],
        ["JSON", "plain", "plain"],
        ["ExpandoObject", 5L, 5L],
        ["JsonObject", "{}", new Dictionary<string, object?>()],
        ["JsonArray", "[1]", new List<object?> { 1L }],
        ["String[]", "[\"a\"]", new List<object?> { "a" }],
        ["Int32[]", "[1,2]", new List<object?> { 1L, 2L }],
        ["JSON[]", "[{}]", new List<object?> { new Dictionary<string, object?>() }],
        ["Int32", "8", 8L],
        ["int32", "8", 8L],
        ["Int32", "x", 0L],
        ["Int32", null, null],
        ["Int32?", "", null],
        ["Single", 1.5, 1.5],
        ["Decimal", "1.10", 1.10m],
        ["Boolean", "True", true],
        ["System.String, System.Private.CoreLib", 5L, "5"],
        ["Unknown.Type, Somewhere", "x", "x"],
    ];

    [TestCaseSource(nameof(Named))]
    public void A_variable_holds_only_kinds_of_the_value_model(string typeName, object? value, object? expected)
    {
        var converted = ValueConverter.ToNamedType(value, typeName);
        Assert.That(converted, Is.EqualTo(expected));
        Assert.That(converted?.GetType(), Is.EqualTo(expected?.GetType()));
    }

    [Test]
    public void A_whole_number_read_from_json_stays_one() =>
        Assert.That((ValueJson.Parse("1"), ValueJson.Parse("1.5"), ((List<object?>)ValueJson.Parse("[2]")!)[0]), Is.EqualTo(((object)1L, (object)1.5, (object)2L)));

    [Test]
    public void Workflow_inputs_and_output_bindings_are_not_converted()
    {
        var run = Steps.Run("return '8'");
        run["result"] = Steps.To("v-n");
        var root = Steps.Sequence(run, Steps.LineOf("typeof getN() + ' ' + typeof getInput('n')"));
        Assert.That(new RunningWorkflow(root, [Steps.Variable("n", "Int32")], inputs: [Steps.Named("n", "Int32")]).Start(new() { ["n"] = "12" }).Text, Is.EqualTo("string string"));
    }
}
