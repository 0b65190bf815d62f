using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_form_is_filled_in
{
    private static readonly Ambient Ambient = new(Company.Now, 1);

    private static readonly TaskForm Form = TaskForm.Parse("lead", """
        {
          "$id":"lead","type":"object","title":"Lead","x-title-zh":"线索","required":["companyName","source","contacts"],"additionalProperties":false,
          "properties":{
            "companyName":{"type":"string","title":"Company name","x-title-zh":"公司名称","minLength":1,"maxLength":10,"pattern":"\\S"},
            "source":{"type":"object","title":"Source","x-title-zh":"来源","required":["channel"],"additionalProperties":false,"properties":{
              "channel":{"type":"string","title":"Channel","x-title-zh":"来源渠道","enum":["exhibition","online"],"x-enum-titles":{"exhibition":{"en":"Exhibition","zh":"展会"}}},
              "a/b~c":{"type":"boolean","title":"Odd"}}},
            "contacts":{"type":"array","title":"Contacts","x-title-zh":"联系人","minItems":1,"maxItems":3,"items":{
              "type":"object","title":"Contact","required":["name"],"additionalProperties":false,"properties":{
                "name":{"type":"string","title":"Name","x-title-zh":"姓名","minLength":2},"email":{"type":"string","format":"email","title":"Mail","x-title-zh":"邮箱"}}}},
            "fit":{"type":"integer","title":"Fit","x-title-zh":"匹配度","minimum":1,"maximum":5},
            "share":{"type":"number","title":"Share","x-title-zh":"占比","minimum":0.5},
            "amount":{"type":"string","title":"Amount","x-title-zh":"金额","pattern":"^\\d+(\\.\\d{1,2})?$"},
            "at":{"type":"string","title":"When","x-title-zh":"时间","format":"date-time"},
            "day":{"type":"string","title":"Day","x-title-zh":"日期","format":"date"},
            "link":{"type":"string","title":"Link","x-title-zh":"链接","format":"uri"},
            "score":{"title":"Score","enum":[1,2.5,null,true,"x"]},
            "maybe":{"type":["string","null"],"title":"Maybe"},
            "anything":{"title":"Anything"},
            "free":{"type":"object","title":"Free"}
          }
        }
        """);

    private const string Good = """{"companyName":"ACME","source":{"channel":"online"},"contacts":[{"name":"Li"}]}""";

    [Test]
    public void Right_data_has_no_faults() => Assert.That(Check(Good), Is.Empty);

    [Test]
    public void Everything_missing_is_listed_where_it_should_stand()
    {
        Assert.That(Check("""{"contacts":[{},{"name":"Li"},{}],"source":{}}"""), Is.EqualTo(new[]
        {
            "/companyName required", "/source/channel required", "/contacts/0/name required", "/contacts/2/name required",
        }));
    }

    [Test]
    public void A_missing_object_is_one_fault() => Assert.That(Check("{}"), Is.EqualTo((string[])["/companyName required", "/source required", "/contacts required"]));

    [Test]
    public void The_message_has_the_title_in_both_languages()
    {
        var message = Form.Validate(ValueJson.Parse("{}"), "Done", Ambient)[0].Message;
        Assert.That(message, Does.Contain("Company name").And.Contain("公司名称"));
    }

    [Test]
    public void An_enum_s_message_says_what_is_accepted()
    {
        var error = Validate("\"source\":{\"channel\":\"fair\"}").Single();
        Assert.That((error.Pointer, error.Code), Is.EqualTo(("/source/channel", "enum")));
        Assert.That(error.Message, Does.Contain("'fair'").And.Contain("exhibition (Exhibition), online").And.Contain("来源渠道").And.Contain("exhibition (展会)"));
    }

    [TestCase("\"companyName\":7", "/companyName type")]
    [TestCase("\"companyName\":null", "/companyName type")]
    [TestCase("\"companyName\":[\"ACME\"]", "/companyName type")]
    [TestCase("\"companyName\":{}", "/companyName type")]
    [TestCase("\"companyName\":\"\"", "/companyName minLength")]
    [TestCase("\"companyName\":\"  \"", "/companyName pattern")]
    [TestCase("\"companyName\":\"\\u3000\"", "/companyName pattern")]
    [TestCase("\"companyName\":\"12345678901\"", "/companyName maxLength")]
    [TestCase("\"companyName\":\"\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\"", "")]
    [TestCase("\"contacts\":[{\"name\":\"\\ud83d\\ude00\"}]", "/contacts/0/name minLength")]
    [TestCase("\"source\":\"online\"", "/source type")]
    [TestCase("\"source\":[]", "/source type")]
    [TestCase("\"source\":{\"channel\":\"Online\"}", "/source/channel enum")]
    [TestCase("\"source\":{\"channel\":null}", "/source/channel type")]
    [TestCase("\"source\":{\"channel\":\"online\",\"x\":1}", "/source/x additionalProperties")]
    [TestCase("\"source\":{\"channel\":\"online\",\"a/b~c\":1}", "/source/a~1b~0c type")]
    [TestCase("\"contacts\":[]", "/contacts minItems")]
    [TestCase("\"contacts\":{}", "/contacts type")]
    [TestCase("\"contacts\":[null,7]", "/contacts/0 type,/contacts/1 type")]
    [TestCase("\"contacts\":[{\"name\":\"Li\"},{\"name\":\"Li\"},{\"name\":\"Li\"},{\"name\":\"Li\"}]", "/contacts maxItems")]
    [TestCase("\"contacts\":[{\"name\":\"Li\",\"email\":\"li\"}]", "/contacts/0/email format")]
    [TestCase("\"fit\":0", "/fit minimum")]
    [TestCase("\"fit\":6", "/fit maximum")]
    [TestCase("\"fit\":1.5", "/fit type")]
    [TestCase("\"fit\":2.0", "")]
    [TestCase("\"fit\":\"3\"", "/fit type")]
    [TestCase("\"fit\":true", "/fit type")]
    [TestCase("\"fit\":1e400", "/fit type")]
    [TestCase("\"share\":0.4", "/share minimum")]
    [TestCase("\"share\":1", "")]
    [TestCase("\"share\":99999999999999999999999999", "")]
    [TestCase("\"amount\":\"120000.00\"", "")]
    [TestCase("\"amount\":\"120000.001\"", "/amount pattern")]
    [TestCase("\"amount\":\"12\\n\"", "/amount pattern")]
    [TestCase("\"amount\":\"\\uff11\\uff12\"", "/amount pattern")]
    [TestCase("\"amount\":120000", "/amount type")]
    [TestCase("\"score\":2.5", "")]
    [TestCase("\"score\":null", "")]
    [TestCase("\"score\":true", "")]
    [TestCase("\"score\":2", "/score enum")]
    [TestCase("\"score\":[1]", "/score enum")]
    [TestCase("\"maybe\":null", "")]
    [TestCase("\"maybe\":1", "/maybe type")]
    [TestCase("\"anything\":[1,{\"a\":null}]", "")]
    [TestCase("\"free\":{\"x\":1}", "")]
    [TestCase("\"unknown\":1", "/unknown additionalProperties")]
    public void Each_wrong_value_is_found(string change, string faults) =>
        Assert.That(string.Join(',', Validate(change).Select(e => $"{e.Pointer} {e.Code}")), Is.EqualTo(faults));

    [TestCase("at", "2026-11-23T09:00:00+08:00", true)]
    [TestCase("at", "2026-11-23T09:00:00Z", true)]
    [TestCase("at", "2026-11-23T09:00:00.123456789Z", true)]
    [TestCase("at", "2026-11-23T09:00:00", false)]
    [TestCase("at", "2026-11-23 09:00:00Z", false)]
    [TestCase("at", "2026-02-30T09:00:00Z", false)]
    [TestCase("at", "2026-11-23T25:00:00Z", false)]
    [TestCase("at", "2026-11-23T09:00:00+25:00", false)]
    [TestCase("at", "2026-11-23", false)]
    [TestCase("at", "tomorrow", false)]
    [TestCase("at", "", false)]
    [TestCase("day", "2026-11-23", true)]
    [TestCase("day", "2028-02-29", true)]
    [TestCase("day", "2026-02-29", false)]
    [TestCase("day", "23.11.2026", false)]
    [TestCase("day", "2026-11-23T00:00:00Z", false)]
    [TestCase("link", "https://example.com/a?b=c#d", true)]
    [TestCase("link", "urn:isbn:123", true)]
    [TestCase("link", "https://例子.中国/文件", true)]
    [TestCase("link", "example.com", false)]
    [TestCase("link", "/etc/passwd", false)]
    [TestCase("link", "https://exa mple.com", false)]
    [TestCase("link", "https:", false)]
    public void Formats_are_checked(string field, string value, bool fits) => AssertFormat($"\"{field}\":{ValueJson.Format(value)}", fits);

    [TestCase("li.na@example.com", true)]
    [TestCase("li+x@sub.example.co.uk", true)]
    [TestCase("李娜@例子.中国", true)]
    [TestCase("li.na", false)]
    [TestCase("li.na@", false)]
    [TestCase("@example.com", false)]
    [TestCase("li na@example.com", false)]
    [TestCase("li@na@example.com", false)]
    [TestCase("li.na@example", false)]
    [TestCase("li.na@example..com", false)]
    [TestCase("Li <li.na@example.com>", false)]
    public void Mail_addresses_are_checked(string value, bool fits) => AssertFormat($$"""  "contacts":[{"name":"Li","email":{{ValueJson.Format(value)}}}]""", fits);

    [TestCase("null")]
    [TestCase("7")]
    [TestCase("\"text\"")]
    [TestCase("[]")]
    public void Data_that_is_no_object_is_one_fault(string data) => Assert.That(Check(data), Is.EqualTo((string[])[" type"]));

    [Test]
    public void A_huge_text_is_a_fault_with_a_short_message()
    {
        var errors = Form.Validate(ValueJson.Parse($$"""{"companyName":"{{new string('x', 1_000_000)}}","source":{"channel":"{{new string('y', 1_000_000)}}"},"contacts":[{"name":"Li"}]}"""), null, Ambient);
        Assert.That(errors.Select(e => e.Code), Is.EqualTo((string[])["maxLength", "enum"]));
        Assert.That(errors.Select(e => e.Message.Length), Is.All.LessThan(500));
    }

    [Test]
    public void Deep_and_endless_data_is_a_fault()
    {
        var deep = (object?)"x";
        for (var i = 0; i < 100_000; i++)
        {
            deep = new List<object?> { deep };
        }

        var data = (Dictionary<string, object?>)ValueJson.Parse(Good)!;
        data["companyName"] = deep;
        Assert.That(Form.Validate(data, null, Ambient).Single().Code, Is.EqualTo("type"));
        data = (Dictionary<string, object?>)ValueJson.Parse(Good)!;
        data["contacts"] = Enumerable.Repeat<object?>(null, 1_000_000).ToList();
        Assert.That(Form.Validate(data, null, Ambient), Has.Count.EqualTo(1000));
    }

    [Test]
    public void A_pattern_cannot_keep_a_run_busy()
    {
        var form = TaskForm.Parse("slow", """{"type":"object","properties":{"a":{"type":"string","title":"A","pattern":"^(?=(a+)+$)b"},"b":{"type":"string","pattern":"^(a+)+$"}}}""");
        var text = new string('a', 40) + "!";
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = text, ["b"] = text };
        Assert.That(form.Validate(data, null, Ambient).Select(e => e.Code), Is.EqualTo((string[])["pattern", "pattern"]));
    }

    private static void AssertFormat(string change, bool fits) =>
        Assert.That(Validate(change).Select(e => e.Code), Is.EqualTo(fits ? [] : (string[])["format"]));

    private static IReadOnlyList<string> Check(string data) => [.. Form.Validate(ValueJson.Parse(data), "Done", Ambient).Select(e => $"{e.Pointer} {e.Code}")];

    private static IReadOnlyList<FieldError> Validate(string change)
    {
        var data = (Dictionary<string, object?>)ValueJson.Parse(Good)!;
        foreach (var (key, value) in (Dictionary<string, object?>)ValueJson.Parse($"{{{change}}}")!)
        {
            data[key] = value;
        }

        return Form.Validate(data, "Done", Ambient);
    }
}
