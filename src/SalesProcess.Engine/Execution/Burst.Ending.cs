using SalesProcess.Engine.Activities.Control;
using SalesProcess.Engine.Activities.Flowcharts;

namespace SalesProcess.Engine.Execution;

/// <summary>How a run leaves the instance: waiting, faulted, or ended.</summary>
internal sealed partial class Burst
{
    /// <summary>Ends the whole workflow at once (the Finish activity).</summary>
    public void EndInstance()
    {
        foreach (var record in state.Records.ToList())
        {
            record.Status = ActivityStatus.Completed;
            Close(record);
        }

        _ended = true;
    }

    /// <summary>
    /// Completes a workflow from an activity inside of it. Outside of flowcharts and loops the containers around the activity end with it first, so what comes next in
    /// them, and what was queued beside them, has its turn once more; nothing follows on that. This is how Elsa behaves.
    /// </summary>
    public void CompleteComposite(ActivityRecord record, ActivityRecord composite, IReadOnlyList<string>? outcomes)
    {
        if (_ending.TryAdd(composite, outcomes) && !LeavesLeftovers(record, composite))
        {
            CompleteAncestor(record, composite, outcomes);
            return;
        }

        Complete(record, null);
        var leftovers = _queue.Where(r => r.Status == ActivityStatus.Pending && r.IsBelow(composite) && !_leftovers.Contains(r)).ToList();
        leftovers.ForEach(leftover => _leftovers.Add(leftover));
        leftovers.ForEach(Execute);
        Complete(composite, outcomes);
    }

    private static bool LeavesLeftovers(ActivityRecord record, ActivityRecord composite)
    {
        for (var at = record.Parent; at is not null && at != composite; at = at.Parent)
        {
            if (at.Activity is ILoop or ParallelForEach || (at.Activity is Flowchart && at != record.Parent))
            {
                return false;
            }
        }

        return true;
    }

    private void Settle()
    {
        if (_ended || state.Records.Count == 0)
        {
            Close(WorkflowSubStatus.Finished);
        }
        else if (state.Incidents.Exists(i => !i.IsStuck) && !graph.Definition.Options.ContinuesWithIncidents)
        {
            state.Status = WorkflowStatus.Finished;
            state.SubStatus = WorkflowSubStatus.Faulted;
        }
        else
        {
            state.SubStatus = WorkflowSubStatus.Suspended;
            TellIfStuck();
        }
    }

    // Elsa leaves such an instance Suspended and says nothing; so nobody would ever look at it.
    private void TellIfStuck()
    {
        state.Incidents.RemoveAll(i => i.IsStuck);
        if (state.Bookmarks.Count > 0 || state.Incidents.Count > 0)
        {
            return;
        }

        var parents = state.Records.Select(r => r.Parent).OfType<ActivityRecord>().ToHashSet();
        foreach (var record in state.Records.Where(r => !parents.Contains(r)))
        {
            var activity = record.Activity;
            var message = $"Nothing can wake this instance any more: '{activity.DisplayName}' waits for something that never comes. Cancel the instance, and mend the definition.";
            state.Incidents.Add(new Incident(activity.Id, activity.NodeId, activity.Type, record.Id, message, ambient.Now, IsStuck: true));
        }
    }

    // Whoever waits at an endpoint waits on while the instance waits only for the service itself; people, events and times may take days.
    private void ReleaseRequester()
    {
        if (state.Requester is { } requester && !(state.SubStatus == WorkflowSubStatus.Suspended && state.Bookmarks.Exists(IsAnsweredByTheService)))
        {
            _effects.Add(new Effect.ReleaseRequest(requester, state.SubStatus));
            state.Requester = null;
        }
    }

    private bool IsAnsweredByTheService(Bookmark bookmark) => state.Records.Exists(r => r.Id == bookmark.RecordId && r.Activity.IsAnsweredByTheService);

    private void Close(WorkflowSubStatus subStatus)
    {
        foreach (var bookmark in state.Bookmarks.ToList())
        {
            RemoveBookmark(bookmark);
        }

        state.Records.Clear();
        state.Status = WorkflowStatus.Finished;
        state.SubStatus = subStatus;
        state.FinishedAt = ambient.Now;
    }

    private void Reopen()
    {
        state.Status = WorkflowStatus.Running;
        state.SubStatus = WorkflowSubStatus.Executing;
        state.FinishedAt = null;
    }
}
