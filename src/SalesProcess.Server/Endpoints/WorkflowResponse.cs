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
        // These have no body, whatever the definition says.
        var body = status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified ? null : _answer?.Body;
        // An empty answer of a workflow is an answer: nothing is put in its place.
        response.ContentLength = status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified ? null : body?.Length ?? 0;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers[WorkflowEndpoints.InstanceHeader] = instanceId;
        foreach (var (name, value) in _answer?.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            response.Headers[name] = value;
        }

        if (body is not null)
        {
            response.ContentType = _answer!.ContentType;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
