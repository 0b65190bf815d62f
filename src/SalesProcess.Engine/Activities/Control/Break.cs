using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Looping", "Leaves the nearest loop; outside of a loop it ends the sequences around it.", IsTerminal = true, Outcomes = [])]
public sealed class Break : Activity
{
    public override void Execute(ActivityContext context)
    {
        var left = context.FindAncestor(activity => activity is ILoop) ?? OutermostSequence(context);
        if (left is null)
        {
            context.Complete();
        }
        else
        {
            context.CompleteAncestor(left);
        }
    }

    private static ActivityRecord? OutermostSequence(ActivityContext context)
    {
        ActivityRecord? found = null;
        for (var record = context.Record.Parent; record?.Activity is Sequence; record = record.Parent)
        {
            found = record;
        }

        return found;
    }
}
