using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Sets the correlation id of the workflow instance.")]
public sealed class Correlate : Activity
{
    [Input("What the instance is found by, for example the number of the quotation.")]
    public Input<string> CorrelationId { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        context.State.CorrelationId = context.Get(CorrelationId);
        context.Complete();
    }
}
