using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_form_is_read
{
    [Test]
    public void Its_hash_is_that_of_its_text()
    {
        var form = TaskForm.Parse("a", """{"type":"object","title":"A","x-title-zh":"甲"}""");
        Assert.That(form.Hash, Has.Length.EqualTo(64));
        Assert.That(form.Hash, Is.Not.EqualTo(TaskForm.Parse("a", """{"type":"object","title":"A","x-title-zh":"甲" }""").Hash));
        Assert.That((form.Id, form.Title, form.HasSecrets), Is.EqualTo(("a", new LocalizedText("A", "甲"), false)));
    }

    [TestCase("{", "not JSON")]
    [TestCase("[]", "must be an object")]
    [TestCase("""{"type":"string"}""", "/type")]
    [TestCase("""{"type":"object","$id":"b"}""", "the form is 'a'")]
    [TestCase("""{"type":"object","oneOf":[]}""", "/oneOf is not supported")]
    [TestCase("""{"type":"object","properties":{"x":{"const":1}}}""", "/properties/x/const is not supported")]
    [TestCase("""{"type":"object","properties":{"x":{"$ref":"#/x"}}}""", "/properties/x/$ref is not supported")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"strin"}}}""", "/properties/x/type")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"string","format":"time"}}}""", "'time' is not supported")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"string","pattern":"("}}}""", "/properties/x/pattern")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"string","minLength":-1}}}""", "/properties/x/minLength")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"integer","minimum":"1"}}}""", "/properties/x/minimum")]
    [TestCase("""{"type":"object","properties":{"x":{"enum":[]}}}""", "/properties/x/enum")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"array","items":[]}}}""", "/properties/x/items")]
    [TestCase("""{"type":"object","properties":{"x":{"x-confidentiality":"top"}}}""", "Accepted: secret")]
    [TestCase("""{"type":"object","properties":[]}""", "/properties must be")]
    [TestCase("""{"type":"object","properties":{"x":true}}""", "/properties/x must be an object")]
    [TestCase("""{"type":"object","required":["x"]}""", "'x'")]
    [TestCase("""{"type":"object","required":"x"}""", "/required")]
    [TestCase("""{"type":"object","additionalProperties":{}}""", "/additionalProperties")]
    [TestCase("""{"type":"object","title":7}""", "/title")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"integer","minimum":1,"default":0}}}""", "/properties/x/default")]
    [TestCase("""{"type":"object","properties":{"x":{"type":"object","properties":{"y":{"enum":["a"],"default":"b"}}}}}""", "/properties/x/properties/y/default")]
    [TestCase("""{"type":"object","x-rules":{}}""", "/x-rules")]
    [TestCase("""{"type":"object","x-rules":[{"rule":"true"}]}""", "/x-rules/0/pointer")]
    [TestCase("""{"type":"object","x-rules":[{"rule":"true","pointer":"x","message":"m"}]}""", "/x-rules/0/pointer")]
    [TestCase("""{"type":"object","x-rules":[{"rule":"data.","pointer":"/x","message":"m"}]}""", "/x-rules/0/rule")]
    public void What_it_cannot_keep_is_a_fault(string json, string names) =>
        Assert.That(() => TaskForm.Parse("a", json), Throws.TypeOf<ConfigurationFault>().With.Message.Contains(names).And.Message.Contains("'a'"));

    [Test]
    public void Every_fault_is_told_at_once()
    {
        var fault = Assert.Throws<ConfigurationFault>(() => TaskForm.Parse("a", """{"type":"array","oneOf":[],"properties":{"x":{"format":"time"}},"required":["y"]}"""))!;
        Assert.That(fault.Faults, Has.Count.EqualTo(4));
    }

    [Test]
    public void Secret_fields_are_taken_out_wherever_they_stand()
    {
        var form = TaskForm.Parse("a", """
            {"type":"object","properties":{
              "goal":{"type":"string","x-confidentiality":"secret"},
              "terms":{"type":"object","properties":{"price":{"type":"string"},"floor":{"type":"string","x-confidentiality":"secret"}}},
              "objections":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"answer":{"type":"string","x-confidentiality":"secret"}}}},
              "ideas":{"type":"array","items":{"type":"string","x-confidentiality":"secret"}},
              "open":{"type":"string"}}}
            """);
        var (open, secret) = form.Split(ValueJson.Parse("""
            {"goal":"1M","terms":{"price":"2M","floor":"0.9M"},"objections":[{"text":"dear","answer":"value"},{"text":"late"}],"ideas":["a","b"],"open":"yes"}
            """));
        Assert.That(form.HasSecrets, Is.True);
        Assert.That(ValueJson.Format(open), Is.EqualTo("""{"terms":{"price":"2M"},"objections":[{"text":"dear"},{"text":"late"}],"ideas":[],"open":"yes"}"""));
        Assert.That(ValueJson.Format(secret), Is.EqualTo("""{"goal":"1M","terms":{"floor":"0.9M"},"objections":[{"answer":"value"},null],"ideas":["a","b"]}"""));
    }

    [TestCase("null")]
    [TestCase("7")]
    [TestCase("""{"open":"yes","terms":7}""")]
    public void Data_without_secrets_stays_whole(string data)
    {
        var form = TaskForm.Parse("a", """{"type":"object","properties":{"goal":{"type":"string","x-confidentiality":"secret"},"terms":{"type":"object","properties":{}}}}""");
        var (open, secret) = form.Split(ValueJson.Parse(data));
        Assert.That(ValueJson.Format(open), Is.EqualTo(data));
        Assert.That(secret, Is.Null);
    }
}
