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
    [TestCase("delegate", """{"to":"bob"}""")]
    public async Task The_right_tag_is_accepted(string verb, string body)
    {
        var tag = (await _wire.SendAsync("GET", $"/tasks/{_task}")).Header("ETag")!;

        Assert.That((await _wire.PostAsync($"/tasks/{_task}/{verb}", body, ("If-Match", tag))).Status, Is.EqualTo(200));
    }

    [TestCase("\"99\"")]
    [TestCase("W/\"1\"")]
    [TestCase("\"nonsense\"")]
    [TestCase("1")]
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

    [Test]
    public async Task Any_tag_is_the_same_as_none() =>
        Assert.That((await _wire.PostAsync($"/tasks/{_task}/claim", "{}", ("If-Match", "*"))).Status, Is.EqualTo(200));
}
