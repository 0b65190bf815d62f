using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_people_read_their_language
{
    private Wire _wire = null!;
    private string _deal = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.Full());
        var lead = _wire.Server.Folder.Read("samples/leads.json")[0]!.AsObject();
        _deal = (await _wire.As("anna").StartAsync("sales-process", lead)).Expect(201).Json["id"]!.ToString();
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase(null, "Screen the lead", "Lead screening", "Advance")]
    [TestCase("en-GB", "Screen the lead", "Lead screening", "Advance")]
    [TestCase("de, fr;q=0.5", "Screen the lead", "Lead screening", "Advance")]
    [TestCase("nonsense;;q=", "Screen the lead", "Lead screening", "Advance")]
    [TestCase("zh-CN", "筛选线索", "潜在客户开发与筛选", "推进")]
    [TestCase("de, zh;q=0.9, en;q=0.5", "筛选线索", "潜在客户开发与筛选", "推进")]
    [TestCase("zh;q=0.3, en;q=0.5", "Screen the lead", "Lead screening", "Advance")]
    public async Task Titles_follow_it(string? language, string title, string stage, string action)
    {
        (string, string)[] headers = language is null ? [] : [("Accept-Language", language)];

        var listed = (await _wire.SendAsync("GET", $"/tasks?rootId={_deal}", headers: headers)).Json["items"]![0]!;
        var task = (await _wire.SendAsync("GET", $"/tasks/{listed["id"]}", headers: headers)).Json;
        var deal = (await _wire.SendAsync("GET", $"/instances/{_deal}", headers: headers)).Json;

        foreach (var shown in new[] { listed, task })
        {
            Assert.That(shown["title"]!.ToString(), Is.EqualTo(title));
            Assert.That(shown["stage"]!["title"]!.ToString(), Is.EqualTo(stage));
            Assert.That(shown["actions"]![0]!["title"]!.ToString(), Is.EqualTo(action));
        }

        Assert.That(deal["stage"]!["title"]!.ToString(), Is.EqualTo(stage));
    }

    [Test]
    public async Task A_form_is_complete_and_in_order()
    {
        var listed = (await _wire.SendAsync("GET", $"/tasks?rootId={_deal}")).Json["items"]![0]!;
        var form = (await _wire.SendAsync("GET", $"/tasks/{listed["id"]}")).Json["form"]!;

        var shipped = _wire.Server.Folder.Read("forms/screen-lead.json");
        Assert.That(JsonNode.DeepEquals(form["schema"], shipped), Is.True);
        Assert.That(form["ui"]!["order"]!.AsArray().Select(f => f!.ToString()), Is.EqualTo(shipped["properties"]!.AsObject().Select(p => p.Key)));
    }

    [Test]
    public async Task Chinese_is_sent_as_it_is() =>
        Assert.That((await _wire.SendAsync("GET", $"/tasks?rootId={_deal}", headers: ("Accept-Language", "zh-CN"))).Text, Does.Contain("筛选线索"));
}
