using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Http;

/// <summary>An activity that sends a request and waits for the answer. The request leaves as an effect, so it is made after the commit.</summary>
public abstract class HttpRequest : Activity
{
    private const string Refused = "_refused";

    [Input("Where the request goes: an absolute address with http or https.")]
    public Input<string> Url { get; set; } = null!;

    [Input("The method.", Default = "GET", UiHint = "dropdown")]
    public Input<string> Method { get; set; } = null!;

    [Input("The body: text as it is, anything else as JSON, or as a form if the content type says so.", KeepsText = true)]
    public Input<object> Content { get; set; } = null!;

    [Input("The type of the body.")]
    public Input<string> ContentType { get; set; } = null!;

    [Input("The Authorization header, for example 'Bearer …'. The journal does not show it.")]
    public Input<string> Authorization { get; set; } = null!;

    [Input("Sends the Authorization header as it is, also if it has no scheme.")]
    public Input<bool> DisableAuthorizationHeaderValidation { get; set; } = null!;

    [Input("More headers by name.")]
    public Input<Dictionary<string, object?>> RequestHeaders { get; set; } = null!;

    [Output("The status code of the answer.")]
    public Output? StatusCode { get; set; }

    [Output("The answer's body: a value if it is JSON, text if it is text, else base64.")]
    public Output? ParsedContent { get; set; }

    [Output("The answer's headers: a list of values by name.")]
    public Output? ResponseHeaders { get; set; }

    [Output("The whole answer: statusCode, headers, content.")]
    public Output? Result { get; set; }

    public override void Execute(ActivityContext context)
    {
        var message = HttpMessage.Of(
            context.Get(Url), context.Get(Method), context.Get(RequestHeaders), context.Get(Authorization), context.Get(DisableAuthorizationHeaderValidation), context.Get(Content), context.Get(ContentType));
        // Found by its id only: the address says to people what is waited for, without its query, which may hold secrets.
        var payload = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Method"] = message.Method, ["Url"] = new Uri(message.Url).GetLeftPart(UriPartial.Path) };
        var bookmark = context.Wait(payload, hashed: true, key: context.Ambient.NewId());
        context.Emit(new Effect.SendHttp(bookmark.Id, message.Url, message.Method, message.Headers, message.Body, message.ContentType));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        var answer = HttpReply.Read(input, ExpectedCodes(context));
        if (answer.Refusal is { } refusal)
        {
            // A retry of the incident hands the same refusal in again: then the request is made anew, for the settings may have changed.
            if (context.Record.Property<string>(Refused) == bookmark.Id)
            {
                Execute(context);
                return;
            }

            context.Record.Properties[Refused] = bookmark.Id;
            throw new ActivityFault(refusal);
        }

        if (answer.StatusCode is { } code)
        {
            context.Set(StatusCode, code);
            context.Set(ParsedContent, answer.Content);
            context.Set(ResponseHeaders, answer.Headers);
            context.Set(Result, new Dictionary<string, object?>(StringComparer.Ordinal) { ["statusCode"] = code, ["headers"] = answer.Headers, ["content"] = answer.Content });
        }

        Receive(context, answer);
    }

    protected internal override bool IsAnsweredByTheService => true;

    protected internal override IReadOnlyDictionary<string, object?> Noted(IReadOnlyDictionary<string, object?> inputs) => HttpSecrets.Mask(inputs);

    /// <summary>The status codes that the definition expects; the first one is what a trial run answers.</summary>
    protected abstract IReadOnlyList<long> ExpectedCodes(ActivityContext context);

    private protected abstract void Receive(ActivityContext context, HttpReply answer);
}
