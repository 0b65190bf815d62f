using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using Snapshooter.NUnit;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_the_interface_is_described
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonNode _document = null!;

    [OneTimeSetUp]
    public async Task Fetch()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"));
        _document = (await wire.SendAsync("GET", "/openapi/v1.json", person: null)).Json;
    }

    [Test]
    public void It_is_as_it_was_approved() => Snapshot.Match(_document.ToJsonString(Indented), "openapi-v1");

    [Test]
    public void It_is_OpenAPI_3_1() => Assert.That(_document["openapi"]!.ToString(), Does.StartWith("3.1"));

    [Test]
    public void Every_operation_says_what_it_does_and_how_it_refuses()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, operation) in Operations())
            {
                Assert.That(operation["operationId"], Is.Not.Null, name);
                Assert.That(operation["summary"], Is.Not.Null, name);
                Assert.That(operation["responses"]!["401"], Is.Not.Null, name);
                Assert.That(operation["responses"]!.AsObject().Any(r => r.Key.StartsWith('2')), Is.True, name);
            }
        }
    }

    [Test]
    public void Every_body_has_an_example_and_a_schema()
    {
        foreach (var (name, operation) in Operations().Where(o => o.Operation["requestBody"] is not null && !o.Name.Contains("/definitions", StringComparison.Ordinal)))
        {
            var json = operation["requestBody"]!["content"]!["application/json"]!;
            Assert.That(json["schema"], Is.Not.Null, name);
            Assert.That(json["example"], Is.Not.Null, name);
        }
    }

    [Test]
    public void Every_refusal_names_its_codes_and_shows_one_of_them()
    {
        var refusals = Operations().SelectMany(o => o.Operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5').Select(r => (Name: $"{o.Name} {r.Key}", Status: r.Key, Answer: r.Value!))).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusals, Is.Not.Empty);
            foreach (var (name, status, answer) in refusals)
            {
                var example = answer["content"]!["application/problem+json"]!["example"]!;
                Assert.That(example["status"]!.ToString(), Is.EqualTo(status), name);
                Assert.That(answer["description"]!.ToString().Split(", "), Does.Contain($"`{example["code"]}`"), name);
            }
        }
    }

    [Test]
    public void Every_reference_leads_somewhere()
    {
        var text = _document.ToJsonString();
        var references = System.Text.RegularExpressions.Regex.Matches(text, "\"#/components/schemas/([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal);

        Assert.That(references.Where(r => _document["components"]!["schemas"]![r] is null), Is.Empty);
    }

    private IEnumerable<(string Name, JsonNode Operation)> Operations() => _document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key} {path.Key}", operation.Value!)));
}
