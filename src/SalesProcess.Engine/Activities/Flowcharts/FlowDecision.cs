using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Branching", "Leaves by True or False.", Outcomes = ["True", "False"])]
public sealed class FlowDecision : Activity
{
    [Input("Which way it leaves.", UiHint = "single-line")]
    public Input<bool> Condition { get; set; } = null!;

    public override void Execute(ActivityContext context) => context.Complete(context.Get(Condition) ? "True" : "False");
}
