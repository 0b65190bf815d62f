using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>An approval whose reviewers score what they review and may send it back for rework.</summary>
[Activity("SalesProcess", "People", "Reviewers score feasibility, professionalism and competitiveness.", Outcomes = ["Approve", "Rework", "Reject"])]
public sealed class InternalReview : HumanActivity
{
    private static readonly IReadOnlyList<TaskAction> Actions = [ApprovalInputs.Approve, ApprovalInputs.Rework, ApprovalInputs.Reject];

    [Input("Who reviews: [{\"group\" or \"user\", \"title\"}].")]
    public Input<object> Approvers { get; set; } = null!;

    [Input("How many must approve: all, majority, or a number.", Default = "all")]
    public Input<string> Quorum { get; set; } = null!;

    [Input("One objection decides at once.", Default = true)]
    public Input<bool> Veto { get; set; } = null!;

    [Input("The document that is reviewed: {\"id\",\"sha256\"}.")]
    public Input<object> Document { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var approvers = ApprovalInputs.Approvers(context.Get(Approvers), this);
        var ballot = Ballot.Of(approvers.Count, context.Get(Quorum), context.Get(Veto));
        var task = TaskInputs.Read(context, this, defaultForm: "review") with { Document = ApprovalInputs.Document(context.Get(Document), this) };
        ApprovalVotes.Open(context, this, task, approvers, ballot, Actions);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        ApprovalVotes.Resume(context, this, bookmark, input, Actions);
}
