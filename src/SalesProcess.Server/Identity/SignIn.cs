using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace SalesProcess.Server.Identity;

/// <summary>Who may come in: people by a bearer token, machines by a key. Nothing but what says so is open.</summary>
internal static class SignIn
{
    private const string SchemeName = "SalesProcess";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Tokens of our own, for want of a provider.</summary>
    public static bool HasDevTokens(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() && string.IsNullOrWhiteSpace(configuration["Authentication:Authority"]);

    /// <summary>What tells about the whole company.</summary>
    public static void SeesAll(AuthorizationPolicyBuilder policy) => policy.RequireAuthenticatedUser()
        .RequireAssertion(c => c.Resource is HttpContext http && http.RequestServices.GetRequiredService<Askers>().Of(c.User) is { SeesAll: true });

    public static IServiceCollection AddSalesProcessSignIn(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var dev = HasDevTokens(configuration, environment);
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection("Authentication"))
            .Validate(o => dev || !string.IsNullOrWhiteSpace(o.Authority), "Authentication:Authority is not set. It names the OpenID Connect provider whose tokens are accepted; only the Development environment does without.")
            .ValidateOnStart();
        services.AddSingleton<DataFolder>().AddSingleton<Askers>().AddSingleton<CachedTokenHandler>();
        services.AddAuthentication(SchemeName)
            .AddPolicyScheme(SchemeName, null, o => o.ForwardDefaultSelector = http =>
                http.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? ApiKeyHandler.SchemeName : JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<SignInOptions>, CachedTokenHandler, TimeProvider>(Configure);
        if (dev)
        {
            services.AddSingleton<DevTokens>();
            services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<DevTokens>((bearer, tokens) =>
            {
                bearer.TokenValidationParameters.ValidIssuer = DevTokens.Issuer;
                bearer.TokenValidationParameters.IssuerSigningKey = tokens.Key;
                bearer.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
            });
        }

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, SignInAnswers>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(c => c.User.FindFirst("sub") is { Value.Length: > 0 }).Build());
        return services;
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<SignInOptions> options, CachedTokenHandler handler, TimeProvider clock)
    {
        bearer.Authority = string.IsNullOrWhiteSpace(options.Value.Authority) ? null : options.Value.Authority;
        bearer.Audience = options.Value.Audience;
        bearer.MapInboundClaims = false;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(handler);
        bearer.TokenValidationParameters.NameClaimType = "sub";
        bearer.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) =>
            expires is not null && expires > clock.GetUtcNow().UtcDateTime - ClockSkew && (notBefore is null || notBefore <= clock.GetUtcNow().UtcDateTime + ClockSkew);
    }
}
