using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Elsa;

/// <summary>The contract that Elsa's Studio calls, with the holes that its first implementation has: ours has none of them.</summary>
public sealed class When_Elsas_client_works_with_tasks
{
    private const string Tasks = "/elsa/api/user-tasks";

    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        var one = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Trials", "Definitions", "one-task.json"));
        _wire = new Wire(CompanyFolder.With("one-task")
            .Add("with-form", Variant(one, "with-form", """ "form": {"typeName": "String", "expression": {"type": "Literal", "value": "screen-lead"}}, """))
            .Add("excluded", Variant(one, "excluded", """
                "assignee": {"typeName": "String", "expression": {"type": "Literal", "value": "anna"}}, "excludedUsers": {"typeName": "String[]", "expression": {"type": "Object", "value": "[\"anna\"]"}},
                """)));
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_finds_claims_and_completes_a_task()
    {
        var task = await _wire.TaskAsync();
        var available = await ReadAsync("?scope=available&sort=created&direction=desc&includeTotalCount=true");
        var claimed = (await SendAsync("POST", $"/{task}/claim", """{"expectedRevision":1,"operationId":"claim-1"}""")).Json;
        var assigned = await ReadAsync("?scope=assigned&sort=created&direction=desc");
        var completed = await SendAsync("POST", $"/{task}/complete", """{"expectedRevision":2,"operationId":"complete-1","actionKey":"Yes","data":{}}""");
        var history = await ReadAsync("?scope=history&sort=updated&direction=desc");

        Assert.Multiple(() =>
        {
            Assert.That(First(available), Is.EqualTo($"{task} Available"));
            Assert.That(available["totalCount"]!.GetValue<long>(), Is.GreaterThanOrEqualTo(1));
            Assert.That(available["items"]![0]!["allowedActions"]!.ToJsonString(), Is.EqualTo("""["claim","complete","update-scheduling"]"""));
            Assert.That((claimed["operationId"]!.ToString(), claimed["status"]!.ToString(), claimed["revision"]!.ToString()), Is.EqualTo(("claim-1", "completed", "2")));
            Assert.That(claimed["task"]!["assignee"]!["displayName"]!.ToString(), Is.EqualTo("安娜 Anna An"));
            Assert.That(First(assigned), Is.EqualTo($"{task} Assigned"));
            Assert.That((completed.Status, completed.Json["status"]!.ToString(), completed.Json["revision"]!.ToString()), Is.EqualTo((202, "accepted", "3")));
            Assert.That(First(history), Is.EqualTo($"{task} Completed"));
        });
    }

    [TestCase("Yes", "endYes")]
    [TestCase("No", "endNo")]
    public async Task Hole_1_the_action_is_the_outcome_that_the_flow_takes(string action, string end)
    {
        var task = await _wire.TaskAsync();
        await SendAsync("POST", $"/{task}/complete", $$"""{"expectedRevision":1,"operationId":"c","actionKey":"{{action}}"}""");

        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();
        var journal = (await _wire.SendAsync("GET", $"/instances/{instance}/journal")).Text;
        Assert.That((journal.Contains("\"endYes\"", StringComparison.Ordinal), journal.Contains("\"endNo\"", StringComparison.Ordinal)), Is.EqualTo((end == "endYes", end == "endNo")));
    }

    [Test]
    public async Task Hole_2_an_exclusion_holds_for_a_direct_assignee()
    {
        var task = (await _wire.As("anna").StartAsync("excluded", [])).Expect(201).Json["tasks"]![0]!["id"]!.ToString();

        var refused = await SendAsync("POST", $"/{task}/complete", """{"operationId":"c","actionKey":"Yes"}""");
        Assert.That((refused.Status, refused.Json["code"]!.ToString()), Is.EqualTo((409, "excluded-by-separation-of-duties")));
        Assert.That((await ReadAsync($"/{task}"))["allowedActions"]!.AsArray().Select(a => a!.ToString()), Does.Not.Contain("complete"));
    }

