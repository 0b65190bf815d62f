using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>How an endpoint makes its answer again from what the command was about, if the first answer was not kept.</summary>
internal sealed record Remake(Func<Call, string, Task<Reply>> Answer);

/// <summary>A request that is repeated under its <c>Idempotency-Key</c> gets the answer of the first time; nothing is done twice.</summary>
internal sealed class IdempotencyKeys(IdempotencyStore store)
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    private readonly ConcurrentDictionary<(string Scope, string Key), string> _inFlight = new();

    public ValueTask<object?> InvokeAsync(Call call, Func<ValueTask<object?>> next) =>
        InvokeAsync(call, call.Http.Request.Headers[Header].ToString(), notOfTheCommand: null, next);

    /// <param name="notOfTheCommand">A member of the body that may differ when the command is repeated.</param>
    public ValueTask<object?> InvokeAsync(Call call, string key, string? notOfTheCommand, Func<ValueTask<object?>> next) => InvokeHashedAsync(call, key, Hash(call, notOfTheCommand), next);

    /// <summary>For a request whose body is too large to be kept: its hash was computed while it came in.</summary>
    public async ValueTask<object?> InvokeHashedAsync(Call call, string key, string hash, Func<ValueTask<object?>> next)
    {
        if (key.Length is 0 or > MaxLength || key.Any(c => c is < '!' or > '~'))
        {
            return Reply.Of(Refused.Malformed($"The key of a command ('{Header}', or operationId) must be 1 to {MaxLength} visible ASCII characters."));
        }

        var scope = Scope(call);
        if (!_inFlight.TryAdd((scope, key), hash))
        {
            return Reply.Of(_inFlight.TryGetValue((scope, key), out var first) && first != hash ? Reused(key) : InProgress(key));
        }

        call.UseKey(scope, key, hash);
        try
        {
            return store.Find(scope, key) is { } stored ? await ReplayAsync(call, key, hash, stored) : await FirstAsync(scope, key, next);
        }
        finally
        {
            _inFlight.TryRemove((scope, key), out _);
        }
    }

    /// <summary>Was a request with this key carried out before?</summary>
    public bool Knows(Call call, string key) => store.Find(Scope(call), key) is not null;

    private static string Scope(Call call) => $"{call.Asker.Id} {call.Http.Request.Path}";

    private async Task<Reply> FirstAsync(string scope, string key, Func<ValueTask<object?>> next)
    {
        var reply = (Reply)(await next())!;
        if (reply is { IsSuccess: true, IsUnfinished: false })
        {
            // The step is committed: its answer is kept even if the caller has gone.
            await store.KeepAsync(scope, key, reply.Status, reply.Location, Encoding.UTF8.GetString((reply.Kept ?? reply.Body).Span), CancellationToken.None);
        }

        return reply;
    }

    private static async Task<Reply> ReplayAsync(Call call, string key, string hash, StoredAnswer stored)
    {
        if (stored.RequestHash != hash)
        {
            return Reply.Of(Reused(key));
        }

        if (stored.Status is { } status)
        {
            return new Reply { Status = status, Location = stored.Location, Body = Encoding.UTF8.GetBytes(stored.Body ?? ""), IsReplayed = true };
        }

        var remake = call.Http.GetEndpoint()!.Metadata.GetMetadata<Remake>() ?? throw new InvalidOperationException("An endpoint under idempotency keys can make its answer again.");
        return (await remake.Answer(call, stored.Resource)).AsReplayed();
    }

    private static Refusal Reused(string key) => new(
        RefusalCodes.IdempotencyKeyReused, $"The key '{key}' was used for another request to this address. Use a new key, or send the same body.");

    private static Refusal InProgress(string key) => new(
        RefusalCodes.IdempotencyInProgress, $"The request with the key '{key}' is being carried out. Ask again for its answer.");

    // Equal for equal JSON, however it is written.
    private static string Hash(Call call, string? without)
    {
        var bytes = call.Body;
        if (RequestBody.IsJson(call.Http.Request.ContentType) && RequestBody.Parse(call.Body) is { Refusal: null, Json: var json })
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                WriteSorted(writer, json, without);
            }

            bytes = stream.ToArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement json, string? without = null)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject().Where(p => p.Name != without).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteSorted(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
