using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

/// <summary>Who may call an endpoint with what. Stands in the payload of its trigger or bookmark, so that it is known before an instance is loaded or made.</summary>
public sealed record EndpointRules
{
    public required string Path { get; init; }

    public required string Method { get; init; }

    public bool Authorize { get; init; }

    /// <summary>A group that the caller must belong to.</summary>
    public string? Policy { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>In bytes, as the next one.</summary>
    public long? RequestSize { get; init; }

    public long? FileSize { get; init; }

    public IReadOnlyList<string> AllowedExtensions { get; init; } = [];

    public IReadOnlyList<string> BlockedExtensions { get; init; } = [];

    public IReadOnlyList<string> AllowedTypes { get; init; } = [];

    /// <summary>The broken rules that the workflow itself wants to hear of.</summary>
    public IReadOnlyList<string> Exposed { get; init; } = [];

    public Dictionary<string, object?> ToPayload() => new(StringComparer.Ordinal)
    {
        ["Path"] = Path,
        ["Method"] = Method,
        ["Authorize"] = Authorize,
        ["Policy"] = Policy,
        ["Timeout"] = Timeout?.ToString("c"),
        ["RequestSize"] = RequestSize,
        ["FileSize"] = FileSize,
        ["AllowedExtensions"] = AllowedExtensions.ToList<object?>(),
        ["BlockedExtensions"] = BlockedExtensions.ToList<object?>(),
        ["AllowedTypes"] = AllowedTypes.ToList<object?>(),
        ["Exposed"] = Exposed.ToList<object?>(),
    };

    public static EndpointRules Read(object? payload)
    {
        var map = (IReadOnlyDictionary<string, object?>)payload!;
        return new EndpointRules
        {
            Path = (string)map["Path"]!,
            Method = (string)map["Method"]!,
            Authorize = map.GetValueOrDefault("Authorize") is true,
            Policy = map.GetValueOrDefault("Policy") as string,
            Timeout = map.GetValueOrDefault("Timeout") is string timeout ? TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture) : null,
            RequestSize = Size("RequestSize"),
            FileSize = Size("FileSize"),
            AllowedExtensions = Texts("AllowedExtensions"),
            BlockedExtensions = Texts("BlockedExtensions"),
            AllowedTypes = Texts("AllowedTypes"),
            Exposed = Texts("Exposed"),
        };

        long? Size(string name) => map.GetValueOrDefault(name) is { } value ? ValueConverter.Convert<long>(value) : null;

        List<string> Texts(string name) => [.. (map.GetValueOrDefault(name) as IEnumerable<object?> ?? []).OfType<string>()];
    }
}