    [TestCase("noDueDate")]
    [TestCase("noduedate")]
    public async Task Hole_3_tasks_without_a_due_date_are_found(string filter)
    {
        var (without, with) = (await _wire.TaskAsync(), await _wire.TaskAsync());
        await SendAsync("POST", $"/{with}/claim", "{}");
        await SendAsync("PATCH", $"/{with}", """{"expectedRevision":2,"dueAt":"2099-01-01T00:00:00Z"}""");
        await SendAsync("POST", $"/{without}/claim", "{}");

        var found = (await ReadAsync($"?scope=assigned&limit=200&due={filter}"))["items"]!.AsArray().Select(i => i!["id"]!.ToString()).ToList();

        Assert.That((found.Contains(without), found.Contains(with)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Hole_4_every_fault_of_a_form_is_told_with_its_field()
    {
        var task = (await _wire.As("anna").StartAsync("with-form", [])).Expect(201).Json["tasks"]![0]!["id"]!.ToString();

        var refused = await SendAsync("POST", $"/{task}/complete", """{"operationId":"c","actionKey":"Yes","data":{"fit":"much"}}""");

        Assert.That((refused.Status, refused.Json["code"]!.ToString()), Is.EqualTo((422, "form-invalid")));
        Assert.That(refused.Pointers, Is.SupersetOf(new[] { "/data/fit", "/data/grade" }));
        Assert.That((await ReadAsync($"/{task}"))["form"]!["fields"]!.AsArray().Select(f => f!["key"]!.ToString()), Does.Contain("fit"));
    }

    [Test]
    public async Task Hole_5_what_is_hidden_and_what_is_missing_are_the_same_to_the_byte()
    {
        var task = await _wire.TaskAsync();
        string[] calls = ["GET ", "GET /events", "GET /capabilities", "POST /claim", "POST /release", "POST /complete", "POST /cancel", "PATCH "];

        foreach (var call in calls.Select(c => c.Split(' ')))
        {
            var body = call[0] == "GET" ? null : call[1] is "/complete" ? """{"expectedRevision":9,"operationId":"x","actionKey":"Yes"}""" : call[1] is "/cancel" ? """{"operationId":"x","reason":"r"}""" : "{}";
            var hidden = await SendAsync(call[0], $"/{task}{call[1]}", body, "lena");
            var missing = await SendAsync(call[0], $"/01ARZ3NDEKTSV4RRFFQ69G5FAV{call[1]}", body, "lena");
            hidden.Problem(404, "not-found");
            Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes), string.Join(' ', call));
        }
    }

    [Test]
    public async Task Hole_7_a_task_is_there_with_its_instance_and_done_with_its_answer()
    {
        var task = await _wire.TaskAsync();
        Assert.That((await ReadAsync($"/{task}"))["status"]!.ToString(), Is.EqualTo("Available"));

        var answer = await SendAsync("POST", $"/{task}/complete", """{"expectedRevision":1,"operationId":"c","actionKey":"Yes"}""");

        Assert.That(answer.Json["task"]!["status"]!.ToString(), Is.EqualTo("Completed"));
        Assert.That((await ReadAsync($"/{task}"))["outcome"]!.ToString(), Is.EqualTo("Yes"));
    }

    [Test]
    public async Task Hole_8_a_due_date_can_be_cleared_and_what_is_not_sent_stays()
    {
        var task = await _wire.TaskAsync();
        await SendAsync("PATCH", $"/{task}", """{"expectedRevision":1,"priority":70,"dueAt":"2099-01-01T00:00:00Z"}""");
        var kept = (await SendAsync("PATCH", $"/{task}", """{"expectedRevision":2,"priority":80}""")).Json["task"]!;
        var cleared = (await SendAsync("PATCH", $"/{task}", """{"expectedRevision":3,"dueAt":null}""")).Json["task"]!;

        Assert.That((kept["priority"]!.ToString(), kept["dueAt"] is not null), Is.EqualTo(("80", true)));
        Assert.That((cleared["priority"]!.ToString(), cleared["dueAt"]), Is.EqualTo(("80", (JsonNode?)null)));
    }

    [Test]
    public async Task Hole_9_a_repeated_operation_is_answered_before_anything_is_checked_again()
    {
        var task = await _wire.TaskAsync();
        var first = await SendAsync("POST", $"/{task}/complete", """{"expectedRevision":1,"operationId":"op","actionKey":"Yes"}""");
        var again = await SendAsync("POST", $"/{task}/complete", """{"expectedRevision":2,"operationId":"op","actionKey":"Yes"}""");
        var other = await SendAsync("POST", $"/{task}/complete", """{"expectedRevision":2,"operationId":"op","actionKey":"No"}""");
        var late = await SendAsync("POST", $"/{task}/complete", """{"expectedRevision":2,"operationId":"op-2","actionKey":"No"}""");

        Assert.That((again.Status, again.Text), Is.EqualTo((202, first.Text)));
        Assert.That((other.Status, other.Json["code"]!.ToString()), Is.EqualTo((409, "idempotency-conflict")));
        Assert.That((late.Status, late.Json["code"]!.ToString()), Is.EqualTo((409, "terminal")));
    }

    [Test]
    public async Task Hole_10_nothing_is_promised_that_is_not_there()
    {
        var features = await ReadAsync("/capabilities");

        Assert.That(features["realtime"]!.GetValue<bool>(), Is.False);
        Assert.That(features["canCreateGuestLinks"]!.GetValue<bool>(), Is.False);
        Assert.That((features["canReadAll"]!.GetValue<bool>(), (await ReadAsync("/capabilities", "martin"))["canReadAll"]!.GetValue<bool>()), Is.EqualTo((false, true)));
        (await _wire.SendAsync("GET", "/elsa/hubs/user-tasks")).Problem(404, "not-found");
    }

    [Test]
    public async Task A_lost_race_is_told_in_Elsas_words()
    {
        var task = await _wire.TaskAsync();
        await SendAsync("POST", $"/{task}/claim", """{"expectedRevision":1}""", "bob");

        var conflict = await SendAsync("POST", $"/{task}/claim", """{"expectedRevision":1}""");
        var taken = await SendAsync("POST", $"/{task}/claim", """{"expectedRevision":2}""");

        Assert.That((conflict.Status, conflict.Json["code"]!.ToString()), Is.EqualTo((409, "revision-conflict")));
        Assert.That((taken.Status, taken.Json["code"]!.ToString()), Is.EqualTo((409, "not-claimable")));
    }

    [Test]
    public async Task Scopes_of_managers_are_refused_to_others()
    {
        (await SendAsync("GET", "?scope=all")).Problem(403, "permission-missing");
        (await SendAsync("GET", "?scope=needs-attention")).Problem(403, "permission-missing");
        Assert.That((await SendAsync("GET", "?scope=all", person: "martin")).Status, Is.EqualTo(200));
        Assert.That((await SendAsync("GET", "?scope=needsAttention", person: "martin")).Status, Is.EqualTo(200));
        (await SendAsync("GET", "?due=someday&sort=colour")).Problem(400, "malformed-request");
    }

    [TestCase("due")]
    [TestCase("title")]
    [TestCase("created")]
    [TestCase("priority")]
    public async Task Pages_of_any_order_are_the_whole_list(string sort)
    {
        for (var i = 0; i < 3; i++)
        {
            await SendAsync("POST", $"/{await _wire.TaskAsync()}/claim", "{}", "dora");
        }

        var whole = (await ReadAsync($"?limit=200&sort={sort}", "dora"))["items"]!.AsArray().Select(i => i!["id"]!.ToString()).ToList();
        var pages = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ReadAsync($"?limit=1&sort={sort}{(cursor is null ? "" : "&cursor=" + cursor)}", "dora");
            pages.AddRange(page["items"]!.AsArray().Select(i => i!["id"]!.ToString()));
            cursor = page["nextCursor"]?.ToString();
        }
        while (cursor is not null);

        Assert.That(pages, Has.Count.GreaterThanOrEqualTo(3).And.EqualTo(whole));
    }

