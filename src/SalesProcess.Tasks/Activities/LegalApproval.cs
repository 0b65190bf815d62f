using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>Legal and the departments concerned approve exactly this version of a document. The company's matrix says who; nothing waives it.</summary>
[Activity(
    "SalesProcess", "People", "Legal and the departments that the approval matrix names approve a document before it goes out.",
    Outcomes = ["Approve", "RequestChanges", "Reject"])]
public sealed class LegalApproval : HumanActivity
{
    private static readonly IReadOnlyList<TaskAction> Actions = [ApprovalInputs.Approve, ApprovalInputs.RequestChanges, ApprovalInputs.Reject];

    [Input("The document, as CreateDocument gave it: {\"id\",\"sha256\",\"metadata\"}.")]
    public Input<object> Document { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var given = TaskInputs.Parsed(context.Get(Document));
        var document = ApprovalInputs.Document(given, this)
            ?? throw new ActivityFault($"'{DisplayName}' needs a document: {{\"id\",\"sha256\",\"metadata\"}}, as CreateDocument gives it.");
        var groups = ApprovalMatrix.Required(
            context.Ambient.Facts.GetValueOrDefault(ApprovalMatrix.Fact), CreatedHere(context, document) ?? Metadata(given));
        var task = TaskInputs.Read(context, this, defaultForm: "contract-approval") with { Document = document };
        IReadOnlyList<Approver> approvers = [.. groups.Select(group => new Approver(group, null, null))];
        ApprovalVotes.Open(context, this, task, approvers, Ballot.Of(approvers.Count, "all", veto: true), Actions);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        ApprovalVotes.Resume(context, this, bookmark, input, Actions);

    // What this instance stored with the document goes before what an expression says about it.
    private static object? CreatedHere(ActivityContext context, DocumentReference document) => context.State.ActivityOutputs.Values
        .Select(outputs => outputs.GetValueOrDefault("result") as IReadOnlyDictionary<string, object?>)
        .Where(result => result?.GetValueOrDefault("id") as string == document.Id && result!.GetValueOrDefault("sha256") as string == document.Sha256)
        .Select(Metadata)
        .FirstOrDefault(metadata => metadata is not null);

    private static object? Metadata(object? document) => (document as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("metadata");
}
