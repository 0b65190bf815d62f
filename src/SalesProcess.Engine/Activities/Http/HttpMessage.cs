using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Http;

/// <summary>A request as it is to be sent, read from an activity's inputs.</summary>
internal sealed record HttpMessage(string Url, string Method, Dictionary<string, string> Headers, byte[]? Body, string? ContentType)
{
    /// <exception cref="ActivityFault">Something cannot be sent as it is.</exception>
    public static HttpMessage Of(
        string? url, string? method, Dictionary<string, object?>? requestHeaders, string? authorization, bool anyAuthorization, object? content, string? contentType)
    {
        var target = CheckUrl(url);
        var verb = string.IsNullOrWhiteSpace(method) ? "GET" : method.Trim().ToUpperInvariant();
        if (!HttpText.IsToken(verb) || verb is "CONNECT" or "TRACE")
        {
            throw new ActivityFault($"'{method}' is no method that can be sent. Use GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or another name of letters.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in requestHeaders ?? [])
        {
            headers[HttpText.CheckName(name)] = HttpText.CheckValue(name, value);
        }

        if (!string.IsNullOrEmpty(authorization))
        {
            headers["Authorization"] = HttpText.CheckValue("Authorization", authorization);
        }

        if (!anyAuthorization && headers.TryGetValue("Authorization", out var given) && !HttpText.IsToken(given.Split(' ')[0]))
        {
            throw new ActivityFault("The Authorization header does not begin with a scheme, for example 'Bearer'. Correct it, or set disableAuthorizationHeaderValidation.");
        }

        if (headers.Remove("Content-Type", out var typeByHeader) && string.IsNullOrEmpty(contentType))
        {
            contentType = typeByHeader;
        }

        var (body, type) = HttpText.ToBody(content, string.IsNullOrWhiteSpace(contentType) ? null : HttpText.CheckValue("Content-Type", contentType));
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
}
