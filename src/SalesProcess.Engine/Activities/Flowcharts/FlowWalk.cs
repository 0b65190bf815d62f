using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>Leaving an activity of a flowchart: which connections are followed, what runs next, which ways are dead.</summary>
internal sealed class FlowWalk(FlowPlan plan, ActivityContext context) : IFlowWalk
{
    private readonly FlowCounters _counters = new(plan, context.Record);

    public bool IsOver => !context.Children.Any();

    public void Leave(Activity activity, IReadOnlyList<string> outcomes)
    {
        var index = plan.IndexOf(activity.Id);
        if (!plan.IsReachable(index))
        {
            throw new ActivityFault($"Activity {activity.Id} is not reachable from the flowchart graph. Unable to schedule its outbound activities.");
        }

        Leave(index, outcomes);
    }

    public void Enter(Activity activity)
    {
        if (activity is not FlowJoin join || context.Get(join.Mode) != FlowJoinMode.WaitAny)
        {
            return;
        }

        var ancestors = plan.ForwardAncestors(plan.IndexOf(join.Id));
        // Only what has begun and waits: what is merely scheduled still has its turn, as in Elsa.
        foreach (var child in context.Children.Where(c => c.Status == ActivityStatus.Running && ancestors.Contains(plan.IndexOf(c.Activity.Id))).ToList())
        {
            // A cancelled child counts as not followed.
            context.CancelChild(child);
            Leave(plan.IndexOf(child.Activity.Id), []);
        }
    }

    private void Leave(int activity, IReadOnlyList<string> outcomes)
    {
        foreach (var connection in plan.Outbound[activity])
        {
            var followed = FlowPort.IsFollowed(plan.Connections[connection].SourcePort, outcomes);
            if (plan.IsBackward(connection))
            {
                if (followed)
                {
                    plan.CheckBackward(connection);
                    context.Schedule(plan.Activities[plan.Target[connection]]);
                }
            }
            else
            {
                _counters.Decide(connection, followed);
                Arrive(connection, followed);
            }
        }
    }

    private void Arrive(int connection, bool followed)
    {
        var target = plan.Target[connection];
        switch (ModeOf(plan.Activities[target]))
        {
            case FlowJoinMode.WaitAny when followed:
                // Only the first of a round runs the join.
                if (_counters.IsOpen(connection))
                {
                    Run(target);
                }

                break;
            case FlowJoinMode.WaitAll:
                Decide(target, all => all.All(_counters.WasFollowed));
                break;
            default:
                Decide(target, all => all.Any(_counters.WasFollowed));
                break;
        }
    }

    private void Decide(int target, Func<int[], bool> runs)
    {
        var inbound = plan.ForwardInbound[target];
        if (!inbound.All(_counters.IsOpen))
        {
            return;
        }

        if (runs(inbound))
        {
            Run(target);
        }
        else
        {
            _counters.Enter(target);
            Leave(target, []);
        }
    }

    private void Run(int target)
    {
        _counters.Enter(target);
        context.Schedule(plan.Activities[target]);
    }

    private FlowJoinMode ModeOf(Activity activity) => activity is FlowJoin join ? context.Get(join.Mode) : FlowJoinMode.WaitAllActive;
}
