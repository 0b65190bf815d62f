using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Refusals;

public sealed class When_an_instance_is_started_with_wrong_data
{
    private static readonly string[] Needed = ["companyName", "industry", "contacts", "source", "initialNeed"];

    private LocalServer _server = null!;
    private IReadOnlyDictionary<string, long> _before = null!;

    [OneTimeSetUp]
    public void StartServer() => _server = new LocalServer(CompanyFolder.Full());

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [SetUp]
    public void CountRows() => _before = _server.Database.RowCounts();

    [TearDown]
    public void Nothing_is_stored() => Assert.That(_server.Database.RowCounts(), Is.EqualTo(_before));

    [TestCaseSource(nameof(Needed))]
    public async Task A_lead_without_one_of_the_five_is_refused(string field)
    {
        var answer = (await StartAsync(lead => lead.Remove(field))).Expect(422, "form-invalid");

        Assert.That(answer.Pointers.Single(), Does.EndWith("/" + field));
    }

    [Test]
    public async Task All_that_is_missing_is_named_at_once_in_both_languages()
    {
        var answer = (await StartAsync(lead => lead.Clear())).Expect(422, "form-invalid");

        var messages = answer.Json["errors"]!.AsArray().Select(e => e!["message"]!.GetValue<string>()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Pointers.Select(p => p.Split('/')[^1]), Is.EquivalentTo(Needed));
            Assert.That(messages, Has.Some.Contains("Company name"));
            Assert.That(messages, Has.Some.Contains("公司名称"));
        });
    }

    [TestCase("companyName", "12")]
    [TestCase("industry", """["a"]""")]
    [TestCase("contacts", "\"Mr Zhou\"")]
    [TestCase("contacts", "[]")]
    [TestCase("contacts", """[{"name": "Zhou"}]""")]
    [TestCase("source", """{"channel": "pigeon"}""")]
    [TestCase("initialNeed", "true")]
    [TestCase("size", "\"gigantic\"")]
    [TestCase("budgetRange", """{"min": "2", "max": "1", "currency": "CNY"}""")]
    [TestCase("website", "\"not an address\"")]
    public async Task A_value_of_the_wrong_kind_is_refused(string field, string value)
    {
        var answer = (await StartAsync(lead => lead[field] = JsonNode.Parse(value))).Expect(422, "form-invalid");

        Assert.That(answer.Pointers, Has.Some.Contain("/" + field));
    }

    [Test]
    public async Task Missing_and_wrong_and_unknown_values_are_named_together()
    {
        var answer = (await StartAsync(lead =>
        {
            lead.Remove("industry");
            lead["initialNeed"] = 7;
            lead["favouriteColour"] = "blue";
        })).Expect(422);

        Assert.That(answer.Pointers.Select(p => p.Split('/')[^1]), Is.EquivalentTo(new[] { "industry", "initialNeed", "favouriteColour" }));
    }

    [Test]
    public async Task An_unknown_definition_is_not_found() =>
        (await Anna.StartAsync("sails-process", Lead())).Expect(404, "not-found");

    [Test]
    public async Task A_text_of_a_megabyte_is_refused()
    {
        var answer = await StartAsync(lead => lead["initialNeed"] = new string('需', 1024 * 1024 / 3));

        Assert.That(answer.Status, Is.EqualTo(413).Or.EqualTo(422), answer.ToString());
        Assert.That(answer.Text, Has.Length.LessThan(4096), "the refusal does not send it back");
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"sales-process\"")]
    [TestCase("""{"definition": "sales-process", "input": {"companyName": """)]
    [TestCase("""{"definition": 5, "input": {}}""")]
    [TestCase("""{"definition": "sales-process", "input": "lead"}""")]
    [TestCase("""{"input": {}}""")]
    public async Task What_is_no_request_is_refused(string body)
    {
        var answer = await Anna.PostTextAsync("/instances", body);

        Assert.That(answer.Status, Is.InRange(400, 422), answer.ToString());
        Assert.That(answer.Code, Is.Not.Null, "every refusal has a code");
    }

    [Test]
    public async Task An_unknown_query_parameter_is_refused() => (await Anna.GetAsync("/instances?colour=blue")).Expect(400, "unknown-parameter");

    private PersonClient Anna => _server.Staff.As("anna");

    private JsonObject Lead() => _server.Folder.Read("samples/leads.json")[0]!.DeepClone().AsObject();

    private Task<ApiAnswer> StartAsync(Action<JsonObject> spoil)
    {
        var lead = Lead();
        spoil(lead);
        return Anna.StartAsync("sales-process", lead);
    }
}
