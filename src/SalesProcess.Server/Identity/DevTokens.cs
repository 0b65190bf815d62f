using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SalesProcess.Runtime;
using SalesProcess.Server.Api;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Identity;

/// <summary>Tokens for the people of directory.json, so that a newcomer can act as each of them. Only in Development, only on this machine.</summary>
internal sealed class DevTokens(DataFolder data, CompanyRules rules, IOptions<SignInOptions> options, TimeProvider clock)
{
    public const string Issuer = "salesprocess-development";

    private const string KeyFile = "dev-signing.key";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly JsonWebTokenHandler Handler = new();

    public SymmetricSecurityKey Key { get; } = new(data.Key(KeyFile));

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/dev/token", (string? user, HttpContext http, DevTokens tokens) => IsLocal(http) ? tokens.For(user) : Reply.Of(Refused.NotFound()))
        .AllowAnonymous()
        .ExcludeFromDescription();

    private Reply For(string? user)
    {
        if (user is not null && rules.Directory.Find(user) is { } person)
        {
            return Reply.Ok(new TokenDto(Sign(person.Id), "Bearer", (int)Lifetime.TotalSeconds), ApiJson.Shared.TokenDto);
        }

        var some = rules.Directory.People.Select(p => p.Id).ToList();
        return Reply.Of(new Refusal(
            RefusalCodes.NotFound,
            $"There is no person '{user}' in directory.json. There are, for example: {string.Join(", ", some.Take(12))}.",
            Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["people"] = some }));
    }

    private string Sign(string personId)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = options.Value.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = personId },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
    }

    // By the connection and by the name: a page on another site must not reach it through a browser here, nor anybody through a proxy.
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && (http.Request.Host.Host is "localhost" || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
}
