using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>A command may be repeated under the <c>operationId</c> of its body.</summary>
internal sealed record Repeatable;

/// <summary>What stands around Elsa's contract: its operation ids, which are our idempotency keys, and its codes for refusals.</summary>
internal sealed class ElsaEntry(IdempotencyKeys keys) : IEndpointFilter
{
    // Read again after a conflict, the task has another revision; the command is the same.
    private const string NotOfTheCommand = "expectedRevision";

    private static readonly Dictionary<string, (int Status, string Code)> Codes = new(StringComparer.Ordinal)
    {
        [RefusalCodes.PreconditionFailed] = (409, "revision-conflict"),
        [RefusalCodes.IdempotencyKeyReused] = (409, "idempotency-conflict"),
        [RefusalCodes.TaskAlreadyClaimed] = (409, "not-claimable"),
        [RefusalCodes.TaskNotClaimable] = (409, "not-claimable"),
        [RefusalCodes.TaskCompleted] = (409, "terminal"),
        [RefusalCodes.TaskCancelled] = (409, "terminal"),
        [RefusalCodes.QuorumAlreadyDecided] = (409, "terminal"),
        [RefusalCodes.ProcessEnded] = (409, "terminal"),
    };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var call = context.Arguments.OfType<Call>().Single();
        var answer = context.HttpContext.GetEndpoint()!.Metadata.GetMetadata<Repeatable>() is not null && OperationId(call) is { } key
            ? await keys.InvokeAsync(call, key, NotOfTheCommand, () => next(context))
            : await next(context);
        return answer is Reply { IsSuccess: false } refused ? InElsasWords(refused) : answer;
    }

    private static string? OperationId(Call call) =>
        RequestBody.Parse(call.Body) is { Refusal: null, Json: { ValueKind: JsonValueKind.Object } json }
        && json.TryGetProperty("operationId", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    private static Reply InElsasWords(Reply refused)
    {
        var body = JsonNode.Parse(refused.Body.Span)!;
        if (!Codes.TryGetValue(body["code"]!.GetValue<string>(), out var elsa))
        {
            return refused;
        }

        body["code"] = elsa.Code;
        body["status"] = elsa.Status;
        body["type"] = $"urn:salesprocess:problem:{elsa.Code}";
        return new Reply { Status = elsa.Status, ContentType = refused.ContentType, Body = JsonSerializer.SerializeToUtf8Bytes(body) };
    }
}
