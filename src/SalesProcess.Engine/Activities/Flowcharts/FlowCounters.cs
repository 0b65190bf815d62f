using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>
/// What a flowchart remembers: how often each activity was entered over forward connections, how often each connection was decided, and whether it was
/// followed the last time. Kept as one array in the record: activities first, then connections, then the flags.
/// </summary>
internal readonly struct FlowCounters(FlowPlan plan, ActivityRecord record)
{
    private readonly int[] _counters = record.Counters ??= new int[plan.Activities.Count + (2 * plan.Connections.Count)];

    public void Enter(int activity) => _counters[activity]++;

    public void Decide(int connection, bool followed)
    {
        _counters[plan.Activities.Count + connection]++;
        _counters[plan.Activities.Count + plan.Connections.Count + connection] = followed ? 1 : 0;
    }

    /// <summary>This connection was decided more often than its target was entered: the decision belongs to the coming round.</summary>
    public bool IsOpen(int connection) => _counters[plan.Activities.Count + connection] > _counters[plan.Target[connection]];

    public bool WasFollowed(int connection) => _counters[plan.Activities.Count + plan.Connections.Count + connection] == 1;
}
