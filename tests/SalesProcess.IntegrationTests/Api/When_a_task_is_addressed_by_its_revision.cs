using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_task_is_addressed_by_its_revision
{
    private Wire _wire = null!;
    private string _task = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [SetUp]
    public async Task OpenTask() => _task = await _wire.TaskAsync();

    [Test]
    public async Task The_tag_is_the_revision_and_changes_with_it()
    {
        var before = await _wire.SendAsync("GET", $"/tasks/{_task}");
        var claimed = await _wire.PostAsync($"/tasks/{_task}/claim", "{}");
        var after = await _wire.SendAsync("GET", $"/tasks/{_task}");

        Assert.That(before.Header("ETag"), Is.EqualTo($"\"{before.Json["revision"]}\""));
        Assert.That(claimed.Header("ETag"), Is.EqualTo(after.Header("ETag")).And.Not.EqualTo(before.Header("ETag")));
    }

    [TestCase("claim", "{}")]
    [TestCase("complete", """{"action":"Yes"}""")]
    [TestCase("suspend", "{}")]
    [TestCase("escalate", "{}")]
    [TestCase("start", "{}")]
    [TestCase("delegate", """{"to":"bob"}""")]
    public async Task The_right_tag_is_accepted(string verb, string body)
    {
        var tag = (await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag")!;

        Assert.That((await _wire.PostAsync($"/tasks/{_task}/{verb}", body, ("If-Match", tag))).Status, Is.EqualTo(200));
    }

    [TestCase("\"99\"")]
    [TestCase("W/\"1\"")]
    [TestCase("\"nonsense\"")]
    [TestCase("\"77\", \"88\"")]
    public async Task Another_tag_is_refused_with_the_right_one(string tag)
    {
        var current = (await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag");

        foreach (var (verb, body) in new[] { ("claim", "{}"), ("complete", """{"action":"Yes"}""") })
        {
            var problem = (await _wire.PostAsync($"/tasks/{_task}/{verb}", body, ("If-Match", tag))).Problem(412, "precondition-failed");
            Assert.That(problem["currentEtag"]!.ToString(), Is.EqualTo(current));
        }

        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag"), Is.EqualTo(current));
    }

    [TestCase("\"77\", {0}")]
    [TestCase("{0},\"77\"")]
    [TestCase("W/\"1\", \"nonsense\" , {0}")]
    public async Task The_right_tag_may_stand_in_a_list(string list)
    {
        var tag = (await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag")!;

        Assert.That((await _wire.PostAsync($"/tasks/{_task}/claim", "{}", ("If-Match", list.Replace("{0}", tag, StringComparison.Ordinal)))).Status, Is.EqualTo(200));
    }

    [TestCase("1")]
    [TestCase("abc")]
    [TestCase("\"\"")]
    [TestCase("\"1")]
    [TestCase("\"1\", abc")]
    [TestCase("*, \"1\"")]
    [TestCase("")]
    public async Task What_is_no_tag_is_refused_with_what_is_wanted(string text)
    {
        var told = new[]
        {
            (await _wire.PostAsync($"/tasks/{_task}/claim", "{}", ("If-Match", text))).Problem(400, "malformed-request"),
            (await PatchAsync("""{"tags":["hot"]}""", ("If-Match", text))).Problem(400, "malformed-request"),
            (await _wire.SendAsync("DELETE", $"/tasks/{_task}/draft", headers: ("If-Match", text))).Problem(400, "malformed-request"),
            (await _wire.SendAsync("DELETE", "/filters/missing", headers: ("If-Match", text))).Problem(400, "malformed-request"),
        };

        Assert.That(told.Select(problem => problem["message"]!.ToString()), Has.All.EqualTo($"If-Match is '{text}', which is no entity tag. Send the ETag that you have read, with its quotes (\"9\"), several of them with commas between, or *."));
    }

    [Test]
    public async Task Any_tag_is_the_same_as_none() =>
        Assert.That((await _wire.PostAsync($"/tasks/{_task}/claim", "{}", ("If-Match", "*"))).Status, Is.EqualTo(200));

    [Test]
    public async Task A_change_is_made_only_with_a_tag()
    {
        (await PatchAsync("""{"tags":["hot"]}""")).Problem(428, "precondition-required");
        var tag = (await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag")!;
        var changed = await PatchAsync("""{"tags":["hot"],"followUpAt":"2099-01-05T09:00:00+08:00"}""", ("If-Match", tag));

        Assert.That(changed.Status, Is.EqualTo(200));
        Assert.That(changed.Json["tags"]!.ToJsonString(), Is.EqualTo("""["hot"]"""));
        (await PatchAsync("""{"tags":[]}""", ("If-Match", tag))).Problem(412, "precondition-failed");
        var cleared = await PatchAsync("""{"followUpAt":null}""", ("If-Match", changed.Header("ETag")!));
        Assert.That(cleared.Json["followUpAt"], Is.Null);
        Assert.That(cleared.Json["tags"]!.ToJsonString(), Is.EqualTo("""["hot"]"""));
    }

    [Test]
    public async Task Who_wants_no_body_gets_the_new_tag_alone()
    {
        var claimed = await _wire.PostAsync($"/tasks/{_task}/claim", "{}", ("Prefer", "return=minimal"));
        Assert.That((claimed.Status, claimed.Text, claimed.Header("Preference-Applied")), Is.EqualTo((204, "", "return=minimal")));
        Assert.That(claimed.Header("ETag"), Is.EqualTo((await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag")));
        Assert.That((await _wire.PostAsync($"/tasks/{_task}/complete", """{"action":"Yes"}""", ("Prefer", "return=minimal"))).Status, Is.EqualTo(204));
    }

    private Task<WireAnswer> PatchAsync(string body, params (string Name, string Value)[] headers) =>
        _wire.SendAsync("PATCH", $"/tasks/{_task}", body: Encoding.UTF8.GetBytes(body), contentType: "application/merge-patch+json", headers: headers);
}
