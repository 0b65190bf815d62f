namespace SalesProcess.Server.Api;

/// <summary>The codes that an endpoint may refuse with, besides those that every endpoint has.</summary>
internal sealed record RefusalsOf(IReadOnlyList<string> Codes);

/// <summary>The endpoint takes an If-Match header.</summary>
internal sealed record AcceptsIfMatch;

/// <summary>The endpoint is content with <c>Prefer: return=minimal</c>.</summary>
internal sealed record AcceptsPrefer;

/// <summary>What endpoints say of themselves, for the document that describes them and for the checks before them.</summary>
internal static class Describing
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string id, string summary) => endpoint.WithName(id).WithSummary(summary);

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) => endpoint.Produces<T>(status, "application/json");

    public static RouteHandlerBuilder Body<T>(this RouteHandlerBuilder endpoint, bool optional = false)
        where T : notnull => endpoint.Accepts<T>(optional, "application/json");

    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params IReadOnlyList<QueryParameter> parameters) => endpoint.WithMetadata(new AcceptedQuery(parameters));

    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new AcceptsIfMatch());

    public static RouteHandlerBuilder TakesPrefer(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new AcceptsPrefer()).Produces(StatusCodes.Status204NoContent);

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IReadOnlyList<string> codes) => endpoint.WithMetadata(new RefusalsOf(codes));

    public static RouteHandlerBuilder Remakes(this RouteHandlerBuilder endpoint, Func<Call, string, Task<Reply>> answer) => endpoint.WithMetadata(new Remake(answer));
}
