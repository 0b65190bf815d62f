using System.Text.Json.Nodes;
using System.Xml.Linq;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_an_instance_is_steered
{
    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task", "two-steps"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task A_start_says_where_it_is_and_what_is_to_be_done()
    {
        var started = await _wire.PostAsync("/instances", """{"definition":"one-task","businessKey":"k-1","correlationId":"c-1"}""");

        Assert.That(started.Status, Is.EqualTo(201));
        var instance = started.Json;
        Assert.That(started.Header("Location"), Is.EqualTo($"/api/v1/instances/{instance["id"]}"));
        Assert.That(instance["definition"]!.ToJsonString(), Is.EqualTo("""{"id":"one-task","version":1,"name":"One task"}"""));
        Assert.That(
            new[] { "businessKey", "correlationId", "status", "subStatus", "owner", "team" }.Select(name => instance[name]!.ToString()),
            Is.EqualTo(["k-1", "c-1", "Running", "Suspended", "anna", "team-east"]));
        Assert.That(instance["tasks"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await _wire.SendAsync("GET", started.Header("Location")!)).Text, Is.EqualTo(started.Text));
    }

    [Test]
    public async Task A_business_key_is_free_again_when_its_instance_has_ended()
    {
        var body = """{"definition":"one-task","businessKey":"k-2"}""";
        var first = (await _wire.PostAsync("/instances", body)).Json;

        var problem = (await _wire.PostAsync("/instances", body)).Problem(409, "business-key-in-use");
        Assert.That(problem["instanceId"]!.ToString(), Is.EqualTo(first["id"]!.ToString()));

        (await _wire.As("anna").PostAsync($"/instances/{first["id"]}/cancel")).Expect(200);
        Assert.That((await _wire.PostAsync("/instances", body)).Status, Is.EqualTo(201));
    }

    [TestCase("""{"definition":"nowhere"}""")]
    [TestCase("""{"definition":"one-task","version":99}""")]
    public async Task What_is_not_published_is_not_found(string body) => (await _wire.PostAsync("/instances", body)).Problem(404, "not-found");

    [Test]
    public async Task A_cancellation_takes_its_tasks_with_it()
    {
        var instance = (await _wire.PostAsync("/instances", """{"definition":"one-task"}""")).Json;

        var cancelled = (await _wire.PostAsync($"/instances/{instance["id"]}/cancel", """{"reason":"Entered twice."}""")).Json;

        Assert.That((cancelled["status"]!.ToString(), cancelled["subStatus"]!.ToString()), Is.EqualTo(("Finished", "Cancelled")));
        Assert.That(cancelled["tasks"]!.AsArray(), Is.Empty);
        (await _wire.PostAsync($"/tasks/{instance["tasks"]![0]!["id"]}/complete", """{"action":"Yes"}""")).Problem(409, "task-cancelled");
        (await _wire.PostAsync($"/instances/{instance["id"]}/cancel", "{}")).Problem(409, "process-ended");
    }

    [TestCase("bob", 403)]
    [TestCase("martin", 200)]
    [TestCase("adam", 200)]
    [TestCase("anna", 200)]
    public async Task Only_those_in_charge_cancel(string person, int status)
    {
        var instance = (await _wire.PostAsync("/instances", """{"definition":"one-task"}""")).Json;

        Assert.That((await _wire.SendAsync("POST", $"/instances/{instance["id"]}/cancel", person)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Its_picture_shows_where_it_stands()
    {
        var instance = (await _wire.PostAsync("/instances", """{"definition":"one-task"}""")).Json;

        var picture = await _wire.SendAsync("GET", $"/instances/{instance["id"]}/diagram.svg");

        Assert.That(picture.Header("Content-Type"), Does.StartWith("image/svg+xml"));
        XNamespace svg = "http://www.w3.org/2000/svg";
        var active = XDocument.Parse(picture.Text).Descendants(svg + "g").Where(g => ((string)g.Attribute("class")!).EndsWith("active", StringComparison.Ordinal));
        Assert.That(active.Select(g => (string)g.Attribute("data-activity")!), Is.EqualTo(["decide"]));
    }

    [Test]
    public async Task Its_journal_says_who_did_what()
    {
        var task = await _wire.TaskAsync();
        (await _wire.SendAsync("POST", $"/tasks/{task}/complete", "bob", """{"action":"No"}"""u8.ToArray())).Header("ETag");
        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"];

        var entries = (await _wire.SendAsync("GET", $"/instances/{instance}/journal?limit=200")).Json["items"]!.AsArray();
        var completed = entries.Single(e => e!["activityId"]!.ToString() == "decide" && e["event"]!.ToString() == "Completed")!;

        Assert.That(completed["actor"]!.ToString(), Is.EqualTo("bob"));
        Assert.That(completed["outcomes"]!.ToJsonString(), Is.EqualTo("""["No"]"""));
        Assert.That(entries.Select(e => e!["sequence"]!.GetValue<long>()), Is.Ordered.And.Unique);
    }

    [Test]
    public async Task A_completion_answers_with_what_follows()
    {
        var started = (await _wire.As("anna").StartAsync("two-steps", [])).Expect(201).Json;
        var task = started["tasks"]![0]!;

        var completed = (await _wire.PostAsync($"/tasks/{task["id"]}/complete", $$"""{"action":"{{task["actions"]![0]!["key"]}}"}""")).Json;

        Assert.That(completed["task"]!["state"]!.ToString(), Is.EqualTo("Completed"));
        Assert.That(completed["task"]!["completedBy"]!.ToString(), Is.EqualTo("anna"));
        Assert.That(completed["instance"]!["id"]!.ToString(), Is.EqualTo(started["id"]!.ToString()));
        Assert.That(completed["instance"]!["subStatus"]!.ToString(), Is.EqualTo("Suspended"));
        Assert.That(completed["nextTasks"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(completed["nextTasks"]![0]!["allowedActions"]!.AsArray().Select(a => a!.ToString()), Does.Contain("complete"));
        Assert.That(JsonNode.DeepEquals((await _wire.SendAsync("GET", $"/tasks?rootId={started["id"]}&state=Ready")).Json["items"], completed["nextTasks"]), Is.True);
    }
}
