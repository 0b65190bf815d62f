using System.Collections.Frozen;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>RFC 9457 problems: one shape for every refused request.</summary>
public static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>For an address that does not exist, or does not for this caller.</summary>
    public const string NothingHere = "There is nothing here that you can see.";

    private static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [RefusalCodes.MalformedRequest] = 400,
        [RefusalCodes.UnknownParameter] = 400,
        [RefusalCodes.CursorInvalid] = 400,
        [RefusalCodes.CursorMismatch] = 400,
        [RefusalCodes.Unauthenticated] = 401,
        [RefusalCodes.PermissionMissing] = 403,
        [RefusalCodes.NotFound] = 404,
        [ApiCodes.MethodNotAllowed] = 405,
        [RefusalCodes.PreconditionFailed] = 412,
        [RefusalCodes.PayloadTooLarge] = 413,
        [ApiCodes.UnsupportedMediaType] = 415,
        [RefusalCodes.IdempotencyKeyReused] = 422,
        [RefusalCodes.ActionUnknown] = 422,
        [RefusalCodes.FormInvalid] = 422,
        [RefusalCodes.DefinitionInvalid] = 422,
        [RefusalCodes.DelegateNotAllowed] = 422,
        [RefusalCodes.DueInPast] = 422,
        [RefusalCodes.ReasonRequired] = 422,
        [RefusalCodes.PreconditionRequired] = 428,
        [RefusalCodes.RateLimited] = 429,
        [ApiCodes.Internal] = 500,
        [RefusalCodes.StoreBusy] = 503,
        [RefusalCodes.Draining] = 503,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The HTTP status of a code; what is not listed speaks of a state that does not allow it (409).</summary>
    public static int StatusOf(string code) => Statuses.GetValueOrDefault(code, 409);

    public static IResult Of(Refusal refusal) => new ProblemResult(refusal);

    public static IResult Of(string code, string message, IReadOnlyList<FieldError>? errors = null) => Of(new Refusal(code, message, errors));

    public static Task WriteAsync(HttpContext http, Refusal refusal) => Of(refusal).ExecuteAsync(http);

    private sealed class ProblemResult(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var status = StatusOf(refusal.Code);
            var body = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["type"] = $"urn:salesprocess:problem:{refusal.Code}",
                ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                ["status"] = (long)status,
                ["detail"] = refusal.Message,
                ["code"] = refusal.Code,
                ["message"] = refusal.Message,
            };
            if (refusal.Errors is { Count: > 0 } errors)
            {
                body["errors"] = errors.Select(object? (e) => new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["pointer"] = e.Pointer,
                    ["code"] = e.Code,
                    ["message"] = e.Message,
                }).ToList();
            }

            foreach (var (key, value) in refusal.Details ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            {
                body.TryAdd(key, value);
            }

            httpContext.Response.StatusCode = status;
            if (status is 503 or 429 || refusal.Code == RefusalCodes.IdempotencyInProgress)
            {
                httpContext.Response.Headers.RetryAfter = "1";
            }

            return httpContext.Response.WriteAsJsonAsync(body, ApiJson.Options, ContentType, httpContext.RequestAborted);
        }
    }
}

/// <summary>Codes that only the wire knows.</summary>
public static class ApiCodes
{
    public const string MethodNotAllowed = "method-not-allowed";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string Internal = "internal-error";
}
