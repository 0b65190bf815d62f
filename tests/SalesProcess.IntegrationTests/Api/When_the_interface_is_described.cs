using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NSwag;
using SalesProcess.IntegrationTests.Hosting;
using Snapshooter.NUnit;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_the_interface_is_described
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string HowTo = "Put one into Api/Description/Examples/{operationId}.json; the tests leave real answers in the folder 'examples' beside them.";

    private JsonNode _document = null!;
    private OpenApiDocument _parsed = null!;

    [OneTimeSetUp]
    public async Task Fetch()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"));
        _document = (await wire.SendAsync("GET", "/openapi/v1.json", person: null)).Json;
        _parsed = await OpenApiDocument.FromJsonAsync(_document.ToJsonString());
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
    public void Every_request_with_JSON_has_an_example_that_its_schema_accepts()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var operation in _parsed.Operations.Where(o => o.Operation.RequestBody is not null))
            {
                foreach (var (type, body) in operation.Operation.RequestBody.Content.Where(c => c.Key.EndsWith("json", StringComparison.Ordinal)))
                {
                    Assert.That(Faults(body), Is.Empty, $"{operation.Operation.OperationId}: the request as {type}. {HowTo}");
                }
            }
        }
    }

    [Test]
    public void Every_answer_with_JSON_has_an_example_that_its_schema_accepts()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var operation in _parsed.Operations)
            {
                foreach (var body in operation.Operation.ActualResponses.Where(r => r.Key[0] == '2').SelectMany(r => r.Value.ActualResponse.Content).Where(c => c.Key == "application/json"))
                {
                    Assert.That(Faults(body.Value), Is.Empty, $"{operation.Operation.OperationId}: the answer. {HowTo}");
                }
            }
        }
    }

    [Test]
    public void Every_refusal_names_its_codes_and_shows_each_of_them()
    {
        var schema = _parsed.Definitions["Problem"];
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, status, answer) in Refusals())
            {
                var problems = answer["content"]!["application/problem+json"]!;
                Assert.That(problems["schema"]!["$ref"]!.ToString(), Is.EqualTo("#/components/schemas/Problem"), name);
                Assert.That(problems["examples"]!.AsObject().Select(e => $"`{e.Key}`"), Is.EqualTo(answer["description"]!.ToString().Split(", ")), name);
                foreach (var (code, reference) in problems["examples"]!.AsObject())
                {
                    Assert.That(reference!["$ref"]!.ToString(), Is.EqualTo($"#/components/examples/{code}"), name);
                    var problem = _document["components"]!["examples"]![code]!["value"];
                    Assert.That(problem, Is.Not.Null, $"{code} has no example: add it to Api/Description/Examples/problems.json.");
                    Assert.That((problem!["code"]!.ToString(), problem["status"]!.ToString()), Is.EqualTo((code, status)), name);
                    Assert.That(schema.Validate(problem.ToJsonString()).Select(f => f.ToString()), Is.Empty, code);
                }
            }
        }
    }

    [Test]
    public void Every_parameter_says_what_it_is()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, operation) in Operations())
            {
                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                {
                    Assert.That(parameter!["description"]?.ToString(), Is.Not.Null.And.Not.Empty, $"{name}: {parameter["name"]}");
                }
            }
        }
    }

    /// <summary>What a body must have is what is refused if it is missing, neither more nor less.</summary>
    [Test]
    public async Task What_is_required_is_what_is_asked_for()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"));
        // An attachment is not received for an unknown task; what its link must have is tested with it.
        foreach (var operation in _parsed.Operations.Where(o => o.Operation.RequestBody?.Content.ContainsKey("application/json") is true && o.Operation.OperationId != "addAttachment" && !o.Path.Contains("/definitions", StringComparison.Ordinal)))
        {
            var answer = await wire.SendAsync(operation.Method, Filled(operation.Path), "adam", "{}"u8.ToArray(), headers: ("If-Match", "*"));
            var missing = answer.Status is 400 or 422 ? answer.Json["errors"]!.AsArray().Where(e => e!["code"]!.ToString() == "required").Select(e => e!["pointer"]!.ToString()[1..]) : [];
            // An unknown task is told before a missing action or reason, which have codes of their own.
            var told = operation.Operation.OperationId switch { "completeTask" => "action", "skipTask" => "reason", _ => null };
            var expected = operation.Operation.RequestBody.Content["application/json"].Schema.ActualSchema.RequiredProperties.Where(p => p != told);

            Assert.That(missing, Is.EquivalentTo(expected), $"{operation.Operation.OperationId} was answered {answer.Text}");
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

    private static IEnumerable<string> Faults(OpenApiMediaType body) => body.Example is null
        ? ["It has none."]
        : body.Schema.ActualSchema.Validate(Newtonsoft.Json.JsonConvert.SerializeObject(body.Example)).Select(f => f.ToString());

    private static string Filled(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", "01m8aesgnks68vt2rm607v8q8h", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private IEnumerable<(string Name, string Status, JsonNode Answer)> Refusals() =>
        Operations().SelectMany(o => o.Operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5').Select(r => ($"{o.Name} {r.Key}", r.Key, r.Value!)));

    private IEnumerable<(string Name, JsonNode Operation)> Operations() => _document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key} {path.Key}", operation.Value!)));
}
