using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Scheduling;

[Activity("Elsa", "Scheduling", "Waits until a time, or starts the workflow at it. A time that has passed is no wait.", IsTrigger = true)]
public sealed class StartAt : Activity
{
    [Input("The time, with its offset from UTC.")]
    public Input<DateTimeOffset?> DateTime { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        if (!context.TakeTrigger() && context.Get(DateTime) is { } time && time > context.Now)
        {
            context.WaitUntil(time);
        }
        else
        {
            context.Complete();
        }
    }

    protected internal override IEnumerable<Trigger> Triggers(ActivityContext context) => context.Get(DateTime) is { } time
        ? [new Trigger(Id, Type, new Dictionary<string, object?>(StringComparer.Ordinal) { ["DateTime"] = time }, time)]
        : [];
}
