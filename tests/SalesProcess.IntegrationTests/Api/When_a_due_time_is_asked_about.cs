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
    public async Task While_the_customer_is_waited_for_the_clock_stands_still()
    {
        var lead = _wire.Server.Folder.Read("samples/leads.json")[0]!.DeepClone().AsObject();
        var started = (await _wire.As("anna").StartAsync("sales-process", lead)).Expect(201).Json;
        var id = started["tasks"]![0]!["id"]!.ToString();
        await _wire.PostAsync($"/tasks/{id}/claim", "{}");

        var waiting = (await _wire.PostAsync($"/tasks/{id}/suspend", """{"reason":"waiting-for-customer"}""")).Json;
        var due = (await _wire.SendAsync("GET", $"/tasks/{id}/due/explain")).Json;

        Assert.That(waiting["suspendedFor"]!.ToString(), Is.EqualTo("waiting-for-customer"));
        Assert.That(due["stopped"]!.AsArray().Single()!["from"]!.ToString(), Is.EqualTo(waiting["clockStoppedAt"]!.ToString()));
        var resumed = (await _wire.PostAsync($"/tasks/{id}/resume", "{}")).Json;
        Assert.That((resumed["suspendedFor"], resumed["clockStoppedAt"]), Is.EqualTo(((object?)null, (object?)null)));
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{id}/due/explain")).Json["stopped"]!.AsArray().Single()!["to"], Is.Not.Null);
    }

    [Test]
    public async Task Another_reason_for_putting_it_aside_is_refused()
    {
        var lead = _wire.Server.Folder.Read("samples/leads.json")[0]!.DeepClone().AsObject();
        var id = (await _wire.As("anna").StartAsync("sales-process", lead)).Expect(201).Json["tasks"]![0]!["id"]!.ToString();

        (await _wire.PostAsync($"/tasks/{id}/suspend", """{"reason":"tired"}""")).Problem(422, "form-invalid");
    }

    [Test]
    public async Task Other_parameters_are_refused() => (await _wire.SendAsync("GET", $"/tasks/any/due/explain?x=1")).Problem(400, "unknown-parameter");
}
