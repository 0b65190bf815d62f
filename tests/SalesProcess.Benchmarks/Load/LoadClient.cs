using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SalesProcess.Benchmarks.Load;

/// <summary>Starts instances and completes tasks with as little work of its own as possible: ready-made bodies, and of an answer only the id that is needed next.</summary>
internal sealed class LoadClient
{
    private const int LongestAnswer = 64 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly byte[] Start = Encoding.UTF8.GetBytes("""{"definition":"two-steps","input":{}}""");
    private static readonly byte[] Complete = Encoding.UTF8.GetBytes("""{"action":"Complete","data":{}}""");

    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly AuthenticationHeaderValue _token;
    private readonly Uri _start;
    private readonly byte[] _buffer = new byte[LongestAnswer];

    public LoadClient(HttpMessageInvoker http, Uri address, string token)
    {
        (_http, _address, _token) = (http, address, new AuthenticationHeaderValue("Bearer", token));
        _start = new Uri(address, "/api/v1/instances");
    }

    public static HttpMessageInvoker Connect() => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 256 });

    /// <summary>Starts an instance.</summary>
    /// <returns>Its first open task.</returns>
    public async Task<string> StartAsync() => NextTask(await SendAsync(_start, Start), "tasks"u8)
        ?? throw new InvalidDataException("A started instance has no open task.");

    /// <summary>Completes a task.</summary>
    /// <returns>The task that is open then, if there is one.</returns>
    public async Task<string?> CompleteAsync(string task) => NextTask(await SendAsync(new Uri(_address, $"/api/v1/tasks/{task}/complete"), Complete), "nextTasks"u8);

    private async Task<ReadOnlyMemory<byte>> SendAsync(Uri uri, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
        request.Headers.Authorization = _token;
        using var response = await _http.SendAsync(request, CancellationToken.None);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var length = await stream.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false);
        return response.IsSuccessStatusCode
            ? _buffer.AsMemory(0, length)
            : throw new InvalidDataException($"{uri} was answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(_buffer, 0, length)}");
    }

    // The id of the first object in the named list at the top of the answer.
    private static string? NextTask(ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> list)
    {
        var reader = new Utf8JsonReader(answer.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals(list);
            reader.Read();
            if (!isList)
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            return reader.TokenType == JsonTokenType.StartObject ? Id(ref reader) : null;
        }

        throw new InvalidDataException($"The answer has no '{Encoding.UTF8.GetString(list)}': {Encoding.UTF8.GetString(answer.Span)}");
    }

    private static string? Id(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }
}
