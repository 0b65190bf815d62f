using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>Leaving an activity of a flowchart: which connections are followed, what runs next, which ways are dead.</summary>
internal sealed class FlowWalk(FlowPlan plan, ActivityContext context)
{
    private readonly FlowCounters _counters = new(plan, context.Record);

    /// <summary>Counts the outbound connections of a completed activity and schedules what is ready.</summary>
    public void Leave(Activity activity, IReadOnlyList<string> outcomes)
    {
        var index = plan.IndexOf(activity.Id);
        if (!plan.IsReachable(index))
        {
            throw new ActivityFault($"Activity {activity.Id} is not reachable from the flowchart graph. Unable to schedule its outbound activities.");
        }

        Leave(index, outcomes);
    }

    private void Leave(int activity, IReadOnlyList<string> outcomes)
    {
        foreach (var connection in plan.Outbound[activity])
        {
            var port = plan.Connections[connection].SourcePort;
            var followed = port is null ? ReferenceEquals(outcomes, Outcomes.Done) : outcomes.Contains(port);
            if (plan.IsBackward(connection))
            {
                if (followed)
                {
                    GoBack(connection);
                }
            }
            else
            {
                _counters.Decide(connection, followed);
                Arrive(connection, followed);
            }
        }
    }

    private void GoBack(int connection)
    {
        if (!plan.IsValidBackward(connection))
        {
            var (source, target) = (plan.Connections[connection].Source, plan.Connections[connection].Target);
            throw new ActivityFault(
                $"Invalid backward connection: Every path from the source ('{source}') must go through the target ('{target}') when tracing back to the start.");
        }

        context.Schedule(plan.Activities[plan.Target[connection]]);
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
                    CancelOtherWays(target);
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

    private void CancelOtherWays(int join)
    {
        var ancestors = plan.ForwardAncestors(join);
        // Only what has begun and waits: what is merely scheduled in this run still has its turn, as in Elsa.
        foreach (var child in context.Children.Where(c => c.Status == ActivityStatus.Running && ancestors.Contains(plan.IndexOf(c.Activity.Id))).ToList())
        {
            // A cancelled child counts as not followed.
            context.CancelChild(child);
            Leave(plan.IndexOf(child.Activity.Id), []);
        }
    }

    private FlowJoinMode ModeOf(Activity activity) => activity is FlowJoin join ? context.Get(join.Mode) : FlowJoinMode.WaitAllActive;
}
