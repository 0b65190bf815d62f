using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Branching", "Runs branches side by side and ends after all of them, or after the first.")]
public sealed class Fork : Activity
{
    [Port]
    public List<Activity> Branches { get; set; } = [];

    public ForkJoinMode JoinMode { get; private set; }

    // Unlike a wrapped input, this one takes any case and numbers.
    protected internal override void Bind(JsonObject json, ActivityReader reader)
    {
        if (ActivityReader.Get(json, "joinMode") is not { } mode)
        {
            return;
        }

        if (Enum.TryParse<ForkJoinMode>(mode.ToString(), ignoreCase: true, out var parsed) && Enum.IsDefined(parsed))
        {
            JoinMode = parsed;
        }
        else
        {
            reader.Fail(this, $"'{mode}' is not a join mode. Accepted: {string.Join(", ", Enum.GetNames<ForkJoinMode>())}.", "joinMode");
        }
    }

    public override void Execute(ActivityContext context)
    {
        foreach (var branch in Branches)
        {
            context.Schedule(branch);
        }

        if (Branches.Count == 0)
        {
            context.Complete();
        }
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes)
    {
        if (JoinMode == ForkJoinMode.WaitAny || !context.Children.Any())
        {
            context.Complete();
        }
    }
}
