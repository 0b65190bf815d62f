using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Looping", "Leaves the nearest loop; outside of a loop it ends the sequences around it.", IsTerminal = true, Outcomes = [])]
public sealed class Break : Activity
{
    /// <summary>Set on a sequence that starts nothing more.</summary>
    internal const string Property = "breaking";

    public override void Execute(ActivityContext context)
    {
        if (context.FindAncestor(activity => activity is ILoop or WorkflowRoot) is { Activity: ILoop } loop)
        {
            context.CompleteAncestor(loop);
            return;
        }

        for (var record = context.Record.Parent; record is { Activity: not WorkflowRoot }; record = record.Parent)
        {
            if (record.Activity is Sequence)
            {
                record.Properties[Property] = true;
            }
        }

        context.Complete();
    }
}
