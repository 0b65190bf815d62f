using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>A delivery is accepted, criterion by criterion.</summary>
[Activity("SalesProcess", "People", "Somebody records whether a delivery meets its criteria.", Outcomes = ["Passed", "Conditional", "Failed"])]
public sealed class Acceptance : HumanActivity
{
    private static readonly IReadOnlyList<TaskAction> Actions =
    [
        new("Passed", new LocalizedText("Passed", "通过")),
        new("Conditional", new LocalizedText("Passed with conditions", "有条件通过")),
        new("Failed", new LocalizedText("Failed", "未通过")),
    ];

    [Input("Who does it, by id. Without it the candidates may claim it.")]
    public Input<string> Assignee { get; set; } = null!;

    [Input("Groups whose members may claim it.")]
    public Input<string[]> CandidateGroups { get; set; } = null!;

    [Input("People who may claim it, by id.")]
    public Input<string[]> CandidateUsers { get; set; } = null!;

    [Input("The criteria: [{\"ref\",\"text\"}]. The form asks for a result of each.")]
    public Input<object> Criteria { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var task = TaskInputs.Read(context, this, defaultForm: "acceptance");
        SingleTask.Open(
            context,
            this,
            task with
            {
                Assignee = TaskInputs.Text(context.Get(Assignee)),
                CandidateGroups = TaskInputs.Ids(context.Get(CandidateGroups)),
                CandidateUsers = TaskInputs.Ids(context.Get(CandidateUsers)),
                Actions = Actions,
                Data = WithCriteria(task.Data, TaskInputs.Parsed(context.Get(Criteria))),
            });
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        SingleTask.Resume(context, this, bookmark, input);

    private object? WithCriteria(object? data, object? criteria)
    {
        if (criteria is null)
        {
            return data;
        }

        if (criteria is not List<object?> list || !list.TrueForAll(c => c is IReadOnlyDictionary<string, object?>))
        {
            throw new ActivityFault($"The criteria of '{DisplayName}' must be a list such as [{{\"ref\":\"3.1\",\"text\":\"…\"}}].");
        }

        if (data is not (null or IReadOnlyDictionary<string, object?>))
        {
            throw new ActivityFault($"The data of '{DisplayName}' must be an object, so that the criteria can be added to it.");
        }

        var filled = data is IReadOnlyDictionary<string, object?> map
            ? new Dictionary<string, object?>(map, StringComparer.Ordinal)
            : new Dictionary<string, object?>(StringComparer.Ordinal);
        filled["criteria"] = list;
        return filled;
    }
}
