using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Runtime.Http;

/// <summary>Makes the requests of workflows: only where the configuration allows it, with repetitions, a time-out and a limit of size.</summary>
internal sealed class HttpSender : IDisposable
{
    public const string KeyHeader = "Idempotency-Key";

    private readonly HttpOptions _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Reply> _pipeline;

    public HttpSender(IOptions<HttpOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        _client = new HttpClient(GuardedConnections.Handler(_options)) { Timeout = Timeout.InfiniteTimeSpan };
        var builder = new ResiliencePipelineBuilder<Reply> { TimeProvider = clock };
        if (_options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Reply>
            {
                MaxRetryAttempts = _options.Retries,
                Delay = _options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = TimeSpan.FromMinutes(1),
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome)),
            });
        }

        _pipeline = builder.AddTimeout(_options.Timeout).Build();
    }

    /// <summary>The stimulus that the request's bookmark is resumed with.</summary>
    /// <param name="key">The same for every repetition, also after a crash.</param>
    public async Task<Dictionary<string, object?>> SendAsync(Effect.SendHttp request, string key, CancellationToken ct)
    {
        try
        {
            var reply = await _pipeline.ExecuteAsync(async attempt => await AttemptAsync(request, key, attempt), ct);
            return HttpReply.Answered((int)reply.StatusCode, reply.Headers, reply.ContentType, reply.Content);
        }
        catch (TimeoutRejectedException)
        {
            return HttpReply.Failed(HttpReply.Timeout);
        }
        catch (Exception failure) when (Refusal(failure) is { } refusal)
        {
            return HttpReply.Refuse(refusal.Message);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return HttpReply.Failed(HttpReply.FailedToConnect);
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsTransient(Outcome<Reply> outcome) => outcome.Exception switch
    {
        null => outcome.Result!.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        var failure => failure is TimeoutRejectedException or IOException or HttpRequestException && Refusal(failure) is null,
    };

    // The connection's refusal comes wrapped.
    private static HttpRefusedException? Refusal(Exception? failure) => failure is null ? null : failure as HttpRefusedException ?? Refusal(failure.InnerException);

    private async Task<Reply> AttemptAsync(Effect.SendHttp request, string key, CancellationToken ct)
    {
        var target = new Uri(request.Url);
        var method = request.Method;
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        headers.TryAdd(KeyHeader, key);
        var body = request.Body;
        for (var redirects = 0; ; redirects++)
        {
            CheckHost(target);
            using var message = Message(target, method, headers, body, request.ContentType);
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!IsRedirect(response) || redirects == _options.MaxRedirects)
            {
                return await ReadAsync(target, response, ct);
            }

            var next = new Uri(target, response.Headers.Location!);
            if (target.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
            {
                throw new HttpRefusedException($"The host '{target.Host}' redirects from https to {next.Scheme}, which is not followed.");
            }

            if (Uri.Compare(target, next, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            {
                // Secrets were given for the first host only.
                foreach (var name in headers.Keys.Where(name => name != KeyHeader && HttpSecrets.IsSecret(name)).ToList())
                {
                    headers.Remove(name);
                }
            }

            if (response.StatusCode == HttpStatusCode.SeeOther || (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found && method == "POST"))
            {
                (method, body) = (method == "HEAD" ? "HEAD" : "GET", null);
            }

            target = next;
        }
    }

    private void CheckHost(Uri target)
    {
        if (target.Scheme is not ("http" or "https"))
        {
            throw new HttpRefusedException($"The host '{target.Host}' was to be asked by '{target.Scheme}'. Requests of workflows go by http and https only.");
        }

        if (!HostRules.IsAllowed(target.IdnHost, _options.AllowedHosts))
        {
            throw new HttpRefusedException($"The host '{target.Host}' is not among those that requests of workflows may go to. 'Http:AllowedHosts' names them.");
        }
    }

    private async Task<Reply> ReadAsync(Uri target, HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[81_920];
        while (await stream.ReadAsync(buffer, ct) is var count and > 0)
        {
            if (body.Length + count > _options.MaxResponseBytes)
            {
                throw new HttpRefusedException($"The host '{target.Host}' answers with more than {_options.MaxResponseBytes} bytes. 'Http:MaxResponseBytes' is the limit.");
            }

            body.Write(buffer, 0, count);
        }

        var type = response.Content.Headers.ContentType;
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, object? (h) => h.Value.ToList<object?>(), StringComparer.OrdinalIgnoreCase);
        return new Reply(response.StatusCode, headers, type?.MediaType, HttpReply.IsText(type?.MediaType) ? Text(body.ToArray(), type) : Convert.ToBase64String(body.ToArray()));
    }

    private static string Text(byte[] bytes, MediaTypeHeaderValue? type)
    {
        var name = type?.CharSet?.Trim('"');
        var encoding = Encoding.GetEncodings().FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.GetEncoding() ?? Encoding.UTF8;
        using var reader = new StreamReader(new MemoryStream(bytes), encoding);
        return reader.ReadToEnd();
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is not null;

    private static HttpRequestMessage Message(Uri target, string method, Dictionary<string, string> headers, byte[]? body, string? contentType)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), target);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                // Content-Language and its like describe a body; without one there is nothing to describe.
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private sealed record Reply(HttpStatusCode StatusCode, Dictionary<string, object?> Headers, string? ContentType, string Content);
}
