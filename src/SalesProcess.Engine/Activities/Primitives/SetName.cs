using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Names the workflow instance.")]
public sealed class SetName : Activity
{
    [Input("The instance's name.")]
    public Input<string> Value { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        context.State.Name = context.Get(Value);
        context.Complete();
    }
}