    [Test]
    public async Task A_manager_assigns_and_the_record_names_who_did_what()
    {
        var task = await _wire.TaskAsync();
        var assigned = await SendAsync("POST", $"/{task}/assign", """{"expectedRevision":1,"assignee":{"kind":"user","provider":"directory","id":"bob"},"operationId":"a","reason":"you know them"}""", "martin");
        var events = (await ReadAsync($"/{task}/events"))["items"]!.AsArray();

        Assert.That(assigned.Json["task"]!["assignee"]!["id"]!.ToString(), Is.EqualTo("bob"), assigned.Text);
        Assert.That(events.Select(e => $"{e!["kind"]} {e["actorDisplayName"]}"), Is.EqualTo(new[] { "Created 安娜 Anna An", "Assigned 马亭 Martin Ma" }));
        Assert.That((await _wire.SendAsync("GET", "/elsa/api/user-task-participants?search=bob&type=user")).Json["items"]!.AsArray().Select(p => p!["id"]!.ToString()), Is.EqualTo(new[] { "bob" }));
    }

    private static string First(JsonNode list) => $"{list["items"]![0]!["id"]} {list["items"]![0]!["status"]}";

    private static string Variant(string definition, string name, string members) => definition
        .Replace("\"one-task-v1\"", $"\"{name}-v1\"", StringComparison.Ordinal).Replace("\"one-task\"", $"\"{name}\"", StringComparison.Ordinal)
        .Replace("\"title\": {", members.Trim() + "\"title\": {", StringComparison.Ordinal);

    private async Task<JsonNode> ReadAsync(string path, string person = "anna")
    {
        var answer = await SendAsync("GET", path, person: person);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json;
    }

    private Task<WireAnswer> SendAsync(string method, string path, string? body = null, string person = "anna") =>
        _wire.SendAsync(method, Tasks + path, person, body is null ? null : Encoding.UTF8.GetBytes(body));
}
