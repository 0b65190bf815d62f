using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>A call that changes nothing although it is a POST: those who only read may make it.</summary>
internal sealed record ChangesNothing;

/// <summary>The endpoint reads its body itself, as it comes in, and sees to the idempotency key when it knows what came.</summary>
internal sealed record StreamsBody;

/// <summary>What every call of the interface passes before its endpoint: known parameters only, a body that is not too large, entity tags that are some, no changes by those who only read.</summary>
internal sealed class Entry : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var metadata = http.GetEndpoint()!.Metadata;
        if (UnknownParameter(http, metadata.GetMetadata<AcceptedQuery>()) is { } unknown)
        {
            return Reply.Of(unknown);
        }

        var call = context.Arguments.OfType<Call>().Single();
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        if (call.Asker.OnlyReads && metadata.GetMetadata<ChangesNothing>() is null)
        {
            return Reply.Of(Refused.PermissionMissing($"An auditor reads everything and changes nothing; {call.Asker.Id} is one."));
        }

        if (metadata.GetMetadata<AcceptsIfMatch>() is not null && call.IfMatchFault() is { } wrongTag)
        {
            return Reply.Of(wrongTag);
        }

        if (metadata.GetMetadata<StreamsBody>() is not null)
        {
            return await next(context);
        }

        if (await RequestBody.ReadAsync(http) is not { } body)
        {
            return Reply.Of(Refused.TooLarge(RequestBody.Limit));
        }

        call.Body = body;
        return (HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPatch(http.Request.Method)) && http.Request.Headers.ContainsKey(IdempotencyKeys.Header)
            ? await http.RequestServices.GetRequiredService<IdempotencyKeys>().InvokeAsync(call, () => next(context))
            : await next(context);
    }

    private static Refusal? UnknownParameter(HttpContext http, AcceptedQuery? accepted)
    {
        if (http.Request.Query.Count == 0)
        {
            return null;
        }

        var known = accepted?.Parameters.Select(p => p.Name).ToList() ?? [];
        var unknown = http.Request.Query.Keys.Where(key => !known.Contains(key, StringComparer.Ordinal)).ToList();
        if (unknown.Count == 0)
        {
            return null;
        }

        var accepts = known.Count == 0 ? "None is accepted here." : $"Accepted: {string.Join(", ", known)}.";
        return new Refusal(
            RefusalCodes.UnknownParameter,
            $"Query parameter {string.Join(", ", unknown.Select(u => $"'{u}'"))} is not known. {accepts}",
            [.. unknown.Select(u => new FieldError($"?{u}", RefusalCodes.UnknownParameter, $"'{u}' is not known here."))],
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["accepted"] = known });
    }
}
