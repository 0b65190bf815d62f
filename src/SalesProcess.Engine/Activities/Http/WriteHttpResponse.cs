using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

[Activity("Elsa", "HTTP", "Answers the HTTP request that the workflow was woken by.")]
public sealed class WriteHttpResponse : Activity
{
    private const int Lowest = 200;
    private const int Highest = 599;

    [Input("The status code: a number or its name, such as NotFound.", Default = "OK", UiHint = "dropdown")]
    public Input<object> StatusCode { get; set; } = null!;

    [Input("The body: text as it is, anything else as JSON.", KeepsText = true)]
    public Input<object> Content { get; set; } = null!;

    [Input("The type of the body.")]
    public Input<string> ContentType { get; set; } = null!;

    [Input("More headers by name.")]
    public Input<Dictionary<string, object?>> ResponseHeaders { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        if (context.State.Requester is not { } requester)
        {
            throw new ActivityFault("The HTTP context was lost: nobody waits for this response. It can be written in the run that the request started, once, and not behind something that waits for people, events or times.");
        }

        var headers = (context.Get(ResponseHeaders) ?? []).ToDictionary(h => HttpText.CheckName(h.Key), h => HttpText.CheckValue(h.Key, h.Value), StringComparer.OrdinalIgnoreCase);
        var contentType = context.Get(ContentType);
        if (headers.Remove("Content-Type", out var typeByHeader) && string.IsNullOrWhiteSpace(contentType))
        {
            contentType = typeByHeader;
        }

        var (body, type) = HttpText.ToBody(context.Get(Content), string.IsNullOrWhiteSpace(contentType) ? null : HttpText.CheckValue("Content-Type", contentType));
        context.Emit(new Effect.AnswerRequest(requester, Code(context.Get(StatusCode)), headers, body, type));
        context.State.Requester = null;
        context.Complete();
    }

    private static int Code(object? given)
    {
        var code = given switch
        {
            null => (int)System.Net.HttpStatusCode.OK,
            string name when !name.All(char.IsAsciiDigit) => Enum.TryParse<System.Net.HttpStatusCode>(name.Trim(), ignoreCase: true, out var named) ? (int)named : 0,
            _ => ValueConverter.Convert<int>(given),
        };
        return code is >= Lowest and <= Highest
            ? code
            : throw new ActivityFault($"'{given}' is no status code that a response can have. Use a number from {Lowest} to {Highest}, or a name such as OK or NotFound.");
    }
}
