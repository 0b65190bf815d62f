using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>Several people vote at the same time; the quorum decides.</summary>
[Activity("SalesProcess", "People", "Several people or groups decide at the same time.", Outcomes = ["Approve", "RequestChanges", "Reject"])]
public sealed class Approval : HumanActivity
{
    private static readonly IReadOnlyList<TaskAction> Actions = [ApprovalInputs.Approve, ApprovalInputs.RequestChanges, ApprovalInputs.Reject];

    [Input("Who decides: [{\"group\" or \"user\", \"title\"}].")]
    public Input<object> Approvers { get; set; } = null!;

    [Input("How many must approve: all, majority, or a number.", Default = "all")]
    public Input<string> Quorum { get; set; } = null!;

    [Input("One objection decides at once.", Default = true)]
    public Input<bool> Veto { get; set; } = null!;

    [Input("The document that is decided on: {\"id\",\"sha256\"}.")]
    public Input<object> Document { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var approvers = ApprovalInputs.Approvers(context.Get(Approvers), this);
        var ballot = Ballot.Of(approvers.Count, context.Get(Quorum), context.Get(Veto));
        var task = TaskInputs.Read(context, this) with { Document = ApprovalInputs.Document(context.Get(Document), this) };
        ApprovalVotes.Open(context, this, task, approvers, ballot, Actions);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        ApprovalVotes.Resume(context, this, bookmark, input, Actions);
}
