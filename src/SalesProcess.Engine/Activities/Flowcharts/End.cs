using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Flow", "Ends its flowchart at once; what still runs in it is cancelled.", IsTerminal = true, Outcomes = [])]
public sealed class End : Activity
{
    public override void Execute(ActivityContext context) => context.Complete();
}
