using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks.Activities;

/// <summary>A task for one person; its outcomes are the actions it offers.</summary>
[Activity("SalesProcess", "People", "A task for a person. It ends with the action that person chooses.", Name = "UserTask", Outcomes = ["Complete"])]
public sealed class UserTaskActivity : HumanActivity
{
    [Input("Who does it, by id. Without it the candidates may claim it.")]
    public Input<string> Assignee { get; set; } = null!;

    [Input("Groups whose members may claim it.")]
    public Input<string[]> CandidateGroups { get; set; } = null!;

    [Input("People who may claim it, by id.")]
    public Input<string[]> CandidateUsers { get; set; } = null!;

    [Input("The ways to complete it, each an outcome: [{\"key\",\"title\"}].", UiHint = "dynamic-outcomes")]
    public Input<object> Actions { get; set; } = null!;

    [Input("The outcome that skipping it with a reason takes, be it one of the actions or another. Without it the task cannot be skipped.")]
    public Input<string> Skippable { get; set; } = null!;

    public override void Execute(ActivityContext context) => SingleTask.Open(
        context,
        this,
        TaskInputs.Read(context, this) with
        {
            Assignee = TaskInputs.Text(context.Get(Assignee)),
            CandidateGroups = TaskInputs.Ids(context.Get(CandidateGroups)),
            CandidateUsers = TaskInputs.Ids(context.Get(CandidateUsers)),
            Actions = TaskInputs.Actions(context.Get(Actions), this),
            SkipOutcome = TaskInputs.SkipOutcome(context.Get(Skippable), this),
        });

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        SingleTask.Resume(context, this, bookmark, input);

    /// <summary>The action keys if they stand in the file; null if a script computes them.</summary>
    public override IReadOnlyList<string>? KnownOutcomes() => Keys() is { } keys && SkipKeys() is { } skip ? WithTimeout([.. keys.Union(skip, StringComparer.Ordinal)]) : null;

    protected override IEnumerable<string> Validate()
    {
        var fault = (string?)null;
        try
        {
            Keys();
            SkipKeys();
        }
        catch (ActivityFault wrong)
        {
            fault = wrong.Message;
        }

        return fault is null ? [] : [fault];
    }

    // No outcome, or the one that stands in the file; null if a script computes it.
    private IReadOnlyList<string>? SkipKeys() => Skippable?.Expression switch
    {
        null => [],
        LiteralExpression literal => TaskInputs.SkipOutcome(literal.Value as string, this) is { } outcome ? [outcome] : [],
        _ => null,
    };

    private List<string>? Keys()
    {
        object? value;
        switch (Actions?.Expression)
        {
            case null:
                value = null;
                break;
            case LiteralExpression literal:
                value = literal.Value;
                break;
            case ObjectExpression json when json.Check() is null:
                value = ValueJson.Parse(string.IsNullOrWhiteSpace(json.Text) ? "null" : json.Text);
                break;
            default:
                return null;
        }

        return [.. TaskInputs.Actions(value, this).Select(a => a.Key)];
    }
}
