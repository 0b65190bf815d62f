using SalesProcess.Engine.Expressions.Liquid;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

public sealed class When_a_template_is_rendered
{
    private static readonly Dictionary<string, object?> Input = new() { ["Text"] = "given", ["客户"] = "Huawei" };

    private static string Render(string template) => (string)Evaluating.Liquid(template, [Variable("name", "String", "Anna"), Variable("客户", "String", "Bosch"), Variable("size", "Int32", 3)], Input)!;

    [Test]
    public void One_that_is_too_long_is_an_incident_and_no_text() =>
        Assert.That(
            new RunningWorkflow(Activity("WriteLine", ("text", Liquid(new string('x', 20_000))))).Start().Fault,
            Is.EqualTo("Liquid: The template has 20000 characters. Accepted are at most 16384."));

    [TestCase("plain", "plain")]
    [TestCase("{{ Variables.name }}", "Anna")]
    [TestCase("{{ Variables.Name }}", "")]
    [TestCase("{{ Variables.size }}", "3")]
    [TestCase("{{ Variables.missing }}", "")]
    [TestCase("{{ Variables[\"客户\"] }}", "Bosch")]
    [TestCase("{{ Input.Text }}", "given")]
    [TestCase("{{ Input.text }}", "given")]
    [TestCase("{{ Input[\"客户\"] }}", "Huawei")]
    [TestCase("{{ WorkflowDefinitionId }} {{ WorkflowDefinitionVersionId }} {{ WorkflowDefinitionVersion }} {{ WorkflowInstanceId }} {{ CorrelationId }}", "test test-v1 1 i1 ")]
    [TestCase("{{ 'a' | upcase }}", "A")]
    [TestCase("{{ 'é' | base64 }}", "w6k=")]
    [TestCase("{{ 'a' | nofilter }}", "a")]
    [TestCase("{% assign r = (1..3) %}{% for i in (2..Variables.size) %}{{ i }}{% endfor %}{{ r | join: '' }}", "23123")]
    [TestCase("{% if Variables.size > 2 %}big{% endif %}", "big")]
    [TestCase("{{ '<b>' }}", "<b>")]
    [TestCase("{{ Configuration.Secret }}", "")]
    public void It_gives_text(string template, string expected) => Assert.That(Render(template), Is.EqualTo(expected));

    [Test]
    public void Values_of_every_kind_are_shown()
    {
        var value = new Dictionary<string, object?>
        {
            ["list"] = new List<object?> { 1L, 2.5, "x" },
            ["map"] = new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = 7L } },
            ["price"] = 1.50m,
            ["time"] = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)),
            ["span"] = TimeSpan.FromMinutes(1),
            ["huge"] = 1e300,
            ["flag"] = true,
        };
        var text = Evaluating.Liquid(
            "{% assign v = Input.v %}{{ v.list | join: ',' }} {{ v.list.size }} {{ v.map.a.b }} {{ v.map | keys | join: ',' }} {{ v.price }} {{ v.time | date: '%Y-%m-%dT%H:%M' }} {{ v.span }} {{ v.huge }} {{ v.flag }} {% for i in v.list %}[{{ i }}]{% endfor %}",
            input: new() { ["v"] = value });
        Assert.That(text, Is.EqualTo("1,2.5,x 3 7 a 1.5 2026-03-02T09:00 00:01:00 1E+300 true [1][2.5][x]"));
    }

    [Test]
    public void Members_of_an_object_that_a_script_made_are_in_reach_but_not_those_of_text()
    {
        var root = Sequence(Run("setVariable('made', {a: 1})"), Activity("WriteLine", ("text", Liquid("{{ Variables.made.a }}|{{ Variables.text.a }}"))));
        Assert.That(new RunningWorkflow(root, [Variable("made"), Variable("text", "Object", "{\"a\":1}")]).Start().Text, Is.EqualTo("1|"));
    }

    [TestCase("{{ Variables.客户 }}")]
    [TestCase("{% nosuchtag %}")]
    [TestCase("{{ 'a' ")]
    public void One_that_cannot_be_parsed_gives_the_parsers_message(string template)
    {
        var message = Render(template);
        Assert.That(message, Does.Contain("at (1:").Or.Contain("unknown tag").IgnoreCase, message);
        Assert.That(new LiquidExpression(template).Check(), Does.StartWith(message));
    }

    [Test]
    public void The_check_tells_how_names_outside_of_ascii_are_written() =>
        Assert.That(new LiquidExpression("{{ Variables.客户 }}").Check(), Does.Contain("Variables[\"客户\"]"));

    [TestCase("{% for i in (1..100000000) %}x{% endfor %}")]
    [TestCase("{% assign a = (1..100000000) %}")]
    [TestCase("{% if true %}{% for i in (1..50000) %}{% for j in (1..50000) %}x{% endfor %}{% endfor %}{% endif %}")]
    [TestCase("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}")]
    [TestCase("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..40) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}")]
    [TestCase("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..18) %}{% assign a = a | append: a %}{% endfor %}{% for i in (1..100) %}{{ a }}{% endfor %}")]
    [TestCase("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..12) %}{% assign a = a | append: a %}{% endfor %}{{ a | replace: 'x', a }}")]
    [TestCase("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..12) %}{% assign a = a | append: a %}{% endfor %}{{ a | split: '' | join: a }}")]
    public void A_hostile_one_is_stopped(string template) => Assert.That(Evaluating.Fault(Liquid(template)), Does.StartWith("Liquid: "));
}
