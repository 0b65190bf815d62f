using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_request_is_malformed
{
    private Wire _wire = null!;
    private string _task = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _task = await _wire.TaskAsync();
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase("", "")]
    [TestCase("{", null)]
    [TestCase("nonsense", null)]
    [TestCase("{\"definition\":\"one-task\",}", null)]
    [TestCase("{\"definition\":\"one-task\",\"definition\":\"other\"}", null)]
    [TestCase("[]", "")]
    [TestCase("\"one-task\"", "")]
    [TestCase("null", "")]
    [TestCase("{}", "/definition")]
    [TestCase("{\"definition\":\"  \"}", "/definition")]
    [TestCase("{\"definition\":7}", "/definition")]
    [TestCase("{\"definition\":\"one-task\",\"version\":\"1\"}", "/version")]
    [TestCase("{\"definition\":\"one-task\",\"version\":0}", "/version")]
    [TestCase("{\"definition\":\"one-task\",\"version\":1.5}", "/version")]
    [TestCase("{\"definition\":\"one-task\",\"input\":[]}", "/input")]
    [TestCase("{\"definition\":\"one-task\",\"input\":\"x\"}", "/input")]
    [TestCase("{\"definition\":\"one-task\",\"colour\":\"red\"}", "/colour")]
    [TestCase("{\"definition\":\"one-task\",\"Input\":{}}", "/Input")]
    [TestCase("{\"definition\":\"one-task\",\"input\":{\"a\":\"\\u0000\"}}", "/input/a")]
    [TestCase("{\"definition\":\"one-task\",\"input\":{\"a\":\"\\ud83d\"}}", "/input/a")]
    [TestCase("{\"definition\":\"one-task\",\"input\":{\"\\ud83d\":1}}", null)]
    [TestCase("{\"definition\":\"one-task\",\"input\":{\"a\":[1,1e999]}}", "/input/a/1")]
    public async Task A_start_says_what_is_wrong_and_starts_nothing(string body, string? pointer)
    {
        var before = _wire.Server.Database.RowCounts();

        var answer = await _wire.PostAsync("/instances", body);

        answer.Problem(400, "malformed-request");
        if (pointer is not null)
        {
            Assert.That(answer.Pointers, Does.Contain(pointer));
        }

        Assert.That(_wire.Server.Database.RowCounts(), Is.EqualTo(before));
    }

    [Test]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var answer = await _wire.PostAsync("/instances", """{"version":"x","businessKey":7,"input":1,"a":1,"b~/c":2}""");

        answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Is.EquivalentTo(["/definition", "/version", "/businessKey", "/input", "/a", "/b~0~1c"]));
    }

    [Test]
    public async Task Unknown_members_are_told_with_what_would_be_accepted()
    {
        var problem = (await _wire.PostAsync($"/tasks/{_task}/complete", """{"action":"Yes","date":{}}""")).Problem(400, "malformed-request");

        Assert.That(problem["errors"]![0]!["code"]!.ToString(), Is.EqualTo("unknown-member"));
        Assert.That(problem["errors"]![0]!["message"]!.ToString(), Does.Contain("'date'").And.Contain("action, data, comment"));
    }

    [TestCase("claim", "{\"force\":true}", "/force")]
    [TestCase("suspend", "{\"until\":\"tomorrow\"}", "/until")]
    [TestCase("suspend", "{\"until\":\"2026-11-23T09:00:00\"}", "/until")]
    [TestCase("delegate", "{}", "/to")]
    [TestCase("complete", "{\"action\":1}", "/action")]
    [TestCase("complete", "{\"action\":\"Yes\",\"comment\":{}}", "/comment")]
    public async Task Verbs_of_tasks_are_as_strict(string verb, string body, string pointer)
    {
        var answer = await _wire.PostAsync($"/tasks/{_task}/{verb}", body);

        answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Does.Contain(pointer));
    }

    [TestCase("complete")]
    [TestCase("delegate")]
    public async Task A_verb_that_needs_a_body_says_so(string verb) =>
        (await _wire.SendAsync("POST", $"/tasks/{_task}/{verb}")).Problem(400, "malformed-request");

    [Test]
    public async Task A_body_that_is_not_UTF8_is_refused() =>
        (await _wire.SendAsync("POST", "/instances", body: [.. "{\"definition\":\""u8, 0xC3, 0x28, .. "\"}"u8])).Problem(400, "malformed-request");

    [Test]
    public async Task A_body_that_is_nested_too_deeply_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);

        (await _wire.PostAsync("/instances", $$"""{"definition":"one-task","input":{{deep}}}""")).Problem(400, "malformed-request");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"definition":"one-task","input":{"a":"{{{new string('x', 1024 * 1024)}}}"} }""");
        (string, string)[] headers = chunked ? [("Transfer-Encoding", "chunked")] : [];

        var problem = (await _wire.SendAsync("POST", "/instances", body: body, headers: headers)).Problem(413, "payload-too-large");

        Assert.That(problem["limit"]!.GetValue<long>(), Is.EqualTo(1024 * 1024));
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase(null)]
    public async Task A_body_of_another_kind_is_refused(string? contentType) =>
        (await _wire.SendAsync("POST", "/instances", body: """{"definition":"one-task"}"""u8.ToArray(), contentType: contentType)).Problem(415, "media-type-unsupported");

    [TestCase("PATCH", "/tasks", "GET")]
    [TestCase("DELETE", "/instances/x", "GET")]
    [TestCase("GET", "/tasks/x/claim", "POST")]
    [TestCase("POST", "/tasks", "GET")]
    public async Task A_method_that_is_not_there_is_refused(string method, string path, string allowed)
    {
        var answer = await _wire.SendAsync(method, path);

        answer.Problem(405, "method-not-allowed");
        Assert.That(answer.Header("Allow"), Is.EqualTo(allowed));
    }

    [TestCase("/nowhere")]
    [TestCase("/tasks/x/nowhere")]
    public async Task An_address_that_is_not_there_is_not_found(string path) => (await _wire.SendAsync("GET", path)).Problem(404, "not-found");

    [TestCase("/tasks?colour=red", "box, rootId")]
    [TestCase("/tasks?Box=mine", "box, rootId")]
    [TestCase("/instances?state=Ready", "status, subStatus")]
    [TestCase("/instances/x?expand=all", "None is accepted")]
    [TestCase("/definitions?limit=5", "None is accepted")]
    public async Task An_unknown_parameter_is_refused_with_the_known_ones(string path, string accepted)
    {
        var problem = (await _wire.SendAsync("GET", path)).Problem(400, "unknown-parameter");

        Assert.That(problem["message"]!.ToString(), Does.Contain(accepted));
    }

    [TestCase("/tasks?box=somewhere", "?box", "available")]
    [TestCase("/tasks?state=open", "?state", "Ready")]
    [TestCase("/tasks?sort=colour", "?sort", "dueAt")]
    [TestCase("/tasks?limit=0", "?limit", "1 to 200")]
    [TestCase("/tasks?limit=201", "?limit", "1 to 200")]
    [TestCase("/tasks?limit=ten", "?limit", "1 to 200")]
    [TestCase("/tasks?dueBefore=tomorrow", "?dueBefore", "RFC 3339")]
    [TestCase("/tasks?box=mine&box=team", "?box", "2 times")]
    [TestCase("/instances?status=open", "?status", "Running")]
    public async Task A_wrong_parameter_is_told_with_what_would_be_accepted(string path, string pointer, string accepted)
    {
        var answer = await _wire.SendAsync("GET", path);

        var problem = answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Is.EqualTo([pointer]));
        Assert.That(problem["message"]!.ToString(), Does.Contain(accepted));
    }
}
