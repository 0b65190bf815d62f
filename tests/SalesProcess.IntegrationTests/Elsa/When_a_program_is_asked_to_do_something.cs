using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Elsa;

/// <summary><c>Elsa.RunTask</c> from the program's side: it looks what is asked, and answers at Elsa's address, signed in by its key.</summary>
public sealed class When_a_program_is_asked_to_do_something
{
    private const string Admin = "adam";

    private const string Prints =
        """
        {"name":"Prints","outputs":[{"name":"printed","type":"Object"}],"variables":[{"id":"v","name":"Printed","typeName":"Object"}],"root":{"id":"s","type":"Elsa.Sequence","activities":[
          {"id":"ask","type":"Elsa.RunTask","taskName":{"typeName":"String","expression":{"type":"Literal","value":"Print"} },
           "payload":{"typeName":"Object","expression":{"type":"Object","value":"{\"copies\":2}"} },"result":{"typeName":"Object","memoryReference":{"id":"v"} } },
          {"id":"tell","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"printed"} },
           "outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"getPrinted()"} } }]} }
        """;

    private Wire _wire = null!;
    private string _key = null!;

    [SetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _key = (await _wire.SendAsync("POST", "/api-keys", Admin, """{"name":"Printer","actsAs":"ivan"}"""u8.ToArray())).Json["key"]!.ToString();
        Assert.That((await _wire.SendAsync("PUT", "/definitions/prints", "diana", Encoding.UTF8.GetBytes(Prints))).Status, Is.EqualTo(200));
        Assert.That((await _wire.SendAsync("POST", "/definitions/prints/publish", "diana")).Status, Is.EqualTo(200));
    }

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_finds_the_task_answers_it_and_the_instance_goes_on()
    {
        var instance = await StartAsync();
        var asked = (await ListAsync()).Single()!;
        Assert.That((asked["name"]!.ToString(), asked["payload"]!["copies"]!.GetValue<int>(), asked["instanceId"]!.ToString(), asked["definition"]!.ToString()), Is.EqualTo(("Print", 2, instance, "prints")));

        var answer = await CompleteAsync(asked["id"]!.ToString(), """{"result":{"pages":14}}""");

        // As Elsa answers; and what follows is committed already.
        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "")));
        var after = (await _wire.SendAsync("GET", $"/instances/{instance}")).Json;
        Assert.That((after["subStatus"]!.ToString(), after["output"]!["printed"]?["pages"]?.GetValue<int>()), Is.EqualTo(("Finished", 14)), after.ToJsonString());
        Assert.That(await ListAsync(), Is.Empty);
        var acts = (await _wire.SendAsync("GET", $"/instances/{instance}/events", Staff.Auditor)).Json["items"]!.AsArray();
        Assert.That(acts.Select(a => $"{a!["kind"]} {a["actor"]}"), Does.Contain("complete-external-task ivan"));
    }

    [Test]
    public async Task The_same_answer_again_is_a_repetition_and_another_one_is_refused()
    {
        var instance = await StartAsync();
        var id = (await ListAsync()).Single()!["id"]!.ToString();
        await CompleteAsync(id, """{"result":{"pages":14}}""");

        Assert.That((await CompleteAsync(id, """{"result":{"pages":14}}""")).Status, Is.EqualTo(200));
        var refused = (await CompleteAsync(id, """{"result":{"pages":15}}""")).Problem(409, "task-completed");
        Assert.That(refused["by"]!.ToString(), Is.EqualTo("ivan"));
        (await _wire.SendAsync("POST", $"/elsa/api/tasks/{id}/complete", Admin, """{"result":{"pages":14}}"""u8.ToArray())).Problem(409, "task-completed");
        Assert.That(_wire.Server.Database.Count("SELECT count(*) FROM journal WHERE instance_id = $i", ("$i", instance)), Is.EqualTo(2));
    }

    [Test]
    public async Task Two_who_answer_at_once_are_told_apart()
    {
        await StartAsync();
        var id = (await ListAsync()).Single()!["id"]!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => CompleteAsync(id, $$"""{"result":{{i}}}""")));

        Assert.That(answers.Count(a => a.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Where(a => a.Status != 200).Select(a => a.Json["code"]!.ToString()), Is.All.EqualTo("task-completed"));
    }

    [Test]
    public async Task A_key_makes_it_safe_to_repeat()
    {
        await StartAsync();
        var id = (await ListAsync()).Single()!["id"]!.ToString();

        for (var i = 0; i < 2; i++)
        {
            var answer = await CompleteAsync(id, """{"result":1}""", ("Idempotency-Key", "print-1"));
            Assert.That((answer.Status, answer.Header("Idempotency-Replayed")), Is.EqualTo((200, i == 0 ? null : "true")));
        }
    }

    [Test]
    public async Task Without_a_result_it_is_null()
    {
        var instance = await StartAsync();

        Assert.That((await CompleteAsync((await ListAsync()).Single()!["id"]!.ToString(), "{}")).Status, Is.EqualTo(200));
        Assert.That((await _wire.SendAsync("GET", $"/instances/{instance}")).Json["subStatus"]!.ToString(), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task Nobody_has_to_answer_what_was_cancelled()
    {
        var instance = await StartAsync();
        var id = (await ListAsync()).Single()!["id"]!.ToString();
        await _wire.PostAsync($"/instances/{instance}/cancel", "{}");

        Assert.That(await ListAsync(), Is.Empty);
        (await CompleteAsync(id, """{"result":1}""")).Problem(409, "process-ended");
    }

    [Test]
    public async Task What_was_never_asked_is_not_found() => (await CompleteAsync("01m8aesgnks68vt2rm607v8q8h", """{"result":1}""")).Problem(404, "not-found");

    [Test]
    public async Task Others_neither_see_nor_answer()
    {
        await StartAsync();
        var id = (await ListAsync()).Single()!["id"]!.ToString();

        (await _wire.SendAsync("POST", $"/elsa/api/tasks/{id}/complete", "anna", "{}"u8.ToArray())).Problem(403, "permission-missing");
        (await _wire.SendAsync("POST", $"/elsa/api/tasks/{id}/complete", Staff.Auditor, "{}"u8.ToArray())).Problem(403, "permission-missing");
        (await _wire.SendAsync("POST", $"/elsa/api/tasks/{id}/complete", person: null, "{}"u8.ToArray())).Problem(401, "unauthenticated");
        (await _wire.SendAsync("GET", "/external-tasks", "anna")).Problem(403, "permission-missing");
        Assert.That((await _wire.SendAsync("GET", "/external-tasks", Staff.Auditor)).Json["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Many_are_read_in_pages_and_by_name()
    {
        for (var i = 0; i < 5; i++)
        {
            await StartAsync();
        }

        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = (await KeyedAsync("GET", $"/api/v1/external-tasks?limit=2{cursor}")).Json;
            ids.AddRange(page["items"]!.AsArray().Select(t => t!["id"]!.ToString()));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        Assert.That(ids.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(5));
        Assert.That((await KeyedAsync("GET", "/api/v1/external-tasks?name=Fold")).Json["items"]!.AsArray(), Is.Empty);
        var plan = _wire.Server.Database.Query(
            "EXPLAIN QUERY PLAN SELECT id FROM external_tasks WHERE is_open = 1 AND (created_at, id) > (1, '') ORDER BY created_at, id", r => r.GetString(3));
        Assert.That(plan, Has.All.Contains("ix_external_tasks_open"));
    }

    private async Task<string> StartAsync() => (await _wire.PostAsync("/instances", """{"definition":"prints"}""")).Json["id"]!.ToString();

    private async Task<JsonArray> ListAsync() => (await KeyedAsync("GET", "/api/v1/external-tasks")).Json["items"]!.AsArray();

    private Task<WireAnswer> CompleteAsync(string id, string body, params (string, string)[] headers) => KeyedAsync("POST", $"/elsa/api/tasks/{id}/complete", body, headers);

    private Task<WireAnswer> KeyedAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        _wire.SendAsync(method, path, person: null, body is null ? null : Encoding.UTF8.GetBytes(body), headers: [.. headers, ("X-Api-Key", _key)]);
}
