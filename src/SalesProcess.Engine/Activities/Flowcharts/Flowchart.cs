using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Flow", "Activities wired by connections.")]
public sealed class Flowchart : Activity, IVariableContainer
{
    private readonly Lazy<FlowPlan> _plan;
    private Dictionary<Activity, MergeMode> _mergeModes = [];

    public Flowchart() => _plan = new Lazy<FlowPlan>(() => new FlowPlan(Activities, Connections, FindStart(null)));

    [Port]
    public List<Activity> Activities { get; set; } = [];

    public IReadOnlyList<Connection> Connections { get; private set; } = [];

    public IReadOnlyList<Variable> Variables { get; private set; } = [];

    /// <summary>Where it begins, unless a trigger starts it; null if it is empty.</summary>
    public Activity? First => Plan.Start < 0 ? null : Activities[Plan.Start];

    internal FlowPlan Plan => _plan.Value;

    protected internal override void Bind(JsonObject json, ActivityReader reader)
    {
        Variables = reader.ReadVariables(ActivityReader.Get(json, "variables"));
        _mergeModes = Activities.Zip(ActivityReader.ReadList(ActivityReader.Get(json, "activities")))
            .ToDictionary(pair => pair.First, pair => ReadMergeMode(pair.First, pair.Second, reader));
        Connections = ConnectionReader.Read(ActivityReader.Get(json, "connections"), Activities, this, reader);
    }

    public override void Execute(ActivityContext context)
    {
        var plan = PlanOf(context.Record, context.TriggerActivityId);
        if (plan.Start < 0)
        {
            context.Complete();
            return;
        }

        if (context.State.FlowchartMode == FlowchartMode.Counter)
        {
            new FlowCounters(plan, context.Record).Enter(plan.Start);
        }

        context.Schedule(Activities[plan.Start]);
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes)
    {
        if (child.Activity.Descriptor.Attribute.IsTerminal)
        {
            context.Complete();
            return;
        }

        var walk = Walk(context);
        walk.Leave(child.Activity, outcomes);
        if (walk.IsOver)
        {
            context.Complete();
        }
    }

    protected internal override void ChildStarts(ActivityContext context, ActivityRecord child) => Walk(context).Enter(child.Activity);

    private IFlowWalk Walk(ActivityContext context)
    {
        var plan = PlanOf(context.Record, null);
        return context.State.FlowchartMode == FlowchartMode.Token ? new TokenWalk(this, plan, context) : new FlowWalk(plan, context);
    }

    internal MergeMode MergeModeOf(Activity activity) => _mergeModes.GetValueOrDefault(activity);

    private static MergeMode ReadMergeMode(Activity activity, JsonObject json, ActivityReader reader)
    {
        if ((ActivityReader.Get(json, "customProperties") as JsonObject) is not { } custom || ActivityReader.Get(custom, "mergeMode") is not { } given)
        {
            return MergeMode.Stream;
        }

        if (Enum.TryParse<MergeMode>(given.ToString(), ignoreCase: true, out var mode) && Enum.IsDefined(mode))
        {
            return mode;
        }

        reader.Warn($"The mergeMode '{given}' of '{activity.Id}' is not known, so it is Stream. Accepted: {string.Join(", ", Enum.GetNames<MergeMode>())}.");
        return MergeMode.Stream;
    }

    // The start decides which connections lead forward, so a start through a trigger has a plan of its own; the record remembers which.
    private FlowPlan PlanOf(ActivityRecord record, string? triggerActivityId)
    {
        var trigger = record.Property<string>("start") ?? (Activities.Exists(a => a.Id == triggerActivityId) ? triggerActivityId : null);
        if (trigger is null)
        {
            return Plan;
        }

        record.Properties["start"] = trigger;
        return new FlowPlan(Activities, Connections, FindStart(trigger));
    }

    private int FindStart(string? trigger)
    {
        if (Activities.Count == 0)
        {
            return -1;
        }

        var targets = Connections.Select(c => c.Target).ToHashSet(StringComparer.Ordinal);
        int[] candidates =
        [
            Activities.FindIndex(a => a.Id == trigger),
            Activities.FindIndex(a => a is Start),
            Activities.FindIndex(a => a.CanStartWorkflow),
            Activities.FindIndex(a => !targets.Contains(a.Id)),
            0,
        ];
        return candidates.First(i => i >= 0);
    }
}
