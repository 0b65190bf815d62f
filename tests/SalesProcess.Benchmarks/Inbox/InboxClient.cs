using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SalesProcess.Benchmarks.Inbox;

/// <summary>One person in front of the server.</summary>
internal sealed class InboxClient : IDisposable
{
    private readonly HttpClient _http;

    private InboxClient(HttpClient http, string person) => (_http, Person) = (http, person);

    public string Person { get; }

    public static async Task<InboxClient> SignInAsync(Uri address, string person, CancellationToken ct)
    {
        var http = new HttpClient { BaseAddress = new Uri(address, "/api/v1/"), Timeout = TimeSpan.FromMinutes(5) };
        using var token = JsonDocument.Parse(await http.GetStringAsync($"/dev/token?user={Uri.EscapeDataString(person)}", ct));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        return new InboxClient(http, person);
    }

    public async Task<string> SendAsync(string path, string? body)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidDataException($"{path} {body} was answered {(int)response.StatusCode}: {text}");
    }

    /// <summary>The address of a later page; null if there are fewer.</summary>
    public async Task<string?> PageAsync(string path, int number)
    {
        var at = path;
        for (var i = 1; i < number; i++)
        {
            using var page = JsonDocument.Parse(await SendAsync(at, null));
            if (!page.RootElement.TryGetProperty("nextCursor", out var next) || next.GetString() is not { } cursor)
            {
                return null;
            }

            at = $"{path}&cursor={cursor}";
        }

        return at;
    }

    public async Task<long> CountAsync()
    {
        using var count = JsonDocument.Parse(await SendAsync("tasks/count", "{}"));
        return count.RootElement.GetProperty("count").GetInt64();
    }

    public void Dispose() => _http.Dispose();
}
