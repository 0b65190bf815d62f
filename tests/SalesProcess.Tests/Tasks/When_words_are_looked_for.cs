using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_words_are_looked_for
{
    [TestCase("Draft the contract", "draft the contract")]
    [TestCase("拟定合同", "拟 定 合 同")]
    [TestCase("苏州晨岚2024年", "苏 州 晨 岚 2024 年")]
    [TestCase("DEAL-4711/b", "deal 4711 b")]
    [TestCase("\"x\" OR NEAR(y)", "x or near y")]
    [TestCase("ＡＢＣ　Ltd.", "abc ltd")]
    [TestCase("😀 !?", "")]
    [TestCase(null, "")]
    public void It_takes_a_text_apart(string? text, string terms) => Assert.That(SearchTerms.Index(text), Is.EqualTo(terms));

    [TestCase("合同", "\"合 同\"")]
    [TestCase("同", "\"同\"")]
    [TestCase("draft con", "\"draft\" * AND \"con\" *")]
    [TestCase("deal-47", "\"deal 47\" *")]
    [TestCase("晨岚 draft", "\"晨 岚\" AND \"draft\" *")]
    [TestCase("a\" OR title:b", "\"a\" * AND \"or\" * AND \"title b\" *")]
    public void It_asks_for_phrases_only(string text, string match) => Assert.That(SearchTerms.Match(text), Is.EqualTo(match));

    [TestCase("")]
    [TestCase("!!! \" * ( ) 😀")]
    public void It_asks_for_nothing_where_there_are_no_words(string text) => Assert.That(SearchTerms.Match(text), Is.Null);

    [Test]
    public void It_finds_a_form_s_declared_fields_and_never_a_secret_one()
    {
        var form = TaskForm.Parse(
            "f",
            """
            {"type":"object","properties":{
              "grade":{"type":"string","x-search":true},
              "note":{"type":"string"},
              "amount":{"type":"string","x-search":"number"},
              "terms":{"type":"object","properties":{"days":{"type":"integer","x-search":true}}},
              "hidden":{"type":"object","x-confidentiality":"secret","properties":{"floor":{"type":"number","x-search":true}}}}}
            """);
        var data = SalesProcess.Engine.Values.ValueJson.Parse("""{"grade":"A","note":"n","amount":"120000.50","terms":{"days":60},"hidden":{"floor":1}}""");

        Assert.That(form.SearchAttributes, Is.EqualTo([new SearchAttribute("grade", false), new SearchAttribute("amount", true), new SearchAttribute("terms.days", true)]));
        Assert.That(form.SearchValues(data), Is.EqualTo([new SearchValue("grade", "A", null), new SearchValue("amount", null, 120000.50), new SearchValue("terms.days", null, 60)]));
        Assert.That(form.SearchValues(SalesProcess.Engine.Values.ValueJson.Parse("""{"grade":null,"amount":"much","terms":[]}""")), Is.Empty);
    }

    [TestCase("""{"type":"object","properties":{"x":{"x-search":"fast"}}}""", "Accepted: true, false, or \"number\"")]
    [TestCase("""{"type":"object","properties":{"x":{"x-search":true,"x-confidentiality":"secret"}}}""", "secret cannot be searched")]
    public void It_tells_what_a_form_declares_wrongly(string form, string fault) =>
        Assert.That(() => TaskForm.Parse("f", form), Throws.TypeOf<ConfigurationFault>().With.Message.Contains(fault));
}
