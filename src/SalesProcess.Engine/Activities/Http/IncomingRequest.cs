namespace SalesProcess.Engine.Activities.Http;

/// <summary>A request that came to an endpoint, as the stimulus carries it.</summary>
public sealed record IncomingRequest
{
    public const string RequestTooLarge = "Request too large";
    public const string FileTooLarge = "File too large";
    public const string InvalidFileExtension = "Invalid file extension";
    public const string InvalidFileMimeType = "Invalid file MIME type";

    /// <summary>Under this id the caller waits for his answer; null if nobody waits.</summary>
    public string? Id { get; init; }

    public string Method { get; init; } = "GET";

    public string Path { get; init; } = "/";

    public Dictionary<string, object?> Route { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, object?> Query { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, object?> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public object? Content { get; init; }

    public List<object?> Files { get; init; } = [];

    /// <summary>The outcome for a request that breaks one of the endpoint's rules; null for a good one.</summary>
    public string? Outcome { get; init; }

    public Dictionary<string, object?> ToStimulus() => new(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["method"] = Method,
        ["path"] = Path,
        ["route"] = Route,
        ["query"] = Query,
        ["headers"] = Headers,
        ["content"] = Content,
        ["files"] = Files,
        ["outcome"] = Outcome,
    };

    internal static IncomingRequest Read(IReadOnlyDictionary<string, object?>? map) => map is null
        ? new IncomingRequest()
        : new IncomingRequest
        {
            Id = map.GetValueOrDefault("id") as string,
            Method = map.GetValueOrDefault("method") as string ?? "GET",
            Path = map.GetValueOrDefault("path") as string ?? "/",
            Route = Map(map, "route"),
            Query = Map(map, "query"),
            Headers = Map(map, "headers"),
            Content = map.GetValueOrDefault("content"),
            Files = [.. map.GetValueOrDefault("files") as IEnumerable<object?> ?? []],
            Outcome = map.GetValueOrDefault("outcome") as string,
        };

    internal Dictionary<string, object?> ToResult() => new(StringComparer.Ordinal)
    {
        ["method"] = Method,
        ["path"] = Path,
        ["headers"] = Headers,
        ["queryString"] = Query,
        ["content"] = Content,
    };

    private static Dictionary<string, object?> Map(IReadOnlyDictionary<string, object?> map, string name) =>
        new(map.GetValueOrDefault(name) as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
}
