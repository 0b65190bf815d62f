using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_an_auditor_looks
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

    [TestCase("/tasks?box=all")]
    [TestCase("/tasks/{task}")]
    [TestCase("/instances")]
    [TestCase("/instances/{instance}")]
    [TestCase("/instances/{instance}/journal")]
    [TestCase("/instances/{instance}/variables")]
    [TestCase("/instances/{instance}/diagram.svg")]
    public async Task He_reads_everything(string path) => Assert.That((await _wire.SendAsync("GET", Path(path), Staff.Auditor)).Status, Is.EqualTo(200));

    [TestCase("POST", "/instances", """{"definition":"one-task"}""")]
    [TestCase("POST", "/tasks/{task}/claim", "{}")]
    [TestCase("POST", "/tasks/{task}/complete", """{"action":"Yes"}""")]
    [TestCase("POST", "/tasks/{task}/escalate", "{}")]
    [TestCase("POST", "/instances/{instance}/cancel", "{}")]
    [TestCase("POST", "/instances/{instance}/retry", "{}")]
    [TestCase("POST", "/instances/{instance}/events/paid", "{}")]
    [TestCase("PUT", "/definitions/one-task", "{}")]
    [TestCase("POST", "/definitions/one-task/publish", "{}")]
    [TestCase("POST", "/api-keys", """{"name":"x","actsAs":"anna"}""")]
    [TestCase("DELETE", "/api-keys/x", null)]
    public async Task He_changes_nothing(string method, string path, string? body)
    {
        var before = _wire.Server.Database.RowCounts();

        (await _wire.SendAsync(method, Path(path), Staff.Auditor, body is null ? null : System.Text.Encoding.UTF8.GetBytes(body))).Problem(403, "permission-missing");

        Assert.That(_wire.Server.Database.RowCounts(), Is.EqualTo(before));
    }

    [Test]
    public async Task He_is_offered_nothing() =>
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}", Staff.Auditor)).Json["allowedActions"]!.AsArray(), Is.Empty);

    [Test]
    public async Task He_may_have_a_definition_checked() =>
        Assert.That((await _wire.SendAsync("POST", "/definitions/validate", Staff.Auditor, "{}"u8.ToArray())).Status, Is.EqualTo(200));

    private string Path(string pattern) => pattern.Replace("{task}", _task, StringComparison.Ordinal).Replace("{instance}", _instance, StringComparison.Ordinal);
}
