using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_search_is_kept
{
    private const string Mine = """{"name":{"en":"Open deals","zh":"未结商机"},"query":{"box":"all","filter":{"state":{"$in":["Ready","Reserved"]}},"sort":[{"field":"createdAt"}],"facets":["state"]}}""";

    private Wire _wire = null!;

    [SetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"), DateTimeOffset.Parse("2026-11-23T01:00:00Z", CultureInfo.InvariantCulture));
        foreach (var (owner, key) in new[] { ("anna", "a-1"), ("anna", "a-2"), ("bob", "b-1"), ("carl", "c-1") })
        {
            (await _wire.As(owner).StartAsync("one-task", [], key)).Expect(201);
            _wire.Server.Clock!.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_is_read_as_it_was_saved_in_the_readers_language()
    {
        var created = await _wire.PostAsync("/filters", Mine);

        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        Assert.That(created.Header("Location"), Is.EqualTo($"/api/v1/filters/{created.Json["id"]}"));
        var read = await _wire.SendAsync("GET", created.Header("Location")!, headers: ("Accept-Language", "zh-CN"));
        Assert.That(read.Header("ETag"), Is.EqualTo("\"1\""));
        Assert.That((read.Json["name"]!.ToString(), read.Json["owner"]!.ToString(), read.Json["sharedWith"]), Is.EqualTo(("未结商机", "anna", (JsonNode?)null)));
        Assert.That(read.Json["names"]!.ToJsonString(), Is.EqualTo(JsonNode.Parse("""{"zh":"未结商机","en":"Open deals"}""")!.ToJsonString()));
        Assert.That(read.Json["query"]!.ToJsonString(), Is.EqualTo(JsonNode.Parse(Mine)!["query"]!.ToJsonString()));
        Assert.That(read.Json["allowedActions"]!.ToJsonString(), Is.EqualTo("""["change","delete"]"""));
        Assert.That((read.Json["count"], read.Json["faults"]!.AsArray().Count), Is.EqualTo(((JsonNode?)null, 0)));
    }

    [Test]
    public async Task It_finds_what_its_search_finds_page_by_page()
    {
        var id = await CreateAsync(Mine);
        var searched = await _wire.PostAsync("/tasks/search", JsonNode.Parse(Mine)!["query"]!.ToJsonString());

        var whole = await _wire.SendAsync("GET", $"/filters/{id}/tasks");
        var first = await _wire.SendAsync("GET", $"/filters/{id}/tasks?limit=2");
        var second = await _wire.SendAsync("GET", $"/filters/{id}/tasks?limit=2&cursor={first.Json["nextCursor"]}");

        Assert.That(whole.Text, Is.EqualTo(searched.Text));
        Assert.That(Keys(first).Concat(Keys(second)), Is.EqualTo(Keys(whole)));
        Assert.That(Keys(whole), Has.Count.GreaterThan(2));
    }

    [Test]
    public async Task A_cursor_ends_with_the_query_it_was_made_for()
    {
        var id = await CreateAsync(Mine);
        var cursor = (await _wire.SendAsync("GET", $"/filters/{id}/tasks?limit=1")).Json["nextCursor"];

        Assert.That((await PatchAsync(id, """{"query":{"text":"a-1"}}""")).Status, Is.EqualTo(200));

        (await _wire.SendAsync("GET", $"/filters/{id}/tasks?cursor={cursor}")).Problem(400, "cursor-mismatch");
        (await _wire.SendAsync("GET", $"/filters/{id}/tasks?cursor=nonsense")).Problem(400, "cursor-invalid");
        (await _wire.SendAsync("GET", $"/filters/{id}/tasks?limit=0&page=2")).Problem(400, "unknown-parameter");
    }

    [Test]
    public async Task Whoever_shares_it_finds_and_counts_what_he_himself_may_see()
    {
        var id = await CreateAsync("""{"name":{"en":"All"},"query":{},"sharedWith":"sales-rep"}""");
        (await _wire.As("carl").PostAsync($"/tasks/{await TaskAsync("c-1")}/claim")).Expect(200);

        foreach (var person in new[] { "anna", "carl", "bob" })
        {
            var alone = (await _wire.SendAsync("POST", "/tasks/search", person, "{}"u8.ToArray())).Json;
            var listed = (await _wire.SendAsync("GET", "/filters?counts=true", person)).Json["items"]!.AsArray().Single()!;
            var found = await _wire.SendAsync("GET", $"/filters/{id}/tasks", person);

            Assert.That(listed["id"]!.ToString(), Is.EqualTo(id));
            Assert.That(Keys(found), Is.EqualTo(alone["items"]!.AsArray().Select(t => t!["businessKey"]!.ToString())), person);
            Assert.That(listed["count"]!.GetValue<int>(), Is.EqualTo(Keys(found).Count), person);
            Assert.That(listed["allowedActions"]!.AsArray().Count, Is.EqualTo(person == "anna" ? 2 : 0));
        }
    }

    [Test]
    public async Task Only_its_owner_and_administrators_change_it()
    {
        var id = await CreateAsync("""{"name":{"en":"All"},"query":{},"sharedWith":"team-east"}""");

        (await PatchAsync(id, """{"name":{"en":"x"}}""", "bob")).Problem(403, "permission-missing");
        (await DeleteAsync(id, "bob")).Problem(403, "permission-missing");
        (await PatchAsync(id, """{"name":{"en":"x"}}""", "audrey")).Problem(403, "permission-missing");
        Assert.That((await PatchAsync(id, """{"name":{"en":"By adam"}}""", "adam")).Json["name"]!.ToString(), Is.EqualTo("By adam"));
        Assert.That((await DeleteAsync(id, "anna", "\"2\"")).Status, Is.EqualTo(204));
        (await _wire.SendAsync("GET", $"/filters/{id}")).Problem(404, "not-found");
    }

    [TestCase("GET", "/filters/{id}")]
    [TestCase("GET", "/filters/{id}/tasks")]
    [TestCase("GET", "/filters/{id}/tasks?cursor=nonsense")]
    [TestCase("PATCH", "/filters/{id}", """{"name":{"en":"x"}}""")]
    [TestCase("PATCH", "/filters/{id}", """{"name":7}""")]
    [TestCase("DELETE", "/filters/{id}")]
    public async Task Somebody_elses_is_to_the_byte_like_none(string method, string path, string? body = null)
    {
        var ids = new[] { await CreateAsync(Mine), await CreateAsync("""{"name":{"en":"All"},"query":{},"sharedWith":"team-east"}"""), "missing" };
        foreach (var tag in new[] { "\"1\"", "\"9\"", "*", null })
        {
            var answers = new List<WireAnswer>();
            foreach (var id in ids)
            {
                answers.Add(await _wire.SendAsync(
                    method, path.Replace("{id}", id, StringComparison.Ordinal), "carl", body is null ? null : Encoding.UTF8.GetBytes(body), headers: tag is null ? [] : [("If-Match", tag)]));
            }

            Assert.That(answers.Select(a => a.Status), Has.All.EqualTo(tag is null && method != "GET" ? 428 : 404));
            Assert.That(answers.Select(a => a.Text).Distinct().Count(), Is.EqualTo(1));
            Assert.That(answers.Select(a => string.Join('|', a.Headers.Where(h => h.Key != "Date").Select(h => $"{h.Key}:{h.Value}"))).Distinct().Count(), Is.EqualTo(1));
        }

        Assert.That((await _wire.SendAsync("GET", "/filters?scope=all&counts=true", "carl")).Text, Is.EqualTo("""{"items":[],"nextCursor":null}"""));
    }

    [TestCase(null, "anna", "mine east")]
    [TestCase("own", "anna", "mine east")]
    [TestCase("shared", "anna", "")]
    [TestCase(null, "bob", "east bobs")]
    [TestCase("own", "bob", "bobs")]
    [TestCase("shared", "bob", "east")]
    [TestCase("all", "bob", "east bobs")]
    [TestCase(null, "carl", "")]
    [TestCase(null, "adam", "")]
    [TestCase("all", "adam", "mine east bobs")]
    [TestCase("all", "audrey", "mine east bobs")]
    public async Task A_list_has_those_that_concern_its_reader(string? scope, string person, string names)
    {
        await CreateAsync("""{"name":{"en":"mine"},"query":{}}""");
        await CreateAsync("""{"name":{"zh":"east"},"query":{},"sharedWith":"team-east"}""");
        await CreateAsync("""{"name":{"en":"bobs"},"query":{}}""", "bob");
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await _wire.SendAsync("GET", $"/filters?limit=1{(scope is null ? "" : $"&scope={scope}")}{(cursor is null ? "" : $"&cursor={cursor}")}", person)).Json;
            found.AddRange(page["items"]!.AsArray().Select(f => f!["name"]!.ToString()));
            cursor = page["nextCursor"]?.ToString();
        }
        while (cursor is not null && found.Count < 9);

        Assert.That(found, Is.EqualTo(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [TestCase("""{}""", "/name /query")]
    [TestCase("""{"name":{},"query":[],"sharedWith":"team-south","x":1}""", "/name /query /sharedWith /x")]
    [TestCase("""{"name":{"en":" ","zh":"a\nb","fr":"x"},"query":{"box":"nobody's","filter":{"colour":1},"sort":[],"facets":["x"],"page":{"limit":1}},"sharedWith":7}""",
        "/name/en /name/zh /name/fr /query/box /query/filter/colour /query/sort /query/facets/0 /query/page /sharedWith")]
    [TestCase("""{"name":"Deals","query":{}}""", "/name")]
    public async Task Everything_that_is_wrong_is_told_when_it_is_saved(string body, string pointers)
    {
        var answer = await _wire.PostAsync("/filters", body);

        answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Is.EquivalentTo(pointers.Split(' ')));
        var id = await CreateAsync(Mine);
        if (body.Contains("page", StringComparison.Ordinal))
        {
            Assert.That((await PatchAsync(id, body)).Pointers, Is.EquivalentTo(pointers.Split(' ')), "a change is checked as a whole");
        }
    }

    [Test]
    public async Task A_change_concerns_what_is_sent_and_no_more()
    {
        var id = await CreateAsync("""{"name":{"en":"A","zh":"甲"},"query":{"text":"deal","filter":{"state":"Ready","priority":{"$gte":10,"$lt":60}}},"sharedWith":"team-east"}""");

        var changed = await PatchAsync(id, """{"name":{"en":null},"query":{"text":null,"filter":{"priority":{"$lt":null},"owner":"anna"}},"sharedWith":null}""", tag: "\"1\"");

        Assert.That(changed.Header("ETag"), Is.EqualTo("\"2\""), changed.Text);
        Assert.That(changed.Json["names"]!["en"], Is.Null);
        Assert.That(changed.Json["name"]!.ToString(), Is.EqualTo("甲"));
        Assert.That(changed.Json["query"]!.ToJsonString(), Is.EqualTo("""{"filter":{"state":"Ready","priority":{"$gte":10},"owner":"anna"}}"""));
        Assert.That(changed.Json["sharedWith"], Is.Null);
        (await PatchAsync(id, """{"name":{"en":"B"}}""", tag: "\"1\"")).Problem(412, "precondition-failed");
        (await PatchAsync(id, """{"name":{"en":"B"}}""", tag: null)).Problem(428, "precondition-required");
        (await DeleteAsync(id, "anna", tag: null)).Problem(428, "precondition-required");
        (await DeleteAsync(id, "anna", "\"1\"")).Problem(412, "precondition-failed");
        (await PatchAsync(id, "[]")).Problem(400, "malformed-request");
        Assert.That((await PatchAsync(id, "{}")).Header("ETag"), Is.EqualTo("\"2\""), "nothing was changed");
    }

    [TestCase("🙂👩‍👩‍👧 ﷽ e\\u0301 \\u202Eabc")]
    [TestCase("数据'; DROP TABLE filters; --")]
    public async Task Any_text_on_one_line_is_a_name(string name)
    {
        var created = await _wire.PostAsync("/filters", $$$"""{"name":{"zh":"{{{name}}}"},"query":{"text":"{{{name}}}"}}""");

        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        Assert.That(created.Json["name"]!.ToString(), Is.EqualTo(JsonNode.Parse($"\"{name}\"")!.ToString()));
        Assert.That((await _wire.SendAsync("GET", $"/filters/{created.Json["id"]}/tasks")).Status, Is.EqualTo(200));
    }

    [TestCase("\\u0000")]
    [TestCase("\\ud800")]
    public async Task What_is_no_text_is_refused(string text) =>
        (await _wire.PostAsync("/filters", $$$"""{"name":{"zh":"{{{text}}}"},"query":{}}""")).Problem(400, "malformed-request");

    [TestCase("{}", "A name is required: en, zh or both.")]
    [TestCase("7", "It must be a JSON object.")]
    [TestCase("""{"fr":"a"}""", "A name is required: en, zh or both. 'fr' is not known here. Accepted: en, zh.")]
    public async Task What_is_wrong_with_a_name_is_said_exactly(string name, string message) =>
        Assert.That((await _wire.PostAsync("/filters", $$$"""{"name":{{{name}}},"query":{}}""")).Problem(400, "malformed-request")["message"]!.ToString(), Is.EqualTo(message));

    [Test]
    public async Task There_is_a_most_of_everything()
    {
        (await _wire.PostAsync("/filters", $$$"""{"name":{"en":"{{{new string('n', 101)}}}"},"query":{}}""")).Problem(400, "malformed-request");
        var large = string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"{new string('k', 900)}{i}\""));
        Assert.That((await _wire.PostAsync("/filters", """{"name":{"en":"x"},"query":{"filter":{"businessKey":{"$in":[LARGE]}}}}""".Replace("LARGE", large, StringComparison.Ordinal))).Pointers, Is.EqualTo(["/query"]));

        for (var i = 0; i < 100; i++)
        {
            await CreateAsync("""{"name":{"en":"x"},"query":{}}""");
        }

        (await _wire.PostAsync("/filters", """{"name":{"en":"x"},"query":{}}""")).Problem(409, "limit-reached");
        await CreateAsync("""{"name":{"en":"x"},"query":{}}""", "bob");
    }

    [Test]
    public async Task A_repeated_request_is_done_once()
    {
        var key = ("Idempotency-Key", "k");
        var first = await _wire.PostAsync("/filters", Mine, key);
        _wire.Server.Database.Execute("UPDATE idempotency SET status = NULL, location = NULL, body = NULL");

        var second = await _wire.PostAsync("/filters", Mine, key);

        Assert.That((second.Status, second.Text, second.Header("Idempotency-Replayed")), Is.EqualTo((201, first.Text, "true")));
        Assert.That(_wire.Server.Database.Count("SELECT count(*) FROM filters"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_whose_fields_are_gone_says_so_and_can_be_mended()
    {
        var id = await CreateAsync(Mine);
        _wire.Server.Database.Execute("""UPDATE filters SET query = '{"filter":{"data.gone":1,"state":"Ready"}}'""");

        var listed = (await _wire.SendAsync("GET", "/filters?counts=true")).Json["items"]![0]!;
        var asked = await _wire.SendAsync("GET", $"/filters/{id}/tasks");

        Assert.That((listed["count"], listed["faults"]![0]!["pointer"]!.ToString()), Is.EqualTo(((JsonNode?)null, "/filter/data.gone")));
        asked.Problem(409, "filter-outdated");
        Assert.That(asked.Pointers, Is.EqualTo(["/query/filter/data.gone"]));
        Assert.That((await PatchAsync(id, """{"query":{"filter":{"data.gone":null}}}""")).Json["faults"]!.AsArray(), Is.Empty);
        Assert.That((await _wire.SendAsync("GET", $"/filters/{id}/tasks")).Status, Is.EqualTo(200));
    }

    [TestCase("SELECT id FROM filters f WHERE f.owner = 'anna' OR f.shared_with IN (SELECT value FROM json_each('[\"team-east\"]'))", "ix_filters_owner")]
    [TestCase("SELECT id FROM filters f WHERE f.owner = 'anna' OR f.shared_with IN (SELECT value FROM json_each('[\"team-east\"]'))", "ix_filters_shared_with")]
    public void They_are_found_by_their_indexes(string sql, string index) =>
        Assert.That(_wire.Server.Database.Query("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3)), Has.Some.Contains(index));

    private static IReadOnlyList<string> Keys(WireAnswer found)
    {
        Assert.That(found.Status, Is.EqualTo(200), found.Text);
        return [.. found.Json["items"]!.AsArray().Select(t => t!["businessKey"]!.ToString())];
    }

    private async Task<string> TaskAsync(string key) =>
        (await _wire.As("adam").ListAsync("/tasks?box=all")).Single(t => t["businessKey"]!.ToString() == key)["id"]!.ToString();

    private async Task<string> CreateAsync(string body, string person = "anna")
    {
        var created = await _wire.SendAsync("POST", "/filters", person, Encoding.UTF8.GetBytes(body));
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        _wire.Server.Clock!.Advance(TimeSpan.FromMilliseconds(1));
        return created.Json["id"]!.ToString();
    }

    private Task<WireAnswer> PatchAsync(string id, string body, string person = "anna", string? tag = "*") =>
        _wire.SendAsync("PATCH", $"/filters/{id}", person, Encoding.UTF8.GetBytes(body), "application/merge-patch+json", tag is null ? [] : [("If-Match", tag)]);

    private Task<WireAnswer> DeleteAsync(string id, string person, string? tag = "*") => _wire.SendAsync("DELETE", $"/filters/{id}", person, headers: tag is null ? [] : [("If-Match", tag)]);
}
