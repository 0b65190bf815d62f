namespace SalesProcess.Tasks;

/// <summary>Who works on a task's draft.</summary>
public static partial class TaskRules
{
    /// <summary>The draft belongs to the task's assignee, while the task is open; it rests with a suspended task and can be worked on all the same.</summary>
    /// <returns>Why not, or null.</returns>
    public static Refusal? WhyNoDraft(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, evenSuspended: true, rule: (open, relation) =>
            relation.Has(Relation.Assignee) ? new TaskDecision.Accepted(open) : Refused(open.Assignee is null ? Refusals.Unclaimed(open) : Refusals.NotYours(open, actor, relation)))
        is TaskDecision.Refused refused ? refused.Refusal : null;
}
