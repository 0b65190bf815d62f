using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Http;

[Activity("Elsa", "HTTP", "Waits for an HTTP request, or starts the workflow by it.", IsTrigger = true)]
public sealed class HttpEndpoint : Activity
{
    public const string TypeName = "Elsa.HttpEndpoint";

    /// <summary>The key of the stimulus input that carries the request (<see cref="IncomingRequest"/>).</summary>
    public const string RequestKey = "__HttpRequest";

    // A broken rule of the request is an outcome if the definition says so by this flag.
    private static readonly (string Flag, string Outcome)[] Flags =
    [
        ("exposeRequestTooLargeOutcome", IncomingRequest.RequestTooLarge),
        ("exposeFileTooLargeOutcome", IncomingRequest.FileTooLarge),
        ("exposeInvalidFileExtensionOutcome", IncomingRequest.InvalidFileExtension),
        ("exposeInvalidFileMimeTypeOutcome", IncomingRequest.InvalidFileMimeType),
    ];

    private List<string> _exposed = [];

    [Input("The path below the base path, with parameters in braces: orders/{id}.")]
    public Input<string> Path { get; set; } = null!;

    [Input("The methods that are accepted.", Default = "[\"GET\"]", DefaultForNull = false, UiHint = "multi-text")]
    public Input<List<object?>> SupportedMethods { get; set; } = null!;

    [Input("Whether only who has signed in may call it.")]
    public Input<bool> Authorize { get; set; } = null!;

    [Input("A group of the directory that the caller must belong to.")]
    public Input<string> Policy { get; set; } = null!;

    [Input("How long the caller waits for an answer before he is told 408.")]
    public Input<TimeSpan?> RequestTimeout { get; set; } = null!;

    [Input("The largest request in bytes; never more than the service accepts.")]
    public Input<long?> RequestSizeLimit { get; set; } = null!;

    [Input("The largest file in bytes.")]
    public Input<long?> FileSizeLimit { get; set; } = null!;

    [Input("The extensions that files may have, such as .pdf.", UiHint = "multi-text")]
    public Input<List<object?>> AllowedFileExtensions { get; set; } = null!;

    [Input("The extensions that files must not have.", UiHint = "multi-text")]
    public Input<List<object?>> BlockedFileExtensions { get; set; } = null!;

    [Input("The MIME types that files may have.", UiHint = "multi-text")]
    public Input<List<object?>> AllowedMimeTypes { get; set; } = null!;

    [Output("The request: method, path, headers, queryString, content.")]
    public Output? Result { get; set; }

    [Output("The body: a value if it is JSON, its fields if it is a form, else text.")]
    public Output? ParsedContent { get; set; }

    [Output("The files of a form: fileName, contentType, length, content in base64.")]
    public Output? Files { get; set; }

    [Output("The first file.")]
    public Output? File { get; set; }

    [Output("The parameters of the path.")]
    public Output? RouteData { get; set; }

    [Output("The parameters behind the question mark.")]
    public Output? QueryStringData { get; set; }

    [Output("The headers, without those by which the caller signs in.")]
    public Output? Headers { get; set; }

    /// <summary>What a bookmark or trigger of an endpoint is found by.</summary>
    /// <param name="path">The pattern with its parameters; its case does not matter.</param>
    public static Dictionary<string, object?> KeyOf(string path, string method) =>
        new(StringComparer.Ordinal) { ["Path"] = path.Trim('/').ToLowerInvariant(), ["Method"] = method.ToLowerInvariant() };

    public override IReadOnlyList<string> KnownOutcomes() => ["Done", .. _exposed];

    protected internal override void Bind(JsonObject json, ActivityReader reader) => _exposed = [.. Flags.Where(f => ActivityReader.Get(json, f.Flag)?.ToString() is "true" or "True").Select(f => f.Outcome)];

    public override void Execute(ActivityContext context)
    {
        if (context.TakeTrigger())
        {
            Receive(context, context.StimulusInput);
            return;
        }

        foreach (var (payload, key) in Waits(context))
        {
            context.Wait(payload, hashed: true, key: key);
        }
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) => Receive(context, input);

    protected internal override IEnumerable<Trigger> Triggers(ActivityContext context) => Waits(context).Select(w => new Trigger(Id, Type, w.Payload, Key: w.Key));

    private List<(Dictionary<string, object?> Payload, Dictionary<string, object?> Key)> Waits(ActivityContext context)
    {
        var path = CheckPath(context.Get(Path));
        var methods = (context.Get(SupportedMethods) ?? []).Select(m => CheckMethod(m as string)).Distinct(StringComparer.Ordinal).ToList();
        if (methods.Count == 0)
        {
            throw new ActivityFault("'supportedMethods' is empty: it names the methods that are accepted, for example GET.");
        }

        return [.. methods.Select(method => (new EndpointRules
        {
            Path = path,
            Method = method,
            Authorize = context.Get(Authorize),
            Policy = context.Get(Policy) is { Length: > 0 } policy ? policy : null,
            Timeout = context.Get(RequestTimeout) is { } timeout && timeout > TimeSpan.Zero ? timeout : null,
            RequestSize = context.Get(RequestSizeLimit),
            FileSize = context.Get(FileSizeLimit),
            AllowedExtensions = Texts(context.Get(AllowedFileExtensions)),
            BlockedExtensions = Texts(context.Get(BlockedFileExtensions)),
            AllowedTypes = Texts(context.Get(AllowedMimeTypes)),
            Exposed = _exposed,
        }.ToPayload(), KeyOf(path, method)))];
    }

    private static string CheckPath(string? given)
    {
        var path = (given ?? "").Trim().Trim('/');
        if (path.Length == 0)
        {
            throw new ActivityFault("'path' is empty: it is what comes behind the base path, for example orders/{id}.");
        }

        var bad = path.Split('/').FirstOrDefault(segment => segment.Length == 0 || segment.Count(c => c == '{') != segment.Count(c => c == '}') || segment.Contains("{}", StringComparison.Ordinal)
            || segment.Any(c => c is '?' or '#' or '\\' or < ' ') && !segment.Contains('{', StringComparison.Ordinal));
        return bad is null ? path : throw new ActivityFault($"'{given}' is no path: '{bad}' cannot stand between slashes. Write it like orders/{{id}}, without a question mark.");
    }

    private static string CheckMethod(string? method) => method?.Trim() is { Length: > 0 } name && HttpText.IsToken(name)
        ? name.ToUpperInvariant()
        : throw new ActivityFault($"'{method}' is no method. Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS.");

    private static List<string> Texts(List<object?>? list) => [.. (list ?? []).OfType<string>().Where(t => t.Length > 0)];

    private void Receive(ActivityContext context, IReadOnlyDictionary<string, object?> input)
    {
        var request = IncomingRequest.Read(input.GetValueOrDefault(RequestKey) as IReadOnlyDictionary<string, object?>);
        context.State.Requester = request.Id;
        context.Set(RouteData, request.Route);
        context.Set(QueryStringData, request.Query);
        context.Set(Headers, request.Headers);
        context.Set(ParsedContent, request.Content);
        context.Set(Files, request.Files);
        context.Set(File, request.Files is [var first, ..] ? first : null);
        context.Set(Result, request.ToResult());
        context.Complete(request.Outcome is { } outcome && _exposed.Contains(outcome) ? [outcome] : []);
    }
}
