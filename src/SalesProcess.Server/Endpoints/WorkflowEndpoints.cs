using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Options;
using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Http;
using SalesProcess.Server.Api;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;
using Endpoint = SalesProcess.Runtime.Http.Endpoint;

namespace SalesProcess.Server.Endpoints;

/// <summary>The HTTP endpoints of workflows, below their base path. Which there are is written in published definitions and waiting instances.</summary>
internal sealed class WorkflowEndpoints(EndpointService endpoints, Askers askers, IOptions<HttpOptions> options)
{
    public const string InstanceHeader = "X-Workflow-Instance-ID";
    public const string CorrelationHeader = "X-Correlation-ID";
    public const string CorrelationParameter = "correlationId";

    public static void Map(WebApplication app)
    {
        var root = app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.BasePath;
        // Each endpoint says itself who may call it.
        app.Map($"{root}/{{**path}}", (HttpContext http, string? path, WorkflowEndpoints all) => all.AnswerAsync(http, path ?? "")).AllowAnonymous().ExcludeFromDescription();
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string path)
    {
        var correlationId = First(http.Request.Headers[CorrelationHeader].ToString(), http.Request.Query[CorrelationParameter].ToString());
        var (found, route) = Find(path, http.Request.Method, First(http.Request.Headers[InstanceHeader].ToString()), correlationId);
        if (found.Count != 1)
        {
            return Reply.Of(found.Count == 0 ? Refused.NotFound() : new Refusal(Problem.WorkflowAmbiguous, "The call is ambiguous and matches multiple workflows."));
        }

        var endpoint = found[0];
        if (Stranger(http, endpoint.Rules) is { } refusal)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Reply.Of(refusal);
        }

        var (request, refused) = await new RequestReader(http, endpoint.Rules, options.Value.MaxRequestBytes).ReadAsync(route);
        if (refused is not null)
        {
            return Reply.Of(refused);
        }

        return await endpoints.DeliverAsync(endpoint, request!, correlationId, http.RequestAborted) switch
        {
            EndpointAnswer.Response response => new WorkflowResponse(response.InstanceId, response.Answer),
            EndpointAnswer.NoResponse { SubStatus: WorkflowSubStatus.Faulted } => Reply.Of(new Refusal(Problem.WorkflowFaulted, "The workflow could not answer. Its incident tells its people why.")),
            EndpointAnswer.NoResponse none => new WorkflowResponse(none.InstanceId, none.SubStatus == WorkflowSubStatus.Suspended ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
            EndpointAnswer.TooLate => Reply.Of(new Refusal(Problem.RequestTimeout, "The workflow has not answered in time. What it has begun goes on.")),
            EndpointAnswer.NotActivated refusing => Reply.Of(new Refusal(RefusalCodes.InstanceRunning, $"The workflow starts no second instance now: its activation strategy is {refusing.Rule}, and one is still running.")),
            _ => Reply.Of(Refused.NotFound()),
        };
    }

    // The address itself first; then paths with parameters, the one with the most literal segments winning.
    private (IReadOnlyList<Endpoint> Found, RouteValueDictionary Route) Find(string path, string method, string? instanceId, string? correlationId)
    {
        if (endpoints.Find(path, method, instanceId, correlationId) is { Count: > 0 } literal)
        {
            return (literal, []);
        }

        foreach (var (template, values) in endpoints.Paths().Select(p => Match(p, path)).Where(m => m is not null).Select(m => m!.Value).OrderBy(m => RoutePrecedence.ComputeInbound(m.Template)))
        {
            if (endpoints.Find(template.TemplateText!, method, instanceId, correlationId) is { Count: > 0 } found)
            {
                return (found, values);
            }
        }

        return ([], []);
    }

    private static (RouteTemplate Template, RouteValueDictionary Values)? Match(string template, string path)
    {
        RouteTemplate parsed;
        try
        {
            parsed = TemplateParser.Parse(template);
        }
        catch (ArgumentException)
        {
            // A path that only looks like one: nobody can call it.
            return null;
        }

        var values = new RouteValueDictionary();
        return new TemplateMatcher(parsed, []).TryMatch($"/{path}", values) ? (parsed, values) : null;
    }

    private Refusal? Stranger(HttpContext http, EndpointRules rules)
    {
        var asker = askers.Of(http.User);
        if (asker is null)
        {
            return rules.Authorize || rules.Policy is not null || !options.Value.AllowAnonymousEndpoints
                ? new Refusal(RefusalCodes.Unauthenticated, "Nobody is signed in. Send 'Authorization: Bearer <token>', or a machine's key as 'X-Api-Key'.")
                : null;
        }

        return rules.Policy is not { } group || asker.Actor.Groups.Contains(group) || asker.Actor.IsAdmin
            ? null
            : Refused.PermissionMissing($"{asker.Id} may not call this. It is for '{group}'.");
    }

    private static string? First(params string[] texts) => Array.Find(texts, t => t.Length > 0);
}
