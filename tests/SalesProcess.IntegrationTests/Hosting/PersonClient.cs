using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The REST API as one person uses it.</summary>
/// <param name="token">Fetches a token of this person; null for somebody who is not signed in.</param>
internal sealed class PersonClient(HttpClient http, string person, Func<Task<string>>? token)
{
    private const string Api = "/api/v1";

    private string? _token;

    public string Person => person;

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<ApiAnswer> PostAsync(string path, JsonNode? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, Text(body), key);

    public Task<ApiAnswer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, Text(body), null);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    /// <summary>Sends a text as it is, be it JSON or not.</summary>
    public Task<ApiAnswer> PostTextAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body, null);

    public Task<ApiAnswer> StartAsync(string definition, JsonObject input, string? businessKey = null, string? key = null)
    {
        var body = new JsonObject { ["definition"] = definition, ["input"] = input.DeepClone() };
        if (businessKey is not null)
        {
            body["businessKey"] = businessKey;
        }

        return PostAsync("/instances", body, key);
    }

    public Task<ApiAnswer> CompleteAsync(string taskId, string action, JsonObject? data = null, string? key = null) =>
        PostAsync($"/tasks/{taskId}/complete", new JsonObject { ["action"] = action, ["data"] = data?.DeepClone() ?? new JsonObject() }, key);

    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = $"{path}{(path.Contains('?') ? '&' : '?')}limit=200{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}";
            var answer = (await GetAsync(page)).Expect(200).Json;
            items.AddRange(answer["items"]!.AsArray().Select(i => i!));
            cursor = answer["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return items;
    }

    private static bool IsComplete(string path) =>
        path.StartsWith("/openapi", StringComparison.Ordinal) || path.StartsWith(Api + "/", StringComparison.Ordinal) || path.StartsWith("/elsa", StringComparison.Ordinal);

    private static string Text(JsonNode? body) => body?.ToJsonString() ?? "{}";

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string? key)
    {
        var answer = await SendOnceAsync(method, path, body, key);
        if (answer.Status != 401 || token is null)
        {
            return answer;
        }

        // A restarted server, or a clock that was moved, may not know the old token any more.
        _token = null;
        return await SendOnceAsync(method, path, body, key);
    }

    private async Task<ApiAnswer> SendOnceAsync(HttpMethod method, string path, string? body, string? key)
    {
        using var request = new HttpRequestMessage(method, IsComplete(path) ? path : Api + path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token ??= await token());
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await http.SendAsync(request);
        return new ApiAnswer($"{method} {path} by {person}", (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }
}
