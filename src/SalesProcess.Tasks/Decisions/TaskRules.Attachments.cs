namespace SalesProcess.Tasks;

/// <summary>Who takes away what is attached to a task.</summary>
public static partial class TaskRules
{
    /// <summary>Whoever attached it, or a manager, while the task is open: what was there when it ended stays.</summary>
    /// <returns>Why not, or null.</returns>
    public static Refusal? WhyAttachmentStays(UserTask task, string author, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, evenSuspended: true, rule: (open, relation) =>
            author == actor.Id || relation.Has(Relation.Manager | Relation.Admin)
                ? new TaskDecision.Accepted(open)
                : Refused(Refusals.With(RefusalCodes.PermissionMissing, $"Only {author}, who attached it, or a manager may remove it; {actor.Id} is neither.", ("author", author))))
        is TaskDecision.Refused refused ? refused.Refusal : null;
}
