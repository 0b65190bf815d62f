using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>A flowchart's wiring, worked out once: who follows whom, which connections close a loop, who is reachable.</summary>
internal sealed class FlowPlan
{
    private readonly Dictionary<string, int> _index;
    private readonly bool[] _reachable;
    private readonly bool[] _forward;

    public FlowPlan(IReadOnlyList<Activity> activities, IReadOnlyList<Connection> connections, int start)
    {
        Activities = activities;
        Connections = connections;
        Start = start;
        _index = activities.Select((a, i) => (a.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        Source = [.. connections.Select(c => _index[c.Source])];
        Target = [.. connections.Select(c => _index[c.Target])];
        Outbound = Group(Source, activities.Count);
        Inbound = Group(Target, activities.Count);
        _reachable = new bool[activities.Count];
        _forward = new bool[connections.Count];
        if (start >= 0)
        {
            MarkForward();
        }

        ForwardInbound = [.. Inbound.Select(list => list.Where(c => _forward[c]).ToArray())];
    }

    public IReadOnlyList<Activity> Activities { get; }

    public IReadOnlyList<Connection> Connections { get; }

    /// <summary>The index of the first activity, or -1 in an empty flowchart.</summary>
    public int Start { get; }

    public int[] Source { get; }

    public int[] Target { get; }

    public int[][] Outbound { get; }

    public int[][] Inbound { get; }

    public int[][] ForwardInbound { get; }

    public int IndexOf(string activityId) => _index[activityId];

    public bool IsReachable(int activity) => _reachable[activity];

    public bool IsBackward(int connection) => !_forward[connection];

    /// <summary>A loop may only lead back to an activity that every way from the start to the connection's source passes through.</summary>
    public bool IsValidBackward(int connection)
    {
        var target = Target[connection];
        return target == Start || !ReachableFrom(Start, except: target)[Source[connection]];
    }

    /// <exception cref="ActivityFault">The connection leads back to where not every way has come from.</exception>
    public void CheckBackward(int connection)
    {
        if (IsBackward(connection) && !IsValidBackward(connection))
        {
            throw new ActivityFault(
                $"Invalid backward connection: Every path from the source ('{Connections[connection].Source}') must go through the target ('{Connections[connection].Target}') when tracing back to the start.");
        }
    }

    /// <summary>The activities from which a target is reached by forward connections.</summary>
    public HashSet<int> ForwardAncestors(int target)
    {
        var found = new HashSet<int>();
        var open = new Queue<int>([target]);
        while (open.TryDequeue(out var at))
        {
            foreach (var connection in ForwardInbound[at])
            {
                if (found.Add(Source[connection]))
                {
                    open.Enqueue(Source[connection]);
                }
            }
        }

        return found;
    }

    private bool[] ReachableFrom(int start, int except)
    {
        var seen = new bool[Activities.Count];
        seen[start] = true;
        var open = new Queue<int>([start]);
        while (open.TryDequeue(out var at))
        {
            foreach (var connection in Outbound[at])
            {
                var next = Target[connection];
                if (next != except && !seen[next])
                {
                    seen[next] = true;
                    open.Enqueue(next);
                }
            }
        }

        return seen;
    }

    // Breadth first from the start: a connection is forward unless its target already leads to its source, that is, unless it closes a cycle.
    private void MarkForward()
    {
        _reachable[Start] = true;
        var ancestors = new HashSet<int>[Activities.Count];
        for (var i = 0; i < ancestors.Length; i++)
        {
            ancestors[i] = [];
        }

        var open = new Queue<int>([Start]);
        while (open.TryDequeue(out var at))
        {
            foreach (var connection in Outbound[at])
            {
                var next = Target[connection];
                if (next == at || ancestors[at].Contains(next))
                {
                    continue;
                }

                _forward[connection] = true;
                Spread(next, [at, .. ancestors[at]], ancestors);
                if (!_reachable[next])
                {
                    _reachable[next] = true;
                    open.Enqueue(next);
                }
            }
        }
    }

    private void Spread(int activity, IEnumerable<int> more, HashSet<int>[] ancestors)
    {
        var added = more.Where(ancestors[activity].Add).ToList();
        if (added.Count == 0)
        {
            return;
        }

        foreach (var connection in Outbound[activity].Where(c => _forward[c]))
        {
            Spread(Target[connection], added, ancestors);
        }
    }

    private static int[][] Group(int[] ends, int count)
    {
        var groups = new List<int>[count];
        for (var i = 0; i < count; i++)
        {
            groups[i] = [];
        }

        for (var connection = 0; connection < ends.Length; connection++)
        {
            groups[ends[connection]].Add(connection);
        }

        return [.. groups.Select(g => g.ToArray())];
    }
}
