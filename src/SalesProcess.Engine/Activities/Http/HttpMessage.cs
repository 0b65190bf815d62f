using System.Globalization;
using System.Text;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

/// <summary>A request as it is to be sent, read from an activity's inputs.</summary>
internal sealed record HttpMessage(string Url, string Method, Dictionary<string, string> Headers, byte[]? Body, string? ContentType)
{
    // Headers that say how the message is cut up or where it goes: the sender sets them.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "Expect",
    };

    /// <exception cref="ActivityFault">Something cannot be sent as it is.</exception>
    public static HttpMessage Of(
        string? url, string? method, Dictionary<string, object?>? requestHeaders, string? authorization, bool anyAuthorization, object? content, string? contentType)
    {
        var target = CheckUrl(url);
        var verb = string.IsNullOrWhiteSpace(method) ? "GET" : method.Trim().ToUpperInvariant();
        if (!IsToken(verb) || verb is "CONNECT" or "TRACE")
        {
            throw new ActivityFault($"'{method}' is no method that can be sent. Use GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or another name of letters.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in requestHeaders ?? [])
        {
            headers[CheckName(name)] = CheckValue(name, value);
        }

        if (!string.IsNullOrEmpty(authorization))
        {
            headers["Authorization"] = CheckValue("Authorization", authorization);
        }

        if (!anyAuthorization && headers.TryGetValue("Authorization", out var given) && !IsToken(given.Split(' ')[0]))
        {
            throw new ActivityFault("The Authorization header does not begin with a scheme, for example 'Bearer'. Correct it, or set disableAuthorizationHeaderValidation.");
        }

        if (headers.Remove("Content-Type", out var typeByHeader) && string.IsNullOrEmpty(contentType))
        {
            contentType = typeByHeader;
        }

        var (body, type) = ToBody(content, string.IsNullOrWhiteSpace(contentType) ? null : CheckValue("Content-Type", contentType));
        return new HttpMessage(target.AbsoluteUri, verb, headers, body, type);
    }

    private static Uri CheckUrl(string? url)
    {
        if (!Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https") || target.Host.Length == 0)
        {
            throw new ActivityFault($"'{HttpSecrets.MaskUser(url ?? "")}' is no address that a request can be sent to. Write an absolute one that begins with http:// or https://.");
        }

        return target.UserInfo.Length == 0
            ? target
            : throw new ActivityFault($"The address of '{target.Host}' holds a user or a password. Give them in 'authorization': addresses are shown to people.");
    }

    private static string CheckName(string name)
    {
        if (!IsToken(name))
        {
            throw new ActivityFault($"'{name}' is no name of a header. Use letters, digits and hyphens.");
        }

        return Reserved.Contains(name) ? throw new ActivityFault($"The header '{name}' is set by the sender and cannot be given.") : name;
    }

    private static string CheckValue(string name, object? value)
    {
        var text = value is string given ? given.Trim() : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.All(c => c is '\t' or (>= ' ' and < (char)127))
            ? text
            : throw new ActivityFault($"The value of the header '{name}' holds a line break or a character outside of ASCII, which headers cannot carry.");
    }

    private static bool IsToken(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static (byte[]? Body, string? ContentType) ToBody(object? content, string? contentType) => content switch
    {
        null or "" => (null, contentType),
        string text => (Encoding.UTF8.GetBytes(text), contentType ?? "text/plain; charset=utf-8"),
        byte[] bytes => (bytes, contentType ?? "application/octet-stream"),
        IReadOnlyDictionary<string, object?> map when contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true =>
            (Encoding.UTF8.GetBytes(string.Join('&', map.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(ValueConverter.Convert<string>(p.Value) ?? "")}"))), contentType),
        _ => (ValueJson.FormatBytes(content), contentType ?? "application/json"),
    };
}
