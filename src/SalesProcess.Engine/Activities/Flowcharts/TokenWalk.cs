using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>
/// Token mode: each followed connection carries a token to its target, which takes it when it has run. Kept as one array in the record: the tokens on each
/// connection, then how many of those to come are swallowed because another way has won a race.
/// </summary>
internal sealed class TokenWalk(Flowchart flowchart, FlowPlan plan, ActivityContext context) : IFlowWalk
{
    private readonly int[] _tokens = context.Record.Counters ??= new int[2 * plan.Connections.Count];

    public bool IsOver => !context.Children.Any() && _tokens.AsSpan(0, plan.Connections.Count).IndexOfAnyExcept(0) < 0;

    public void Leave(Activity activity, IReadOnlyList<string> outcomes)
    {
        var index = plan.IndexOf(activity.Id);
        Take(index);
        var followed = plan.Outbound[index].Where(c => FlowPort.IsFollowed(plan.Connections[c].SourcePort, outcomes)).ToList();
        // All tokens are on their way before the first target is looked at: what is still to come decides whether it waits.
        var arriving = followed.Where(Put).ToList();
        foreach (var connection in arriving)
        {
            plan.CheckBackward(connection);
            Arrive(connection);
        }
    }

    public void Enter(Activity activity)
    {
        if (plan.Inbound[plan.IndexOf(activity.Id)].Length < 2 || ModeOf(activity) != MergeMode.Race)
        {
            return;
        }

        var ancestors = plan.ForwardAncestors(plan.IndexOf(activity.Id));
        foreach (var child in context.Children.Where(c => c.Status == ActivityStatus.Running && ancestors.Contains(plan.IndexOf(c.Activity.Id))).ToList())
        {
            context.CancelChild(child);
            var cancelled = plan.IndexOf(child.Activity.Id);
            Take(cancelled);
            foreach (var connection in plan.Outbound[cancelled])
            {
                _tokens[plan.Connections.Count + connection] = 0;
            }
        }
    }

    private void Arrive(int connection)
    {
        var target = plan.Target[connection];
        switch (ModeOf(plan.Activities[target]))
        {
            case MergeMode.Race:
                Block(target, connection);
                Run(target);
                break;
            case MergeMode.Cascade:
                Run(target);
                break;
            case MergeMode.Merge when plan.ForwardInbound[target].All(HasToken):
            case MergeMode.Converge when plan.Inbound[target].All(HasToken):
                Run(target);
                break;
            case MergeMode.Stream when !plan.ForwardInbound[target].Any(c => IsAwaited(plan.Source[c])):
                Run(target);
                break;
        }
    }

    // Whatever is still to come on the other ways is swallowed when it arrives.
    private void Block(int target, int winner)
    {
        foreach (var other in plan.ForwardInbound[target].Where(c => c != winner))
        {
            if (_tokens[other] > 0)
            {
                _tokens[other]--;
            }
            else if (IsAwaited(plan.Source[other]))
            {
                _tokens[plan.Connections.Count + other]++;
            }
        }
    }

    private void Run(int target) => context.Schedule(plan.Activities[target]);

    // False if the token is swallowed.
    private bool Put(int connection)
    {
        ref var swallowed = ref _tokens[plan.Connections.Count + connection];
        if (swallowed > 0)
        {
            swallowed--;
            return false;
        }

        _tokens[connection]++;
        return true;
    }

    private void Take(int activity)
    {
        foreach (var connection in plan.Inbound[activity])
        {
            _tokens[connection] = 0;
        }
    }

    private bool HasToken(int connection) => _tokens[connection] > 0;

    private bool IsAwaited(int activity) => plan.Inbound[activity].Any(HasToken);

    private MergeMode ModeOf(Activity activity) => activity is FlowJoin join
        ? context.Get(join.Mode) == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge
        : flowchart.MergeModeOf(activity);
}
