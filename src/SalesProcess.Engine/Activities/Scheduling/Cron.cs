using Cronos;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Scheduling;

[Activity("Elsa", "Scheduling", "Starts a workflow by a cron expression; inside of one it waits for the next occurrence.", IsTrigger = true)]
public sealed class Cron : Activity
{
    [Input("Six fields: second, minute, hour, day of month, month, day of week. Times are UTC.", UiHint = "single-line")]
    public Input<string> CronExpression { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        if (context.TakeTrigger())
        {
            context.Complete();
        }
        else
        {
            context.WaitUntil(Next(context));
        }
    }

    protected internal override IEnumerable<Trigger> Triggers(ActivityContext context) =>
        [new Trigger(Id, Type, new Dictionary<string, object?>(StringComparer.Ordinal) { ["CronExpression"] = context.Get(CronExpression) }, Next(context))];

    private DateTimeOffset Next(ActivityContext context)
    {
        var text = context.Get(CronExpression) ?? "";
        if (!Cronos.CronExpression.TryParse(text, CronFormat.IncludeSeconds, out var cron))
        {
            throw new ActivityFault($"The cron expression '{text}' cannot be read. Accepted are six fields with the seconds first, for example '0 30 9 * * 1-5'.");
        }

        return cron.GetNextOccurrence(context.Now, TimeZoneInfo.Utc)
            ?? throw new ActivityFault($"The cron expression '{text}' has no occurrence any more.");
    }
}
