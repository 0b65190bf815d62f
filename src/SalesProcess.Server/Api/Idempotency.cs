using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SalesProcess.Runtime;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>
/// Carries out a command once for each <c>Idempotency-Key</c>. The key is looked up before anything is validated; its row is written in the step's own commit, and
/// the answer is kept before it is sent.
/// </summary>
internal sealed class Idempotency(IdempotencyStore store)
{
    public const string Header = "Idempotency-Key";

    private const int MaxKeyLength = 255;

    private readonly ConcurrentDictionary<(string Scope, string Key), bool> _inFlight = new();

    /// <param name="run">The command. It reads its body itself and refuses as it likes.</param>
    /// <param name="project">The answer, made from the resource that the command was about.</param>
    public async Task<IResult> RunAsync(HttpContext http, Func<RequestBody, Caller, Task<Answer>> run, Func<string, Task<Answered>> project)
    {
        var (bytes, refusal) = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        if (refusal is not null)
        {
            return Problem.Of(refusal);
        }

        var actor = http.ActorOf();
        if (!http.Request.Headers.TryGetValue(Header, out var given))
        {
            return await CarryOutAsync(http, bytes, new Caller(actor), run, project);
        }

        var key = given.ToString();
        if (key.Length is 0 or > MaxKeyLength || key.Any(c => c is < '!' or > '~'))
        {
            return Problem.Of(RefusalCodes.MalformedRequest, $"The header {Header} takes 1 to {MaxKeyLength} visible ASCII characters.");
        }

        var scope = $"{actor.Id} {http.Request.Method} {http.Request.Path}";
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. bytes, .. Encoding.UTF8.GetBytes(http.Request.QueryString.ToString())]));
        if (!_inFlight.TryAdd((scope, key), true))
        {
            return Problem.Of(RefusalCodes.IdempotencyInProgress, "The same command is being carried out at this moment. Ask again shortly.");
        }

        try
        {
            return store.Find(scope, key) is { } stored
                ? await ReplayAsync(http, stored, scope, key, hash, project)
                : await CarryOutAsync(http, bytes, new Caller(actor, scope, key, hash), run, project);
        }
        finally
        {
            _inFlight.TryRemove((scope, key), out _);
        }
    }

    private static async Task<(RequestBody? Body, Answer Answer)> DecideAsync(byte[] bytes, Caller caller, Func<RequestBody, Caller, Task<Answer>> run)
    {
        var (body, refusal) = RequestBody.Parse(bytes);
        return body is null ? (null, new Answer.Refused(refusal!)) : (body, await run(body, caller));
    }

    private async Task<IResult> CarryOutAsync(HttpContext http, byte[] bytes, Caller caller, Func<RequestBody, Caller, Task<Answer>> run, Func<string, Task<Answered>> project)
    {
        var (_, answer) = await DecideAsync(bytes, caller, run);
        if (answer is Answer.Refused refused)
        {
            return Problem.Of(refused.Refusal);
        }

        var answered = await project(((Answer.Accepted)answer).Id);
        if (caller.IdempotencyKey is not null)
        {
            await store.KeepAsync(caller.IdempotencyScope!, caller.IdempotencyKey, answered.Status, answered.Location, answered.Body, http.RequestAborted);
        }

        return answered;
    }

    private async Task<IResult> ReplayAsync(HttpContext http, StoredAnswer stored, string scope, string key, string hash, Func<string, Task<Answered>> project)
    {
        if (stored.RequestHash != hash)
        {
            return Problem.Of(RefusalCodes.IdempotencyKeyReused, "This key was used with another request. Take a new key.");
        }

        http.Response.Headers["Idempotency-Replayed"] = "true";
        if (stored.Status is { } status)
        {
            return new Answered(status, stored.Body!, stored.Location);
        }

        // The step was committed and the process ended before it could answer.
        var answered = await project(stored.Resource);
        await store.KeepAsync(scope, key, answered.Status, answered.Location, answered.Body, http.RequestAborted);
        return answered;
    }
}

/// <summary>An answer as it is sent and kept.</summary>
internal sealed record Answered(int Status, string Body, string? Location = null, string? ETag = null) : IResult
{
    public static Answered Json(int status, object value, string? location = null, string? etag = null) =>
        new(status, System.Text.Json.JsonSerializer.Serialize(value, value.GetType(), ApiJson.Options), location, etag);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        if (Location is not null)
        {
            httpContext.Response.Headers.Location = Location;
        }

        if (ETag is not null)
        {
            httpContext.Response.Headers.ETag = ETag;
        }

        return httpContext.Response.WriteAsync(Body, httpContext.RequestAborted);
    }
}
