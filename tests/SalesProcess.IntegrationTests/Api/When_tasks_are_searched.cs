using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_tasks_are_searched
{
    private const string Form =
        """
        {"$id":"searched","type":"object","additionalProperties":true,"properties":{
          "grade":{"type":"string","x-search":true},"amount":{"type":"string","x-search":"number"},"floor":{"type":"string","x-confidentiality":"secret"}}}
        """;

    private Wire _wire = null!;
    private Dictionary<string, string> _ids = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(Folder(), DateTimeOffset.Parse("2026-11-23T01:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        _ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, owner, company, amount, grade) in new[]
        {
            ("deal-1", "anna", "苏州晨岚精密机械有限公司", "90000.00", "A"),
            ("deal-2", "anna", "Blue Harbor Logistics", "120000.50", "B"),
            ("deal-3", "anna", "北京晨光科技", "1000000", "A"),
            ("deal-4", "carl", "晨岚分公司", "5", "C"),
        })
        {
            _ids[key] = await StartAsync(_wire, key, owner, company, amount, grade);
            _wire.Server.Clock!.Advance(TimeSpan.FromSeconds(1));
        }

        (await _wire.As("anna").PostAsync($"/tasks/{_ids["deal-2"]}/claim")).Expect(200);
        (await _wire.As("anna").CompleteAsync(_ids["deal-3"], "Yes", new JsonObject { ["grade"] = "D", ["amount"] = "7", ["floor"] = "4711" })).Expect(200);
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase("{}", "deal-1 deal-2 deal-3")]
    [TestCase("""{"box":"available"}""", "deal-1")]
    [TestCase("""{"box":"mine"}""", "deal-2")]
    [TestCase("""{"box":"done"}""", "deal-3")]
    [TestCase("""{"text":"晨岚"}""", "deal-1")]
    [TestCase("""{"text":"岚"}""", "deal-1")]
    [TestCase("""{"text":"晨"}""", "deal-1 deal-3")]
    [TestCase("""{"text":"岚晨"}""", "")]
    [TestCase("""{"text":"决定"}""", "deal-1 deal-2 deal-3")]
    [TestCase("""{"text":"harb"}""", "deal-2")]
    [TestCase("""{"text":"LOGISTICS decide"}""", "deal-2")]
    [TestCase("""{"text":"deal-3"}""", "deal-3")]
    [TestCase("""{"text":"4711"}""", "")]
    [TestCase("""{"text":"a\" OR b*"}""", "")]
    [TestCase("""{"filter":{"state":"Ready"}}""", "deal-1")]
    [TestCase("""{"filter":{"state":{"$in":["Reserved","Completed"]}}}""", "deal-2 deal-3")]
    [TestCase("""{"filter":{"state":{"$nin":["Reserved","Completed"]}}}""", "deal-1")]
    [TestCase("""{"filter":{"assignee":{"$exists":false}}}""", "deal-1")]
    [TestCase("""{"filter":{"assignee":{"$neq":"bob"},"businessKey":{"$neq":"deal-1"}}}""", "deal-2 deal-3")]
    [TestCase("""{"filter":{"businessKey":{"$like":"DEAL-_"},"priority":{"$gte":50,"$lt":51}}}""", "deal-1 deal-2 deal-3")]
    [TestCase("""{"filter":{"createdAt":{"$lt":"2001-01-01T00:00:00Z"}}}""", "")]
    [TestCase("""{"filter":{"dueAt":{"$exists":true}}}""", "")]
    [TestCase("""{"filter":{"data.amount":{"$gte":100000}}}""", "deal-2")]
    [TestCase("""{"filter":{"data.amount":{"$gt":7,"$lte":120000.5}}}""", "deal-1 deal-2")]
    [TestCase("""{"filter":{"data.amount":7}}""", "deal-3")]
    [TestCase("""{"filter":{"data.grade":{"$in":["A","D"]}}}""", "deal-1 deal-3")]
    [TestCase("""{"filter":{"data.grade":{"$neq":"A"}}}""", "deal-2 deal-3")]
    [TestCase("""{"filter":{"data.grade":{"$exists":false}}}""", "")]
    public async Task It_finds_what_holds_and_counts_it(string body, string keys)
    {
        var found = await SearchAsync(body, "anna");
        var count = await _wire.PostAsync("/tasks/count", body);

        Assert.That(Keys(found).Order(StringComparer.Ordinal), Is.EqualTo(keys.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.That(count.Json["count"]!.GetValue<int>(), Is.EqualTo(Keys(found).Count));
    }

    [Test]
    public async Task It_sorts_by_several_fields_and_pages_through_all()
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = await SearchAsync(
                new JsonObject
                {
                    ["sort"] = JsonNode.Parse("""[{"field":"title"},{"field":"dueAt","order":"desc"},{"field":"createdAt","order":"desc"}]"""),
                    ["page"] = new JsonObject { ["limit"] = 1, ["after"] = after },
                }.ToJsonString(),
                "audrey");
            found.AddRange(Keys(page));
            after = page["nextCursor"]?.ToString();
        }
        while (after is not null && found.Count < 10);

        Assert.That(found, Is.EqualTo(["deal-4", "deal-3", "deal-2", "deal-1"]));
    }

    [Test]
    public async Task A_cursor_belongs_to_its_search()
    {
        var after = (await SearchAsync("""{"page":{"limit":1}}""", "anna"))["nextCursor"]!.ToString();

        (await _wire.PostAsync("/tasks/search", $$$"""{"text":"decide","page":{"after":"{{{after}}}"}}""")).Problem(400, "cursor-mismatch");
        (await _wire.PostAsync("/tasks/search", """{"page":{"after":"nonsense"}}""")).Problem(400, "cursor-invalid");
        (await _wire.SendAsync("GET", $"/tasks?cursor={after}")).Problem(400, "cursor-mismatch");
    }

    [Test]
    public async Task Facets_count_all_that_is_found_and_not_the_page()
    {
        var found = await SearchAsync("""{"page":{"limit":1},"facets":["state","assignee","definition","priority","stage"]}""", "anna");

        Assert.That(
            found["facets"]!.ToJsonString(),
            Is.EqualTo(
                """
                {"state":[{"value":"Completed","count":1},{"value":"Ready","count":1},{"value":"Reserved","count":1}],
                "assignee":[{"value":"anna","count":2},{"value":null,"count":1}],"definition":[{"value":"one-task","count":3}],"priority":[{"value":"50","count":3}],"stage":[{"value":null,"count":3}]}
                """.ReplaceLineEndings("")));
    }

    [TestCase("""{"box":"nobody's","text":"!","facets":["colour"],"page":{"limit":0,"size":1},"sort":[{"field":"colour"}],"x":1}""", "/box /text /facets/0 /page/limit /page/size /sort/0 /x")]
    [TestCase("""{"filter":{"colour":1,"data.floor":"4711","data.note":"x"}}""", "/filter/colour /filter/data.floor /filter/data.note")]
    [TestCase("""{"filter":{"state":"Lost","priority":"high","dueAt":{"$lt":"tomorrow","$near":1},"data.amount":"1","name":{"$in":"x"},"assignee":null}}""",
        "/filter/state /filter/priority /filter/dueAt/$lt /filter/dueAt/$near /filter/data.amount /filter/name/$in /filter/assignee")]
    [TestCase("""{"filter":{"name":{"$like":"%%%%%"},"priority":{"$like":"5%"},"owner":{"$exists":1}}}""", "/filter/name/$like /filter/priority/$like /filter/owner/$exists")]
    public async Task It_tells_everything_that_is_wrong(string body, string pointers)
    {
        var answer = await _wire.PostAsync("/tasks/search", body);

        answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Is.EquivalentTo(pointers.Split(' ')));
    }

    [TestCase("/tasks/search", "{}")]
    [TestCase("/tasks/search", """{"box":"available","facets":["state","stage","definition","assignee","priority"]}""")]
    [TestCase("/tasks/search", """{"box":"team","text":"晨岚","facets":["state"],"sort":[{"field":"title"}]}""")]
    [TestCase("/tasks/search", """{"filter":{"data.grade":"C"},"page":{"limit":1}}""")]
    [TestCase("/tasks/search", """{"filter":{"data.grade":{"$neq":"A"}},"facets":["assignee"]}""")]
    [TestCase("/tasks/count", "{}")]
    [TestCase("/tasks/count", """{"box":"available"}""")]
    [TestCase("/tasks/count", """{"text":"晨岚"}""")]
    [TestCase("/tasks/count", """{"filter":{"businessKey":"deal-4"}}""")]
    public async Task A_world_with_a_task_that_one_cannot_see_answers_like_one_without_it(string path, string body)
    {
        await using var without = new Wire(Folder());
        await using var with = new Wire(Folder());
        await StartAsync(with, "deal-4", "carl", "晨岚分公司", "5", "C");
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);

        var (there, nowhere) = (await with.SendAsync("POST", path, "fiona", bytes), await without.SendAsync("POST", path, "fiona", bytes));

        Assert.That(there.Status, Is.EqualTo(200), there.Text);
        Assert.That(there.Bytes, Is.EqualTo(nowhere.Bytes));
        Assert.That((await with.SendAsync("POST", path, "carl", bytes)).Bytes, Is.Not.EqualTo(nowhere.Bytes), "whoever sees it is answered something else, so the comparison can fail");
    }

    [Test]
    public async Task What_was_put_aside_until_a_time_that_has_come_is_found_as_open()
    {
        await using var wire = new Wire(Folder(), DateTimeOffset.Parse("2026-11-23T01:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var task = await StartAsync(wire, "deal-9", "anna", "x", "1", "A");
        (await wire.PostAsync($"/tasks/{task}/suspend", """{"until":"2026-11-23T10:00:00+08:00"}""")).Header("ETag");

        var suspended = await wire.PostAsync("/tasks/count", """{"filter":{"state":"Suspended"}}""");
        wire.Server.Clock!.Advance(TimeSpan.FromHours(2));
        var ready = (await wire.PostAsync("/tasks/search", """{"filter":{"state":"Ready"},"facets":["state"]}""")).Json;

        Assert.That(suspended.Json["count"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(ready["items"]!.AsArray().Select(t => t!["state"]!.ToString()), Is.EqualTo(["Ready"]));
        Assert.That(ready["facets"]!["state"]![0]!["value"]!.ToString(), Is.EqualTo("Ready"));
    }

    [TestCase("SELECT task_id FROM task_attributes a WHERE a.name = 'amount' AND a.number >= 5", "ix_task_attributes_number")]
    [TestCase("SELECT task_id FROM task_attributes a WHERE a.name = 'grade' AND a.text = 'A'", "ix_task_attributes_text")]
    [TestCase("SELECT t.document FROM tasks t WHERE t.number IN (SELECT rowid FROM task_texts WHERE task_texts MATCH '\"晨 岚\"')", "VIRTUAL TABLE INDEX")]
    [TestCase("SELECT t.document FROM tasks t WHERE t.number IN (SELECT rowid FROM task_texts WHERE task_texts MATCH '\"晨 岚\"')", "SEARCH t USING INTEGER PRIMARY KEY")]
    public void Words_and_declared_fields_are_found_by_their_index(string sql, string index) =>
        Assert.That(_wire.Server.Database.Query("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3)), Has.Some.Contains(index));

    private static CompanyFolder Folder()
    {
        var folder = CompanyFolder.With("one-task");
        File.WriteAllText(Path.Combine(folder.Workflows, "forms", "searched.json"), Form);
        folder.Edit("one-task.json", definition =>
        {
            var inputs = definition["inputs"]!.AsArray();
            foreach (var name in new[] { "company", "amount", "grade" })
            {
                var input = inputs[0]!.DeepClone();
                input["name"] = name;
                inputs.Add(input);
            }

            var task = definition["root"]!["activities"]![1]!;
            task["title"] = Value("Object", "Object", """{"en":"Decide","zh":"作出决定"}""");
            task["candidateGroups"] = Value("String[]", "JavaScript", "[getInput('team')]");
            task["form"] = Value("String", "Literal", "searched");
            task["data"] = Value("Object", "JavaScript", "({ amount: getInput('amount'), grade: getInput('grade'), context: { customer: { companyName: getInput('company') } } })");
        });
        return folder;
    }

    private static JsonObject Value(string type, string expression, string value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } };

    private static async Task<string> StartAsync(Wire wire, string key, string owner, string company, string amount, string grade)
    {
        var input = new JsonObject { ["company"] = company, ["amount"] = amount, ["grade"] = grade };
        return (await wire.As(owner).StartAsync("one-task", input, key)).Expect(201).Json["tasks"]![0]!["id"]!.ToString();
    }

    private static IReadOnlyList<string> Keys(JsonNode found) => [.. found["items"]!.AsArray().Select(t => t!["businessKey"]!.ToString())];

    private async Task<JsonNode> SearchAsync(string body, string person)
    {
        var answer = await _wire.SendAsync("POST", "/tasks/search", person, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json;
    }
}
