using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using NSwag;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>
/// Holds every answer that a test gets against the served description of the interface: an operation, a status, a code or a body that the description does not know fails the test that saw it.
/// </summary>
internal sealed partial class Contract(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Api = "/api/v1/";

    /// <summary>Bodies are many and alike: so many of each kind are held against their schema.</summary>
    private const int BodiesChecked = 20;

    // The same for all servers of a run: it says what the executable can do, not what a company's folder holds.
    private static readonly SemaphoreSlim Loading = new(1, 1);
    private static readonly ConcurrentDictionary<string, int> Checked = new(StringComparer.Ordinal);
    private static IReadOnlyList<Described>? _operations;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith(Api, StringComparison.Ordinal) || path.StartsWith("/elsa/api/tasks/", StringComparison.Ordinal))
        {
            await CheckAsync(request.Method.Method, path, response, await OperationsAsync(request.RequestUri, cancellationToken), cancellationToken);
        }

        return response;
    }

    private async Task<IReadOnlyList<Described>> OperationsAsync(Uri address, CancellationToken ct)
    {
        await Loading.WaitAsync(ct);
        try
        {
            return _operations ??= await LoadAsync(address, ct);
        }
        finally
        {
            Loading.Release();
        }
    }

    private async Task<IReadOnlyList<Described>> LoadAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/openapi/v1.json"));
        using var response = await base.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        var document = await OpenApiDocument.FromJsonAsync(await response.Content.ReadAsStringAsync(ct), ct);
        // What is written out is meant before what has a parameter in its place.
        return [.. document.Operations.Select(o => new Described(o)).OrderBy(o => o.Parameters)];
    }

    private static async Task CheckAsync(string method, string path, HttpResponseMessage response, IReadOnlyList<Described> operations, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (operations.FirstOrDefault(o => o.Is(method, path)) is not { } operation)
        {
            Assert.That(status, Is.AnyOf(401, 404, 405), $"{method} {path} was answered, and the description does not know it.");
            return;
        }

        if (status == 405 || !operation.Answers.TryGetValue($"{status}", out var described))
        {
            Assert.Fail($"{operation.Name} was answered {status}; the description knows {string.Join(", ", operation.Answers.Keys)}.\n{await response.Content.ReadAsStringAsync(ct)}");
            return;
        }

        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "application/problem+json":
                var code = System.Text.Json.Nodes.JsonNode.Parse(await BodyAsync(response, ct))!["code"]!.ToString();
                Assert.That(described.Description.Split(", "), Does.Contain($"`{code}`"), $"{operation.Name} was answered {status} with a code that the description does not know.");
                break;
            case "application/json" when Checked.AddOrUpdate($"{operation.Name} {status}", 1, (_, n) => n + 1) <= BodiesChecked:
                var body = await BodyAsync(response, ct);
                Offer(described, operation, body);
                Assert.That(described.Content.ContainsKey("application/json"), Is.True, $"{operation.Name} was answered {status} with JSON, which the description does not know.");
                Assert.That(described.Content["application/json"].Schema.ActualSchema.Validate(body).Select(f => f.ToString()).Take(5), Is.Empty, $"{operation.Name} was answered {status} with a body against its schema.");
                break;
        }
    }

    // Whoever adds an operation finds a real answer to make its example of.
    private static void Offer(OpenApiResponse described, Described operation, string body)
    {
        if (described.Content.TryGetValue("application/json", out var json) && json.Example is null)
        {
            var folder = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "examples"));
            File.WriteAllText(Path.Combine(folder.FullName, $"{operation.Id}.json"), body);
        }
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    /// <summary>An operation, found by method and path.</summary>
    private sealed partial class Described(OpenApiOperationDescription operation)
    {
        private readonly Regex _path = new($"^{Parameter().Replace(operation.Path, "[^/]+")}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

        public string Name => $"{operation.Method.ToUpperInvariant()} {operation.Path}";

        public string Id => operation.Operation.OperationId;

        public int Parameters => operation.Path.Count(c => c == '{');

        public IReadOnlyDictionary<string, OpenApiResponse> Answers { get; } = operation.Operation.ActualResponses.ToDictionary(r => r.Key, r => r.Value.ActualResponse, StringComparer.Ordinal);

        public bool Is(string method, string path) => operation.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && _path.IsMatch(path);

        [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Parameter();
    }
}
