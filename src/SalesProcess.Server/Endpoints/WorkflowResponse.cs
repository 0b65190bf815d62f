using SalesProcess.Engine.Execution;

namespace SalesProcess.Server.Endpoints;

/// <summary>What a workflow answers, with the instance it came from.</summary>
internal sealed class WorkflowResponse(string instanceId, int status) : IResult
{
    private readonly Effect.AnswerRequest? _answer;

    public WorkflowResponse(string instanceId, Effect.AnswerRequest answer)
        : this(instanceId, answer.StatusCode) => _answer = answer;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        // An empty answer of a workflow is an answer: nothing is put in its place.
        response.ContentLength = status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified ? null : _answer?.Body?.Length ?? 0;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers[WorkflowEndpoints.InstanceHeader] = instanceId;
        foreach (var (name, value) in _answer?.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            response.Headers[name] = value;
        }

        if (_answer is { Body: { } body, ContentType: var type })
        {
            response.ContentType = type;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
