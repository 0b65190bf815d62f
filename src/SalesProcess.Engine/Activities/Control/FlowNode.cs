using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Workflows", "A container for one activity.")]
public sealed class FlowNode : Activity
{
    [Port]
    public Activity? Body { get; set; }

    public override void Execute(ActivityContext context)
    {
        if (Body is null)
        {
            context.Complete();
        }
        else
        {
            context.Schedule(Body);
        }
    }
}
