using SalesProcess.Engine.Activities;

namespace SalesProcess.Engine.Execution;

/// <summary>Faults of a run and how they are tried again.</summary>
internal sealed partial class Burst
{
    /// <summary>Runs one method of an activity; what the definition or its data did wrong becomes an incident that can be retried.</summary>
    /// <param name="left">The activity whose end led here: what goes wrong on the way to the next one is told of it, as in Elsa.</param>
    private void Guard(ActivityRecord record, Retried retried, Action<ActivityContext> step, Activity? left = null)
    {
        try
        {
            step(new ActivityContext(this, record));
        }
        catch (ActivityFault fault)
        {
            record.Status = ActivityStatus.Faulted;
            record.Properties[Retried.Property] = retried.ToValue();
            var activity = left ?? record.Activity;
            state.Incidents.Add(new Incident(activity.Id, activity.NodeId, activity.Type, record.Id, fault.Message, ambient.Now));
            Log(record, "Faulted", message: fault.Message);
        }
    }

    private void RetryRecord(ActivityRecord record)
    {
        var retried = Retried.FromValue(record.Properties.GetValueOrDefault(Retried.Property));
        record.Properties.Remove(Retried.Property);
        switch (retried)
        {
            case { Bookmark: { } bookmark }:
                record.Status = ActivityStatus.Running;
                ResumeRecord(record, bookmark, retried.Input!);
                break;
            case { ChildActivityId: { } childId }:
                record.Status = ActivityStatus.Running;
                var child = new ActivityRecord { Id = retried.ChildRecordId!, Activity = graph.ByKey[childId], Parent = record, Tag = retried.ChildTag, Status = ActivityStatus.Completed };
                Guard(record, retried, context => record.Activity.ChildEnded(context, child, retried.ChildOutcomes ?? Outcomes.Done), left: child.Activity);
                break;
            default:
                CancelChildren(record);
                record.Status = ActivityStatus.Pending;
                _queue.Enqueue(record);
                break;
        }
    }
}
