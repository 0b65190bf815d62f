using Microsoft.Data.Sqlite;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Turns failures, and answers that the framework gives without a body, into problem details.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    /// <summary>The store could not do it now: what is tried again may go well.</summary>
    public static bool IsOfTheStore(Exception failure) =>
        failure is StoreClosedException or StoreFailedException or SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked };

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
            return;
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await Reply.Of(ToRefusal(failure, http)).ExecuteAsync(http);
            return;
        }

        if (!http.Response.HasStarted && http.Response is { StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null, ContentType: null } response)
        {
            await Bare(response).ExecuteAsync(http);
        }
    }

    private static Reply Bare(HttpResponse response)
    {
        var path = response.HttpContext.Request.Path;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Reply.Of(Refused.NotFound()),
            StatusCodes.Status405MethodNotAllowed => Reply.Of(new Refusal(
                Problem.MethodNotAllowed, $"'{response.HttpContext.Request.Method}' is not accepted at '{path}'. Accepted: {response.Headers.Allow}.")),
            StatusCodes.Status415UnsupportedMediaType => Reply.Of(new Refusal(Problem.MediaTypeUnsupported, "Send the body as application/json.")),
            StatusCodes.Status412PreconditionFailed => Reply.Of(new Refusal(RefusalCodes.PreconditionFailed, "It is not the one that If-Match names.")),
            StatusCodes.Status413PayloadTooLarge => Reply.Of(Refused.TooLarge(RequestBody.Limit)),
            >= StatusCodes.Status500InternalServerError => Reply.Of(Refused.Internal()),
            _ => Reply.Of(Refused.Malformed("The request cannot be understood.")),
        };
    }

    private Refusal ToRefusal(Exception failure, HttpContext http)
    {
        switch (failure)
        {
            case StoreClosedException:
                return Refused.Draining();
            case not null when IsOfTheStore(failure):
                log.LogWarning(failure, "The store was busy for {Method} {Route}", http.Request.Method, Route(http));
                return Refused.Busy();
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Refused.TooLarge(RequestBody.Limit);
            case BadHttpRequestException bad:
                return Refused.Malformed(bad.Message);
            default:
                log.LogError(failure, "{Method} {Route} failed", http.Request.Method, Route(http));
                return Refused.Internal();
        }
    }

    // The pattern, not the address: addresses may hold business keys.
    private static string? Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
