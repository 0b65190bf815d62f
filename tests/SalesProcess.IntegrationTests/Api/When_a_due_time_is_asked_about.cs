using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_due_time_is_asked_about
{
    private Wire _wire = null!;

    [SetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.Full());

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task The_pieces_add_up_to_it()
    {
        var lead = _wire.Server.Folder.Read("samples/leads.json")[0]!.DeepClone().AsObject();
        var started = (await _wire.As("anna").StartAsync("sales-process", lead)).Expect(201).Json;
        var id = started["tasks"]![0]!["id"]!.ToString();

        var due = (await _wire.SendAsync("GET", $"/tasks/{id}/due/explain")).Json;

        var task = (await _wire.SendAsync("GET", $"/tasks/{id}")).Json;
        var segments = due["segments"]!.AsArray();
        Assert.That(due["dueAt"]!.ToString(), Is.EqualTo(task["dueAt"]!.ToString()));
        Assert.That($"{segments.Sum(s => s!["days"]!.GetValue<int>())}wd", Is.EqualTo(due["dueIn"]!.ToString()));
        Assert.That(DateTimeOffset.Parse(segments[^1]!["to"]!.ToString()), Is.EqualTo(DateTimeOffset.Parse(due["dueAt"]!.ToString())));
        Assert.That(due["calendar"]!["timeZone"]!.ToString(), Is.EqualTo("Asia/Shanghai"));
    }

    [Test]
    public async Task Other_parameters_are_refused() => (await _wire.SendAsync("GET", $"/tasks/any/due/explain?x=1")).Problem(400, "unknown-parameter");
}
