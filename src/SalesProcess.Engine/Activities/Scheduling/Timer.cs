using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Scheduling;

[Activity("Elsa", "Scheduling", "Starts a workflow again and again; inside of one it waits for one interval.", IsTrigger = true)]
public sealed class Timer : Activity
{
    [Input("The interval, as hh:mm:ss.", Default = "00:01:00")]
    public Input<TimeSpan> Interval { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        if (context.TakeTrigger())
        {
            context.Complete();
        }
        else
        {
            context.WaitFor(context.Get(Interval));
        }
    }

    protected internal override IEnumerable<Trigger> Triggers(ActivityContext context)
    {
        var interval = context.Get(Interval);
        return interval >= System.TimeSpan.FromSeconds(1) && interval <= DateTimeOffset.MaxValue - context.Now
            ? [new Trigger(Id, Type, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Interval"] = interval }, context.Now + interval)]
            : throw new ActivityFault($"The interval {interval} cannot start a workflow again and again. Accepted is one second or more.");
    }
}
