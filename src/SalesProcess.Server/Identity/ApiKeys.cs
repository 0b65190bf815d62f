using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Identity;

/// <summary>Signs in a machine by the key in <c>X-Api-Key</c>. Keys are stored as their SHA-256 only.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Database database)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    public const string Header = "X-Api-Key";

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The person that a key acts as; null if it is not known, or revoked.</summary>
    public static string? ActsAs(Database database, string key) =>
        database.Read(session => session.Find("SELECT acts_as FROM api_keys WHERE hash = $1 AND revoked_at IS NULL", r => r.GetString(0), Hash(key)));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = Request.Headers[Header].ToString();
        if (key.Length == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        // Looked up each time, so that a revoked key is refused at once.
        var actsAs = ActsAs(database, key);
        return Task.FromResult(actsAs is null
            ? AuthenticateResult.Fail("The API key is not known or was revoked.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", actsAs)], SchemeName)), SchemeName)));
    }
}
