using System.Globalization;
using System.Text;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

/// <summary>What may stand in a request or a response that a definition describes.</summary>
internal static class HttpText
{
    // Headers that say how the message is cut up or where it goes: the sender sets them.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "Expect",
    };

    public static string CheckName(string name)
    {
        if (!IsToken(name))
        {
            throw new ActivityFault($"'{name}' is no name of a header. Use letters, digits and hyphens.");
        }

        return Reserved.Contains(name) ? throw new ActivityFault($"The header '{name}' is set by the sender and cannot be given.") : name;
    }

    public static string CheckValue(string name, object? value)
    {
        var text = value switch
        {
            string given => given.Trim(),
            IEnumerable<object?> several => string.Join(", ", several.Select(one => Convert.ToString(one, CultureInfo.InvariantCulture))),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        return text.All(c => c is '\t' or (>= ' ' and < (char)127))
            ? text
            : throw new ActivityFault($"The value of the header '{name}' holds a line break or a character outside of ASCII, which headers cannot carry.");
    }

    public static bool IsToken(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    public static (byte[]? Body, string? ContentType) ToBody(object? content, string? contentType) => content switch
    {
        null or "" => (null, contentType),
        string text => (Encoding.UTF8.GetBytes(text), contentType ?? "text/plain; charset=utf-8"),
        byte[] bytes => (bytes, contentType ?? "application/octet-stream"),
        IReadOnlyDictionary<string, object?> map when contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true =>
            (Encoding.UTF8.GetBytes(string.Join('&', map.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(ValueConverter.Convert<string>(p.Value) ?? "")}"))), contentType),
        _ => (ValueJson.FormatBytes(content), contentType ?? "application/json"),
    };
}
