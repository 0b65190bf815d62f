using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Looping", "Runs its body for each item of a list, one after the other.")]
public sealed class ForEach : Activity, ILoop
{
    private const string Index = "index";

    [Input("The list.")]
    public Input<object> Items { get; set; } = null!;

    [Port]
    public Activity? Body { get; set; }

    [Output("The item of the round.")]
    public Output? CurrentValue { get; set; }

    public override void Execute(ActivityContext context) => Round(context, 0);

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) =>
        Round(context, context.Record.Property<long>(Index) + 1);

    private void Round(ActivityContext context, long index)
    {
        var items = Elements(context.Get(Items));
        if (Body is null || index >= items.Count)
        {
            context.Complete();
            return;
        }

        context.Record.Properties[Index] = index;
        context.Set(CurrentValue, items[(int)index]);
        context.Schedule(Body, variables: new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(CurrentValue)] = items[(int)index],
            ["CurrentIndex"] = index,
        });
    }

    // Text that is no JSON list is a list of its characters.
    private static List<object?> Elements(object? items) => items switch
    {
        null => throw new ActivityFault("There is no list to go through: the items are null."),
        string text when !text.AsSpan().TrimStart().StartsWith("[") => [.. text.Select(c => (object?)c.ToString())],
        _ => ValueConverter.Convert<List<object?>>(items)!,
    };
}
