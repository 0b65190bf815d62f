namespace SalesProcess.Tasks;

/// <summary>Taking back a decision.</summary>
public static partial class TaskRules
{
    /// <summary>
    /// The task as it was before it was completed or skipped; it is with whoever decided. Only he takes it back. Whether what followed is untouched is for the
    /// runtime to say.
    /// </summary>
    public static TaskDecision Recall(UserTask task, Actor actor, Directory directory, DateTimeOffset now)
    {
        if (Relations.Of(task, actor, directory) == Relation.None)
        {
            return Refused(Refusal.TaskNotFound(task.Id));
        }

        if (task.IsOpen)
        {
            return Refused(Refusals.NothingToRecall(task));
        }

        if (task.CompletedBy is null)
        {
            return Refused(Refusals.Closed(task)!);
        }

        return task.CompletedBy != actor.Id
            ? Refused(Refusals.With(RefusalCodes.TaskNotOwned, $"{task.CompletedBy} has decided this task; only {task.CompletedBy} can take it back.", ("owner", task.CompletedBy)))
            : Accepted(Undecided(task), now);
    }

    /// <summary>A task that the flow had gone on without, open again because that was taken back.</summary>
    public static UserTask Reopened(UserTask task, DateTimeOffset now) =>
        Changed(task with { Status = task.ClosedFrom ?? task.Awake, ClosedFrom = null, Decision = null }, now);

    private static UserTask Undecided(UserTask task)
    {
        var undecided = task with { CompletedBy = null, CompletedAt = null, Action = null, Comment = null };
        return undecided with { Status = undecided.Awake };
    }
}
