using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>A finished answer: status, headers and body as bytes, so that it can be sent, kept and sent again.</summary>
internal sealed class Reply : IResult
{
    public const string Json = "application/json; charset=utf-8";

    public const string ProblemJson = "application/problem+json; charset=utf-8";

    public required int Status { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What is kept for a repeated request, if it is not the body: a secret is shown once only.</summary>
    public ReadOnlyMemory<byte>? Kept { get; init; }

    public string ContentType { get; init; } = Json;

    public string? ETag { get; init; }

    public string? Location { get; init; }

    public string? RetryAfter { get; init; }

    public string? Allow { get; init; }

    public string? PreferenceApplied { get; init; }

    /// <summary>The answer of an earlier request with the same idempotency key.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>A part of it could not be carried out: under its key, the same request is not answered the same but goes on.</summary>
    public bool IsUnfinished { get; init; }

    public bool IsSuccess => Status < StatusCodes.Status400BadRequest;

    public static Reply Ok<T>(T body, JsonTypeInfo<T> type, string? etag = null, bool isUnfinished = false) =>
        new() { Status = StatusCodes.Status200OK, Body = JsonSerializer.SerializeToUtf8Bytes(body, type), ETag = etag, IsUnfinished = isUnfinished };

    public static Reply Created<T>(T body, JsonTypeInfo<T> type, string location, string? etag = null) =>
        new() { Status = StatusCodes.Status201Created, Body = JsonSerializer.SerializeToUtf8Bytes(body, type), Location = location, ETag = etag };

    public Reply AsReplayed() => new()
    {
        Status = Status,
        Body = Body,
        ContentType = ContentType,
        ETag = ETag,
        Location = Location,
        IsReplayed = true,
    };

    /// <summary>Done, and not shown: what <c>Prefer: return=minimal</c> asks for.</summary>
    public static Reply Minimal(string etag) => new() { Status = StatusCodes.Status204NoContent, ETag = etag, PreferenceApplied = "return=minimal" };

    public static Reply NoContent() => new() { Status = StatusCodes.Status204NoContent };

    public static Reply Of(Refusal refusal) => Problem.Of(refusal);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        Set("ETag", ETag);
        Set("Location", Location);
        Set("Retry-After", RetryAfter);
        Set("Allow", Allow);
        Set("Preference-Applied", PreferenceApplied);
        Set("Idempotency-Replayed", IsReplayed ? "true" : null);
        if (Body.Length == 0)
        {
            return Task.CompletedTask;
        }

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                headers[name] = value;
            }
        }
    }
}
