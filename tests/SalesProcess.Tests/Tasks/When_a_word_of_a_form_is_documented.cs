using System.Text.RegularExpressions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;
using SalesProcess.Tests.Workflows;

namespace SalesProcess.Tests.Tasks;

/// <summary>What <c>workflows/forms/README.md</c> says is supported, word by word: each does what it says, and there is no other.</summary>
public sealed partial class When_a_word_of_a_form_is_documented
{
    private static readonly Ambient Ambient = new(Company.Now, 1);

    // What a field with the word takes, what it does not take, and how it is told. Values are JSON; the field is 'x'.
    private static readonly Dictionary<string, (string Field, string Right, string Wrong, string Code)> Checks = new(StringComparer.Ordinal)
    {
        ["type"] = ("""{"type":["integer","null"]}""", "1", "\"1\"", "type"),
        ["properties"] = ("""{"type":"object","properties":{"y":{"type":"string"}}}""", """{"y":"a"}""", """{"y":1}""", "type"),
        ["required"] = ("""{"type":"object","properties":{"y":{}},"required":["y"]}""", """{"y":null}""", "{}", "required"),
        ["additionalProperties"] = ("""{"type":"object","properties":{"y":{}},"additionalProperties":false}""", """{"y":1}""", """{"z":1}""", "additionalProperties"),
        ["items"] = ("""{"type":"array","items":{"type":"string"}}""", """["a"]""", "[1]", "type"),
        ["minItems"] = ("""{"type":"array","minItems":1}""", "[1]", "[]", "minItems"),
        ["maxItems"] = ("""{"type":"array","maxItems":1}""", "[1]", "[1,2]", "maxItems"),
        ["minLength"] = ("""{"type":"string","minLength":2}""", "\"线索\"", "\"线\"", "minLength"),
        ["maxLength"] = ("""{"type":"string","maxLength":2}""", "\"线索\"", "\"线索表\"", "maxLength"),
        ["pattern"] = ("""{"type":"string","pattern":"^\\d+$"}""", "\"12\"", "\"1a\"", "pattern"),
        ["format"] = ("""{"type":"string","format":"date"}""", "\"2026-02-28\"", "\"2026-02-30\"", "format"),
        ["minimum"] = ("""{"type":"number","minimum":1}""", "1", "0.5", "minimum"),
        ["maximum"] = ("""{"type":"number","maximum":5}""", "5", "5.5", "maximum"),
        ["enum"] = ("""{"enum":["a",1,true,null]}""", "true", "\"b\"", "enum"),
    };

    private static readonly (string Format, string Right, string Wrong)[] Formats =
    [
        ("date", "2026-11-23", "23.11.2026"), ("date-time", "2026-11-23T09:00:00+08:00", "2026-11-23T09:00:00"), ("email", "name@example.com", "name@example"), ("uri", "https://example.com/file", "example.com/file"),
    ];

    // Nothing of what is sent is checked by them alone.
    private static readonly string[] Told = ["title", "description", "examples", "$id", "$schema", "x-title-zh", "x-description-zh", "x-enum-titles", "default", "x-search", "x-confidentiality", "x-rules"];

    // What JSON Schema 2020-12 has besides.
    private static readonly string[] Others =
    [
        "$anchor", "$comment", "$defs", "$dynamicAnchor", "$dynamicRef", "$ref", "$vocabulary", "allOf", "anyOf", "const", "contains", "contentEncoding", "contentMediaType", "contentSchema", "definitions",
        "dependencies", "dependentRequired", "dependentSchemas", "deprecated", "else", "exclusiveMaximum", "exclusiveMinimum", "if", "maxContains", "maxProperties", "minContains", "minProperties", "multipleOf",
        "not", "oneOf", "patternProperties", "prefixItems", "propertyNames", "readOnly", "then", "unevaluatedItems", "unevaluatedProperties", "uniqueItems", "writeOnly",
    ];

    private static IEnumerable<string> Checked => Checks.Keys;

