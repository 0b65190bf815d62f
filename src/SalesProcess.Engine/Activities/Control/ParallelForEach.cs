using System.Collections;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Looping", "Runs its body for all items of a list side by side.")]
public sealed class ParallelForEach : Activity
{
    [Input("The list. Text is not read as a list.", KeepsText = true)]
    public Input<object> Items { get; set; } = null!;

    [Port]
    public Activity? Body { get; set; }

    public override void Execute(ActivityContext context)
    {
        var index = 0L;
        if (Body is not null && context.Get(Items) is IEnumerable items and not string and not IReadOnlyDictionary<string, object?>)
        {
            foreach (var item in items)
            {
                context.Schedule(Body, variables: new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["CurrentValue"] = item,
                    ["CurrentIndex"] = index++,
                });
            }
        }

        CompleteIfDone(context);
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) => CompleteIfDone(context);

    private static void CompleteIfDone(ActivityContext context)
    {
        if (!context.Children.Any())
        {
            context.Complete();
        }
    }
}
