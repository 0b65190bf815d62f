using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Looping", "Counts from a start to an end and runs its body each time.")]
public sealed class For : Activity, ILoop
{
    private const string Current = "current";

    [Input("The first number.")]
    public Input<int> Start { get; set; } = null!;

    [Input("The last number.")]
    public Input<int> End { get; set; } = null!;

    [Input("What is added each time; negative counts down.", Default = 1, DefaultForNull = false)]
    public Input<int> Step { get; set; } = null!;

    [Input("Whether the body runs for the last number too.", Default = true)]
    public Input<bool> OuterBoundInclusive { get; set; } = null!;

    [Port]
    public Activity? Body { get; set; }

    [Output("The number of the round.")]
    public Output? CurrentValue { get; set; }

    public override void Execute(ActivityContext context) => Round(context, context.Get(Start));

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) =>
        Round(context, context.Record.Property<long>(Current) + context.Get(Step));

    private void Round(ActivityContext context, long number)
    {
        if (Body is null || !IsWithin(context, number))
        {
            context.Complete();
            return;
        }

        context.Record.Properties[Current] = number;
        context.Set(CurrentValue, number);
        context.Schedule(Body, variables: new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(CurrentValue)] = number });
    }

    private bool IsWithin(ActivityContext context, long number)
    {
        long end = context.Get(End);
        var inclusive = context.Get(OuterBoundInclusive);
        return context.Get(Step) switch
        {
            0 => throw new ActivityFault("A loop with step 0 never ends. Give a step above or below zero."),
            > 0 => number < end || (inclusive && number == end),
            _ => number > end || (inclusive && number == end),
        };
    }
}