    [Test]
    public void The_list_is_what_the_code_knows()
    {
        var table = File.ReadLines(Path.Combine(RepositoryFiles.Root, "workflows", "forms", "README.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var documented = table.SelectMany(line => Code().Matches(line.Split('|')[1]).Select(m => m.Groups[1].Value)).ToList();
        var formats = Code().Matches(table.Single(line => line.StartsWith("| `format`", StringComparison.Ordinal)).Split('|')[2]).Select(m => m.Groups[1].Value);

        Assert.That(documented, Is.EquivalentTo(Checks.Keys.Concat(Told)));
        Assert.That(documented.Where(word => !word.StartsWith("x-", StringComparison.Ordinal)), Is.EquivalentTo(FormSubset.Words));
        Assert.That(formats, Is.EquivalentTo(FormFormats.Known.Keys).And.EquivalentTo(Formats.Select(f => f.Format)));
    }

    [TestCaseSource(nameof(Checked))]
    public void Each_check_takes_what_is_right_and_tells_what_is_wrong(string word)
    {
        var (field, right, wrong, code) = Checks[word];

        Assert.That(Faults(field, right), Is.Empty);
        Assert.That(Faults(field, wrong).Select(f => f.Code), Is.EqualTo(new[] { code }));
    }

    [Test]
    public void Each_format_takes_what_is_right_and_tells_what_is_wrong()
    {
        foreach (var (format, right, wrong) in Formats)
        {
            var field = $$"""{"type":"string","format":"{{format}}"}""";
            Assert.That((Faults(field, $"\"{right}\"").Count, Faults(field, $"\"{wrong}\"").Count), Is.EqualTo((0, 1)), format);
        }
    }

    [Test]
    public void What_is_for_people_is_in_what_they_read()
    {
        var fault = Faults("""{"title":"Origin","x-title-zh":"来源","description":"d","x-description-zh":"述","default":"a","examples":["a"],"enum":["a"],"x-enum-titles":{"a":{"en":"Fair","zh":"展会"}}}""", "\"b\"").Single();

        Assert.That(fault.Message, Does.Contain("Origin").And.Contain("来源").And.Contain("Fair").And.Contain("展会"));
    }

    [Test]
    public void A_default_is_what_a_field_begins_with_unless_the_data_names_it()
    {
        var form = TaskForm.Parse("f", """
            {"type":"object","properties":{"currency":{"enum":["CNY","EUR"],"default":"CNY"},"copies":{"type":"integer","default":2},"to":{"type":"object","properties":{"country":{"type":"string","default":"CN"} } },"note":{} } }
            """);

        Assert.That(ValueJson.Format(form.Begin(null)), Is.EqualTo("""{"currency":"CNY","copies":2}"""));
        Assert.That(
            ValueJson.Format(form.Begin(ValueJson.Parse("""{"currency":"EUR","copies":null,"to":{"name":"Li"},"context":{"x":1}}"""))),
            Is.EqualTo("""{"currency":"EUR","copies":null,"to":{"name":"Li","country":"CN"},"context":{"x":1}}"""));
        Assert.That(TaskForm.Parse("f", """{"type":"object","properties":{"x":{}}}""").Begin(null), Is.Null);
    }

    [Test]
    public void A_secret_a_search_attribute_and_a_rule_do_what_they_say()
    {
        var form = TaskForm.Parse("f", """
            {"$id":"f","$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"goal":{"type":"string","x-confidentiality":"secret"},"amount":{"type":"number","x-search":true} },
             "x-rules":[{"rule":"data.amount > 0","pointer":"/amount","message":"More than nothing.","x-message-zh":"须大于零。"}]}
            """);

        Assert.That(form.HasSecrets, Is.True);
        Assert.That(form.SearchAttributes, Has.Count.EqualTo(1));
        Assert.That(form.Validate(ValueJson.Parse("""{"amount":0}"""), "Done", Ambient).Single().Message, Does.Contain("More than nothing.").And.Contain("须大于零。"));
        Assert.That(form.Validate(ValueJson.Parse("""{"amount":1}"""), "Done", Ambient), Is.Empty);
    }

    [TestCaseSource(nameof(Others))]
    public void Any_other_word_is_refused_with_its_place(string word) => Assert.That(
        () => TaskForm.Parse("f", "{\"type\":\"object\",\"properties\":{\"x\":{\"" + word + "\":{}}}}"),
        Throws.TypeOf<ConfigurationFault>().With.Message.Contains($"/properties/x/{word} is not supported"));

    [Test]
    public void No_word_is_both_taken_and_refused() => Assert.That(FormSubset.Words.Intersect(Others, StringComparer.Ordinal), Is.Empty);

    private static IReadOnlyList<FieldError> Faults(string field, string value) =>
        TaskForm.Parse("f", "{\"type\":\"object\",\"properties\":{\"x\":" + field + "}}").Validate(ValueJson.Parse("{\"x\":" + value + "}"), "Done", Ambient);

    [GeneratedRegex("`([^`]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
