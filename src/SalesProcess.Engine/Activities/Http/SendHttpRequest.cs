using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

[Activity("Elsa", "HTTP", "Sends an HTTP request and runs the activity for the answer's status code.")]
public sealed class SendHttpRequest : HttpRequest
{
    public IReadOnlyList<(long StatusCode, Activity? Activity)> Expected { get; private set; } = [];

    [Port]
    public Activity? UnmatchedStatusCode { get; set; }

    [Port]
    public Activity? FailedToConnect { get; set; }

    [Port]
    public Activity? Timeout { get; set; }

    protected internal override void Bind(JsonObject json, ActivityReader reader) => Expected =
    [
        .. ActivityReader.ReadList(ActivityReader.Get(json, "expectedStatusCodes")).Select(item => (
            ValueConverter.Convert<long>(ValueJson.FromNode(ActivityReader.Get(item, "statusCode"))),
            reader.ReadOptional(ActivityReader.Get(item, "activity"), this))),
    ];

    protected override IReadOnlyList<long> ExpectedCodes(ActivityContext context) => [.. Expected.Select(e => e.StatusCode)];

    private protected override void Receive(ActivityContext context, HttpReply answer)
    {
        var port = answer.Failure switch
        {
            HttpReply.FailedToConnect => FailedToConnect,
            HttpReply.Timeout => Timeout,
            _ => Expected.Any(e => e.StatusCode == answer.StatusCode) ? Expected.First(e => e.StatusCode == answer.StatusCode).Activity : UnmatchedStatusCode,
        };
        if (port is null)
        {
            context.Complete();
            return;
        }

        context.Schedule(port);
    }
}
