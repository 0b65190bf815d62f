using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;

namespace SalesProcess.Tasks.Activities;

/// <summary>The inputs that every activity done by people has. What is done with them stands in <see cref="TaskInputs"/>.</summary>
public abstract class HumanActivity : Activity
{
    internal const string Timeout = "Timeout";

    [Input("The headline people see: a text, or {\"en\",\"zh\"}.")]
    public Input<object> Title { get; set; } = null!;

    [Input("What to do and how: a text, or {\"en\",\"zh\"}.", UiHint = "multi-line")]
    public Input<object> Instructions { get; set; } = null!;

    [Input("People who must not do it, by id.")]
    public Input<string[]> ExcludedUsers { get; set; } = null!;

    [Input("Names of earlier tasks: whoever took part in one of them must not do this one (separation of duties).")]
    public Input<string[]> NotCompletersOf { get; set; } = null!;

    [Input("Whoever started the deal must not do it (separation of duties).")]
    public Input<bool> NotInitiator { get; set; } = null!;

    [Input("The form to fill in: the name of a file in forms/, without .json.")]
    public Input<string> Form { get; set; } = null!;

    [Input("Values to fill in beforehand and context to show.")]
    public Input<object> Data { get; set; } = null!;

    [Input("How long it may take: 2wd working days, 4wh working hours, or ISO 8601 by the clock (P3D, PT4H).")]
    public Input<string> DueIn { get; set; } = null!;

    [Input("When it is due; stronger than dueIn.")]
    public Input<DateTimeOffset?> DueAt { get; set; } = null!;

    [Input("When to look at it again.")]
    public Input<DateTimeOffset?> FollowUpAt { get; set; } = null!;

    [Input("The calendar that dueIn counts by.", Default = "china")]
    public Input<string> Calendar { get; set; } = null!;

    [Input("0 to 100.", Default = 50)]
    public Input<int?> Priority { get; set; } = null!;

    [Input("When the outcome Timeout comes by itself, if nobody was earlier.")]
    public Input<DateTimeOffset?> TimeoutAt { get; set; } = null!;

    [Input("When to remind, once or several times: 50% (of the time allowed), -1wd (before the due time), +1wd (after it), or a time.")]
    public Input<object> RemindAt { get; set; } = null!;

    [Input("The person or group to escalate to; without 'escalation' as soon as it is overdue. The managers, one after the other, if not given.")]
    public Input<string> EscalateTo { get; set; } = null!;

    [Input("What happens if nobody does it: [{\"after\":\"80%\"},{\"after\":\"+1wd\",\"to\":\"gm\",\"raise\":30}], the times as in 'remindAt'.")]
    public Input<object> Escalation { get; set; } = null!;

    [Input("What becomes of a draft when somebody else gets the task: keep (he goes on with it) or drop.", Default = "keep")]
    public Input<string> DraftOnReassign { get; set; } = null!;

    [Output("What was answered.")]
    public Output Result { get; set; } = null!;

    /// <summary>The outcomes of people's answers, with that of the time-out if there may be one.</summary>
    protected IReadOnlyList<string> WithTimeout(IReadOnlyList<string> outcomes) =>
        TimeoutAt?.Expression is null or LiteralExpression { Value: null or "" } ? outcomes : [.. outcomes, Timeout];

    public override IReadOnlyList<string>? KnownOutcomes() => WithTimeout(Descriptor.Outcomes);

    internal static bool IsTimeout(Bookmark bookmark) => bookmark.Name == Timeout;
}
