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
