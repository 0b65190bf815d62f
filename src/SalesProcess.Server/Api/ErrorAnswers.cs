using Microsoft.Data.Sqlite;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Turns failures, and answers that the framework gives without a body, into problems.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

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
            await Problem.WriteAsync(http, ToRefusal(failure, http));
            return;
        }

        if (!http.Response.HasStarted && http.Response is { StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null, ContentType: null } response)
        {
            await Problem.WriteAsync(http, Bare(response));
        }
    }

    private static Refusal Bare(HttpResponse response) => response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Refusal(RefusalCodes.NotFound, Problem.NothingHere),
        StatusCodes.Status405MethodNotAllowed => new Refusal(
            ApiCodes.MethodNotAllowed, $"'{response.HttpContext.Request.Method}' is not accepted here. Accepted: {response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => new Refusal(ApiCodes.UnsupportedMediaType, "Send the body as application/json."),
        StatusCodes.Status413PayloadTooLarge => RequestBody.TooLarge(),
        >= StatusCodes.Status500InternalServerError => new Refusal(ApiCodes.Internal, "Something went wrong on our side."),
        _ => new Refusal(RefusalCodes.MalformedRequest, "The request cannot be understood."),
    };

    private Refusal ToRefusal(Exception failure, HttpContext http)
    {
        switch (failure)
        {
            case StoreClosedException:
                return new Refusal(RefusalCodes.Draining, failure.Message);
            case StoreFailedException:
            case SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked }:
                log.LogWarning(failure, "The store was busy for {Method} {Route}", http.Request.Method, Route(http));
                return new Refusal(RefusalCodes.StoreBusy, "The store could not do it now. Nothing was changed; try again.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return RequestBody.TooLarge();
            case BadHttpRequestException bad:
                return new Refusal(RefusalCodes.MalformedRequest, bad.Message);
            default:
                log.LogError(failure, "{Method} {Route} failed", http.Request.Method, Route(http));
                return new Refusal(ApiCodes.Internal, "Something went wrong on our side.");
        }
    }

    // The pattern, not the address: addresses may hold business keys.
    private static string? Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
