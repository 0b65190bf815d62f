using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesProcess.Server.Identity;

/// <summary>Checks a token's signature once, not with every request that carries it. Its end is looked at each time.</summary>
internal sealed class CachedTokenHandler(TimeProvider clock) : JsonWebTokenHandler
{
    private const int MaxTokens = 10_000;

    private readonly ConcurrentDictionary<string, TokenValidationResult> _valid = new(StringComparer.Ordinal);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_valid.TryGetValue(token, out var known) && known.SecurityToken.ValidTo > clock.GetUtcNow().UtcDateTime)
        {
            return known;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            if (_valid.Count >= MaxTokens)
            {
                _valid.Clear();
            }

            // What the caller does with the identity changes nothing in it, so all requests share it.
            _valid[token] = result;
        }

        return result;
    }
}
