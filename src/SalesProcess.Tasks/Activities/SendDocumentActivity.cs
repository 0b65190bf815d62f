using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>Sends a document to a customer, if exactly these bytes have every approval they need.</summary>
[Activity(
    "SalesProcess", "Documents", "Sends a document after checking its bytes against every approval; refuses otherwise.",
    Name = "SendDocument", Outcomes = ["Sent", "Refused"])]
public sealed class SendDocumentActivity : Activity
{
    [Input("The document: {\"id\",\"sha256\"}.")]
    public Input<object> Document { get; set; } = null!;

    [Input("To whom.")]
    public Input<string> Recipient { get; set; } = null!;

    [Input("By which way: email, portal, paper …")]
    public Input<string> Channel { get; set; } = null!;

    [Output("{outcome, sha256, sentAt, missing, reason}")]
    public Output Result { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var document = ApprovalInputs.Document(context.Get(Document), this)
            ?? throw new ActivityFault($"'{DisplayName}' needs a document: {{\"id\",\"sha256\"}}, as CreateDocument gives it.");
        var recipient = TaskInputs.Text(context.Get(Recipient)) ?? throw new ActivityFault($"'{DisplayName}' needs a recipient.");
        var channel = TaskInputs.Text(context.Get(Channel));
        context.Emit(new SendDocument(context.Wait().Id, document.Id, document.Sha256, recipient, channel));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        var outcome = input.GetValueOrDefault("outcome") as string;
        if (outcome is not (ReleaseDecision.Sent or ReleaseDecision.Refused))
        {
            throw new ActivityFault($"'{DisplayName}' was answered with the outcome '{outcome}'. Accepted: {ReleaseDecision.Sent}, {ReleaseDecision.Refused}.");
        }

        context.Set(Result, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["outcome"] = outcome,
            ["sha256"] = input.GetValueOrDefault("sha256"),
            ["sentAt"] = input.GetValueOrDefault("sentAt"),
            ["missing"] = input.GetValueOrDefault("missing") ?? new List<object?>(),
            ["reason"] = input.GetValueOrDefault("reason"),
        });
        context.Complete(outcome);
    }
}
