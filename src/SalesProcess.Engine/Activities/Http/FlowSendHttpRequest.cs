using System.Globalization;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

[Activity("Elsa", "HTTP", "Sends an HTTP request and goes on by the answer's status code.", Outcomes = ["Done", Unmatched, HttpReply.FailedToConnect, HttpReply.Timeout])]
public sealed class FlowSendHttpRequest : HttpRequest
{
    public const string Unmatched = "Unmatched status code";

    [Input("The status codes that have an outcome of their own.", Default = "[200]", UiHint = "multi-text")]
    public Input<List<object?>> ExpectedStatusCodes { get; set; } = null!;

    /// <summary>Every expected code is an outcome, and the list may come from an expression.</summary>
    public override IReadOnlyList<string>? KnownOutcomes() => null;

    protected override IReadOnlyList<long> ExpectedCodes(ActivityContext context) => [.. (context.Get(ExpectedStatusCodes) ?? []).Select(ValueConverter.Convert<long>)];

    private protected override void Receive(ActivityContext context, HttpReply answer)
    {
        var expected = ExpectedCodes(context);
        string[] outcomes = answer switch
        {
            { Failure: { } failure } => [failure],
            _ when expected.Count == 0 => ["Done"],
            { StatusCode: { } code } when expected.Contains(code) => [code.ToString(CultureInfo.InvariantCulture), "Done"],
            _ => [Unmatched, "Done"],
        };
        context.Complete(outcomes);
    }
}
