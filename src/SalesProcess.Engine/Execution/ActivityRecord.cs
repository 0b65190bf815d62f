using SalesProcess.Engine.Activities;

namespace SalesProcess.Engine.Execution;

/// <summary>One execution of one activity, from its start to its end.</summary>
public sealed class ActivityRecord
{
    public required string Id { get; init; }

    public required Activity Activity { get; init; }

    public ActivityRecord? Parent { get; init; }

    public ActivityStatus Status { get; set; } = ActivityStatus.Pending;

    /// <summary>What the owner wrote on it when it was scheduled (a branch, an iteration).</summary>
    public object? Tag { get; init; }

    /// <summary>Variables that live in this record: declared ones of a container, loop variables, script-made ones.</summary>
    public Dictionary<string, object?>? Variables { get; set; }

    /// <summary>What the activity itself has to remember over a suspension.</summary>
    public Dictionary<string, object?> Properties { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Counters of a flowchart: see <c>Flowchart</c> for their order.</summary>
    public int[]? Counters { get; set; }

    /// <summary>How many children of it have not ended: kept, so that nobody has to look through all records of the instance.</summary>
    internal int OpenChildren { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public bool IsFinal => Status is ActivityStatus.Completed or ActivityStatus.Canceled;

    public T? Property<T>(string name) => Properties.TryGetValue(name, out var value) && value is T typed ? typed : default;

    public bool IsBelow(ActivityRecord ancestor)
    {
        for (var record = Parent; record is not null; record = record.Parent)
        {
            if (ReferenceEquals(record, ancestor))
            {
                return true;
            }
        }

        return false;
    }
}
