using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_task_is_prefilled
{
    private const string Form =
        """
        {"$id":"quote","type":"object","title":"Quotation","x-title-zh":"报价","required":["amount","currency"],"additionalProperties":false,"properties":{
          "amount":{"type":"number"},"currency":{"enum":["CNY","EUR"],"default":"CNY"},"copies":{"type":"integer","default":2},"note":{"type":"string"} } }
        """;

    private const string Definition =
        """
        {"definitionId":"quote","name":"Quote","inputs":[{"name":"customer","type":"String"}],"outputs":[{"name":"quote","type":"Object"}],"variables":[{"id":"v","name":"Answer","typeName":"Object"}],
         "root":{"id":"s","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","form":{"typeName":"String","expression":{"type":"Literal","value":"quote"} },
           "candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"} },
           "data":{"typeName":"Object","expression":{"type":"JavaScript","value":"({copies: 3, note: 'For ' + getInput('customer'), context: {customer: getInput('customer')}})"} },
           "result":{"typeName":"Object","memoryReference":{"id":"v"} } },
          {"id":"tell","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"quote"} },"outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"getAnswer().data"} } }]} }
        """;

    private const string Begin = """{"copies":3,"note":"For ACME","context":{"customer":"ACME"},"currency":"CNY"}""";

    private Wire _wire = null!;
    private string _task = null!;
    private string _instance = null!;

    [SetUp]
    public async Task StartServer()
    {
        var folder = CompanyFolder.With().Add("quote", Definition).Add(Path.Combine("forms", "quote"), Form);
        _wire = new Wire(folder);
        var started = (await _wire.As("anna").StartAsync("quote", new JsonObject { ["customer"] = "ACME" })).Expect(201).Json;
        (_instance, _task) = (started["id"]!.ToString(), started["tasks"]![0]!["id"]!.ToString());
        await _wire.PostAsync($"/tasks/{_task}/claim", "{}");
    }

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_shows_what_the_definition_says_and_the_defaults_of_what_it_does_not_name() => Assert.That(await DataAsync(), Is.EqualTo(Begin));

    [Test]
    public async Task A_draft_is_kept_beside_it_and_both_outlast_a_new_assignee()
    {
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}/draft")).Status, Is.EqualTo(204));
        await _wire.SendAsync("PUT", $"/tasks/{_task}/draft", body: """{"data":{"currency":"EUR","amount":5}}"""u8.ToArray(), headers: ("If-None-Match", "*"));
        await _wire.PostAsync($"/tasks/{_task}/release", "{}");
        await _wire.SendAsync("POST", $"/tasks/{_task}/claim", "bob");

        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}/draft", "bob")).Json["data"]!.ToJsonString(), Is.EqualTo("""{"currency":"EUR","amount":5}"""));
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}", "bob")).Json["form"]!["data"]!.ToJsonString(), Is.EqualTo(Begin));
    }

    [Test]
    public async Task It_is_completed_with_what_was_shown_and_what_was_added()
    {
        var data = JsonNode.Parse(await DataAsync())!.AsObject();
        data.Remove("context");
        data["amount"] = 12.5;

        Assert.That((await CompleteAsync(data)).Status, Is.EqualTo(200));
        var output = (await _wire.SendAsync("GET", $"/instances/{_instance}")).Json["output"]!["quote"]!;
        Assert.That((output["amount"]!.GetValue<double>(), output["currency"]!.ToString(), output["copies"]!.GetValue<int>(), output["note"]!.ToString()), Is.EqualTo((12.5, "CNY", 3, "For ACME")));
    }

    [Test]
    public async Task What_is_left_out_is_left_out() =>
        Assert.That((await CompleteAsync(new JsonObject { ["amount"] = 12.5 })).Problem(422, "form-invalid")["errors"]!.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}"), Is.EqualTo(new[] { "/data/currency required" }));

    private async Task<string> DataAsync() => (await _wire.SendAsync("GET", $"/tasks/{_task}")).Json["form"]!["data"]!.ToJsonString();

    private Task<WireAnswer> CompleteAsync(JsonObject data) =>
        _wire.SendAsync("POST", $"/tasks/{_task}/complete", body: Encoding.UTF8.GetBytes(new JsonObject { ["action"] = "Complete", ["data"] = data }.ToJsonString()));
}
