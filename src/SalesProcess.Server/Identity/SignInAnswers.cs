using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using SalesProcess.Server.Api;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Identity;

/// <summary>Says why somebody does not come in, in the same form as every other refusal.</summary>
internal sealed class SignInAnswers : IAuthorizationMiddlewareResultHandler
{
    private const string HowTo = "Send 'Authorization: Bearer <token>', or a machine's key as 'X-Api-Key'.";

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        if (authorizeResult.Forbidden && context.User.HasClaim(c => c is { Type: "sub", Value.Length: > 0 }))
        {
            await Reply.Of(Refused.PermissionMissing("This is for auditors and administrators.")).ExecuteAsync(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Reply.Of(new Refusal(RefusalCodes.Unauthenticated, Why(context, await context.AuthenticateAsync()))).ExecuteAsync(context);
    }

    private static string Why(HttpContext context, AuthenticateResult result) => result switch
    {
        { Failure: not null } when context.Request.Headers.ContainsKey(ApiKeyHandler.Header) => "The API key is not known or was revoked.",
        { Failure: { } failure } when failure.GetType().Name.Contains("Lifetime", StringComparison.Ordinal) || failure.GetType().Name.Contains("Expired", StringComparison.Ordinal) =>
            $"The token has expired or is not valid yet. {HowTo}",
        { Failure: not null } => $"The token is not accepted. {HowTo}",
        { Succeeded: true } => $"The token names nobody: it has no 'sub'. {HowTo}",
        _ => $"Nobody is signed in. {HowTo}",
    };
}
