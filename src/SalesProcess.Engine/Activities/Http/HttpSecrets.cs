namespace SalesProcess.Engine.Activities.Http;

/// <summary>What of a request is nobody else's business.</summary>
public static class HttpSecrets
{
    private const string Masked = "***";

    private static readonly string[] Words = ["auth", "token", "key", "secret", "cookie", "password", "signature", "credential"];

    /// <summary>Whether a header's name says that its value is a secret.</summary>
    public static bool IsSecret(string header) => Words.Any(word => header.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The inputs as the journal may show them.</summary>
    internal static IReadOnlyDictionary<string, object?> Mask(IReadOnlyDictionary<string, object?> inputs) => inputs.ToDictionary(
        pair => pair.Key,
        pair => (pair.Key, pair.Value) switch
        {
            ("authorization", string { Length: > 0 }) => Masked,
            ("requestHeaders", IReadOnlyDictionary<string, object?> headers) =>
                headers.ToDictionary(h => h.Key, h => IsSecret(h.Key) ? Masked : h.Value, StringComparer.Ordinal),
            ("url", string url) => MaskUser(url),
            var (_, value) => value,
        },
        StringComparer.Ordinal);

    internal static string MaskUser(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.UserInfo.Length > 0 ? url.Replace($"{target.UserInfo}@", $"{Masked}@", StringComparison.Ordinal) : url;
}
