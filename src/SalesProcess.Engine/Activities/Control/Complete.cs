using System.Collections;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Composition", "Ends the workflow, or the workflow used as an activity that it stands in, with outcomes of its own.", IsTerminal = true, Outcomes = [])]
public sealed class Complete : Activity
{
    [Input("The outcomes: one text or a list of texts. None is Done.", KeepsText = true, UiHint = "dynamic-outcomes")]
    public Input<object> Outcomes { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var outcomes = Names(context.Get(Outcomes));
        var composite = context.FindAncestor(activity => activity is WorkflowRoot)
            ?? throw new InvalidOperationException("Every activity stands below a workflow.");
        // What a workflow used as an activity ends with are outcomes of that activity, not of the instance.
        if (outcomes.Length > 0 && composite.Parent is null)
        {
            context.State.Outcome = string.Join(',', outcomes);
        }

        context.CompleteComposite(composite, outcomes);
    }

    /// <summary>The outcomes it will give; null if only a run can tell.</summary>
    public IReadOnlyList<string>? ConstantOutcomes() => Outcomes.TryGetConstant(out var value) ? Names(value) : null;

    private static string[] Names(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable list and not IReadOnlyDictionary<string, object?> => [.. list.Cast<object?>().Where(o => o is not null).Select(o => ValueConverter.ToText(o!))],
        var other => [ValueConverter.ToText(other)],
    };
}
