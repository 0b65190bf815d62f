namespace SalesProcess.Tasks;

/// <summary>Beginning to work on a task, and laying it down.</summary>
public static partial class TaskRules
{
    /// <summary>Begins to work on the task, and claims it first if nobody has. By whoever works on it already: nothing changes.</summary>
    public static TaskDecision Start(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (!MayComplete(open, actor, relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            if (open.Status == TaskStatus.InProgress)
            {
                return new TaskDecision.Accepted(open);
            }

            var mine = open.Assignee is null ? Assigned(open, actor.Id, now) : open;
            return Accepted(mine with { Status = TaskStatus.InProgress, StartedAt = now }, now);
        });

    /// <summary>Lays the task down: it stays with its assignee, who does not work on it any more.</summary>
    public static TaskDecision Stop(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (!MayStop(relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            return open.Status == TaskStatus.InProgress
                ? Accepted(open with { Status = TaskStatus.Reserved, StartedAt = null }, now)
                : new TaskDecision.Accepted(open);
        });

    private static bool MayStop(Relation relation) => relation.Has(Relation.Assignee | Relation.Manager | Relation.Admin);
}
