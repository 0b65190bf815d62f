using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

/// <summary>One server for a class of tests, and its interface down to headers and bytes.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly LocalServer _server;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public Wire(CompanyFolder folder, DateTimeOffset? startsAt = null, params (string Name, string Value)[] settings)
    {
        _server = new LocalServer(folder, startsAt, settings);
        _http = new HttpClient(new Contract(new SocketsHttpHandler())) { BaseAddress = _server.Address };
    }

    public LocalServer Server => _server;

    public PersonClient As(string person) => _server.Staff.As(person);

    public async Task<string> TokenAsync(string person)
    {
        if (!_tokens.TryGetValue(person, out var token))
        {
            _tokens[person] = token = JsonNode.Parse(await _http.GetStringAsync($"/dev/token?user={person}"))!["access_token"]!.GetValue<string>();
        }

        return token;
    }

    /// <summary>Starts an instance with one task and gives the task's id.</summary>
    public async Task<string> TaskAsync(string owner = "anna")
    {
        var started = (await As(owner).StartAsync("one-task", [])).Expect(201).Json;
        return started["tasks"]![0]!["id"]!.GetValue<string>();
    }

    /// <summary>Sends a request as it is told.</summary>
    public async Task<WireAnswer> SendAsync(
        string method, string path, string? person = "anna", byte[]? body = null, string? contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/elsa/", StringComparison.Ordinal) || !path.StartsWith('/') || person is null ? path : "/api/v1" + path);
        if (person is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(person));
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new WireAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), all);
    }

    public Task<WireAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, body: Encoding.UTF8.GetBytes(body), headers: headers);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>An answer down to its bytes.</summary>
internal sealed record WireAnswer(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A refusal in the form that every refusal has.</summary>
    public JsonNode Problem(int status, string code)
    {
        Assert.That(Status, Is.EqualTo(status), Text);
        Assert.That(Header("Content-Type"), Does.StartWith("application/problem+json"), Text);
        var problem = Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem["type"]!.ToString(), Is.EqualTo($"urn:salesprocess:problem:{code}"));
            Assert.That(problem["code"]!.ToString(), Is.EqualTo(code));
            Assert.That(problem["status"]!.GetValue<int>(), Is.EqualTo(status));
            Assert.That(problem["title"]!.ToString(), Is.Not.Empty);
            Assert.That(problem["message"]!.ToString(), Is.EqualTo(problem["detail"]!.ToString()));
            Assert.That(problem["errors"], Is.InstanceOf<JsonArray>());
        }

        return problem;
    }

    public IEnumerable<string> Pointers => Json["errors"]!.AsArray().Select(e => e!["pointer"]!.ToString());
}
