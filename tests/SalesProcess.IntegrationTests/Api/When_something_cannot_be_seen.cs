using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_something_cannot_be_seen
{
    private Wire _wire = null!;
    private string _task = null!;
    private string _instance = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _task = await _wire.TaskAsync();
        _instance = (await _wire.SendAsync("GET", $"/tasks/{_task}")).Json["instanceId"]!.ToString();
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase("GET", "/tasks/{task}")]
    [TestCase("GET", "/tasks/{task}/due/explain")]
    [TestCase("POST", "/tasks/{task}/claim")]
    [TestCase("POST", "/tasks/{task}/release")]
    [TestCase("POST", "/tasks/{task}/resume")]
    [TestCase("POST", "/tasks/{task}/escalate")]
    [TestCase("POST", "/tasks/{task}/suspend")]
    [TestCase("POST", "/tasks/{task}/delegate", """{"to":"bob"}""")]
    [TestCase("POST", "/tasks/{task}/forward", """{"toGroup":"legal"}""")]
    [TestCase("POST", "/tasks/{task}/complete", """{"action":"Nonsense","data":{}}""")]
    [TestCase("GET", "/instances/{instance}")]
    [TestCase("GET", "/instances/{instance}/journal")]
    [TestCase("GET", "/instances/{instance}/variables")]
    [TestCase("GET", "/instances/{instance}/diagram.svg")]
    [TestCase("POST", "/instances/{instance}/cancel")]
    [TestCase("POST", "/instances/{instance}/retry")]
    [TestCase("POST", "/instances/{instance}/events/paid")]
    public async Task It_is_to_the_byte_like_what_does_not_exist(string method, string path, string? body = null)
    {
        var hidden = await AskAsync(method, path.Replace("{task}", _task, StringComparison.Ordinal).Replace("{instance}", _instance, StringComparison.Ordinal), body);
        var missing = await AskAsync(method, path.Replace("{task}", "missing", StringComparison.Ordinal).Replace("{instance}", "missing", StringComparison.Ordinal), body);

        hidden.Problem(404, "not-found");
        Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
        Assert.That(hidden.Headers.Where(h => h.Key != "Date"), Is.EquivalentTo(missing.Headers.Where(h => h.Key != "Date")));
    }

    [Test]
    public async Task A_precondition_tells_nothing_of_it()
    {
        var hidden = await _wire.SendAsync("POST", $"/tasks/{_task}/claim", "fiona", headers: ("If-Match", "\"99\""));
        var missing = await _wire.SendAsync("POST", "/tasks/missing/claim", "fiona", headers: ("If-Match", "\"99\""));

        Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
    }

    [TestCase("/tasks")]
    [TestCase("/tasks?box=available")]
    [TestCase("/tasks?box=team")]
    [TestCase("/tasks?rootId={instance}")]
    [TestCase("/instances")]
    [TestCase("/instances?rootId={instance}")]
    public async Task No_list_has_it(string path)
    {
        path = path.Replace("{instance}", _instance, StringComparison.Ordinal);

        Assert.That((await _wire.SendAsync("GET", path, "fiona")).Json["items"]!.AsArray(), Is.Empty);
        Assert.That((await _wire.SendAsync("GET", path, "anna")).Json["items"]!.AsArray(), Is.Not.Empty);
    }

    [TestCase("anna", "the owner")]
    [TestCase("bob", "the team")]
    [TestCase("martin", "the manager")]
    [TestCase("grace", "the manager's manager")]
    [TestCase("audrey", "an auditor")]
    [TestCase("adam", "an administrator")]
    public async Task It_is_there_for_those_whom_it_concerns(string person, string why)
    {
        Assert.That((await _wire.SendAsync("GET", $"/instances/{_instance}", person)).Status, Is.EqualTo(200), why);
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}", person)).Status, Is.EqualTo(200), why);
        Assert.That((await _wire.SendAsync("GET", $"/tasks?box=all&rootId={_instance}", person)).Json["items"]!.AsArray(), Has.Count.EqualTo(1), why);
        Assert.That((await _wire.SendAsync("GET", $"/instances?rootId={_instance}", person)).Json["items"]!.AsArray(), Has.Count.EqualTo(1), why);
    }

    [Test]
    public async Task A_task_that_is_given_to_somebody_lets_him_see_its_instance()
    {
        var task = await _wire.TaskAsync();
        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();
        Assert.That((await _wire.SendAsync("GET", $"/instances/{instance}", "lena")).Status, Is.EqualTo(404));

        (await _wire.As("anna").PostAsync($"/tasks/{task}/claim")).Expect(200);
        (await _wire.PostAsync($"/tasks/{task}/delegate", """{"to":"lena"}""")).Header("ETag");

        Assert.That((await _wire.SendAsync("GET", $"/instances/{instance}", "lena")).Status, Is.EqualTo(200));
        (await _wire.SendAsync("GET", $"/instances/{instance}/variables", "lena")).Problem(403, "permission-missing");
        (await _wire.SendAsync("POST", $"/instances/{instance}/cancel", "lena")).Problem(403, "permission-missing");
    }

    private Task<WireAnswer> AskAsync(string method, string path, string? body) =>
        _wire.SendAsync(method, path, "fiona", body is null ? null : System.Text.Encoding.UTF8.GetBytes(body));
}
