using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Looping", "Runs its body as long as a condition is true.")]
public sealed class While : Activity, ILoop
{
    [Input("Looked at before every round.", Lazy = true, UiHint = "single-line")]
    public Input<bool> Condition { get; set; } = null!;

    [Port]
    public Activity? Body { get; set; }

    public override void Execute(ActivityContext context)
    {
        if (Body is not null && context.Get(Condition))
        {
            context.Schedule(Body);
        }
        else
        {
            context.Complete();
        }
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) => Execute(context);
}
