using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Api;

/// <summary>Somebody who listens to the stream of tasks.</summary>
internal sealed class TaskListener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private TaskListener(HttpResponseMessage response, Stream body)
    {
        (_response, _body) = (response, body);
        _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>The id of the last event.</summary>
    public string? LastId { get; private set; }

    /// <summary>Opens the stream and waits for its first event, which only says where it begins.</summary>
    /// <param name="key">A machine's key, instead of the token.</param>
    public static async Task<TaskListener> OpenAsync(HttpClient http, string token, string? lastId = null, string? key = null)
    {
        var response = await RequestAsync(http, token, lastId, key);
        response.EnsureSuccessStatusCode();
        return new TaskListener(response, await response.Content.ReadAsStreamAsync());
    }

    public static async Task<HttpResponseMessage> RequestAsync(HttpClient http, string token, string? lastId = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tasks/stream");
        if (key is null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else
        {
            request.Headers.Add("X-Api-Key", key);
        }

        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The next event: its type and its data; null at the end of the stream.</summary>
    public async Task<(string Type, JsonNode Data)?> NextAsync()
    {
        if (!await _items.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            return null;
        }

        LastId = _items.Current.EventId;
        return (_items.Current.EventType, JsonNode.Parse(_items.Current.Data)!);
    }

    /// <summary>The next invalidation as "kind task revision".</summary>
    public async Task<string> InvalidationAsync()
    {
        while (await NextAsync() is { } item)
        {
            if (item.Type == "invalidation")
            {
                return $"{item.Data["kind"]} {item.Data["taskId"]} {item.Data["revision"]}".TrimEnd();
            }
        }

        return "end";
    }

    public ValueTask DisposeAsync()
    {
        _body.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
