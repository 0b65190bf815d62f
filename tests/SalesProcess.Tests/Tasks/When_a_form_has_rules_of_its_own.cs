using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

/// <summary>Rules across fields are scripts.</summary>
public sealed class When_a_form_has_rules_of_its_own
{
    private static readonly Ambient Ambient = new(Company.Now, 1);

    private static readonly TaskForm Form = TaskForm.Parse("contact", """
        {
          "type":"object","title":"Contact","additionalProperties":false,"required":["mode"],
          "properties":{
            "mode":{"type":"string","title":"Mode","x-title-zh":"方式","enum":["face","phone"]},
            "modeReason":{"type":"string","title":"Why by telephone","x-title-zh":"采用电话的原因"},
            "next":{"type":"string","title":"Next","x-title-zh":"下次","format":"date-time"},
            "people":{"type":"array","items":{"type":"object","title":"Person","properties":{"phone":{"type":"string","title":"Phone","x-title-zh":"电话"}}}}
          },
          "x-rules":[
            {"rule":"data.mode !== 'phone' || /\\S/.test(data.modeReason || '')","pointer":"/modeReason","message":"Say why.","x-message-zh":"请说明原因。"},
            {"rule":"!data.next || Date.parse(data.next) > Date.parse(now)","pointer":"/next","message":"Must lie in the future.","x-message-zh":"须晚于现在。"},
            {"rule":"action !== 'Call' || data.people[0].phone","pointer":"/people/0/phone","message":"A number is needed to call.","x-message-zh":"请填写电话。"}
          ]
        }
        """);

    [TestCase("""{"mode":"face"}""", "")]
    [TestCase("""{"mode":"phone","modeReason":"far away"}""", "")]
    [TestCase("""{"mode":"phone"}""", "/modeReason rule")]
    [TestCase("""{"mode":"phone","modeReason":"  "}""", "/modeReason rule")]
    [TestCase("""{"mode":"face","next":"2026-11-23T10:00:00+08:00"}""", "/next rule")]
    [TestCase("""{"mode":"face","next":"2026-11-23T02:00:01Z"}""", "")]
    [TestCase("""{"mode":"phone","next":"2020-01-01T00:00:00Z"}""", "/modeReason rule,/next rule")]
    [TestCase("""{"next":"2020-01-01T00:00:00Z"}""", "/mode required,/next rule")]
    [TestCase("""{"mode":"face","next":"soon"}""", "/next format")]
    public void They_are_checked_together_with_everything_else(string data, string faults) => Assert.That(Check(data, "Done"), Is.EqualTo(faults));

    [Test]
    public void They_know_the_action()
    {
        Assert.That(Check("""{"mode":"face","people":[{}]}""", "Call"), Is.EqualTo("/people/0/phone rule"));
        Assert.That(Check("""{"mode":"face","people":[{"phone":"1"}]}""", "Call"), Is.Empty);
    }

    [Test]
    public void A_rule_that_stumbles_over_right_data_lets_nothing_pass()
    {
        Assert.That(Check("""{"mode":"face"}""", "Call"), Is.EqualTo("/people/0/phone rule-failed"));
        Assert.That(Check("{}", "Call"), Is.EqualTo("/mode required"));
    }

    [Test]
    public void Their_message_has_the_field_s_title_in_both_languages()
    {
        var message = Form.Validate(ValueJson.Parse("""{"mode":"phone"}"""), "Done", Ambient).Single().Message;
        Assert.That(message, Does.Contain("Why by telephone: Say why.").And.Contain("采用电话的原因").And.Contain("请说明原因。"));
    }

    [Test]
    public void They_do_not_change_the_data()
    {
        var form = TaskForm.Parse("sly", """{"type":"object","properties":{},"x-rules":[{"rule":"(data.hidden = 1, true)","pointer":"/x","message":"m"}]}""");
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        form.Validate(data, null, Ambient);
        Assert.That(data, Is.Empty);
    }

    private static string Check(string data, string action) =>
        string.Join(',', Form.Validate(ValueJson.Parse(data), action, Ambient).Select(e => $"{e.Pointer} {e.Code}"));
}
