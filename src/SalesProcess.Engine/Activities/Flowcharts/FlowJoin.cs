using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Flow", "Joins branches of a flowchart.")]
public sealed class FlowJoin : Activity
{
    [Input("What it waits for: WaitAny, WaitAll or WaitAllActive.", Default = "WaitAny", Lazy = true, UiHint = "dropdown")]
    public Input<FlowJoinMode> Mode { get; set; } = null!;

    // Waiting is the flowchart's business: when this runs, the join is already decided.
    public override void Execute(ActivityContext context) => context.Complete();
}
