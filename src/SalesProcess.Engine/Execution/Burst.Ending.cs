namespace SalesProcess.Engine.Execution;

/// <summary>How a run leaves the instance: waiting, faulted, or ended.</summary>
internal sealed partial class Burst
{
    /// <summary>Ends the whole workflow at once (the Finish activity).</summary>
    public void EndInstance()
    {
        foreach (var record in state.Records)
        {
            record.Status = ActivityStatus.Completed;
        }

        state.Records.Clear();
        _ended = true;
    }

    private void Settle()
    {
        if (_ended || state.Records.Count == 0)
        {
            Close(WorkflowSubStatus.Finished);
        }
        else if (state.Incidents.Count > 0 && !graph.Definition.Options.ContinuesWithIncidents)
        {
            state.Status = WorkflowStatus.Finished;
            state.SubStatus = WorkflowSubStatus.Faulted;
        }
        else
        {
            state.SubStatus = WorkflowSubStatus.Suspended;
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
