using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Scheduling;

[Activity("Elsa", "Scheduling", "Waits for a time span.")]
public sealed class Delay : Activity
{
    [Input("How long, as hh:mm:ss.", Default = "00:01:00")]
    public Input<TimeSpan> TimeSpan { get; set; } = null!;

    public override void Execute(ActivityContext context) => context.WaitFor(context.Get(TimeSpan));
}
