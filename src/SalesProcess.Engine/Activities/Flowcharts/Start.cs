using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Flow", "Where a flowchart begins.")]
public sealed class Start : Activity
{
    public override void Execute(ActivityContext context) => context.Complete();
}
