namespace SalesProcess.Tasks;

/// <summary>
/// What people may do with a task. Every rule takes the task as it is and answers with the task as it becomes, or with a refusal.
/// Whoever may not see a task is told that there is none.
/// </summary>
public static partial class TaskRules
{
    internal const int EscalationStep = 20;
    private const int HighestPriority = 100;

    public static bool CanSee(UserTask task, Actor actor, Directory directory) =>
        Relations.Of(TakenOver(task, actor, directory, task.UpdatedAt), actor, directory) != Relation.None;

    /// <summary>Takes the task. By its owner again: nothing changes.</summary>
    public static TaskDecision Claim(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, takesOver: true, rule: (open, relation) =>
        {
            if (open.Assignee == actor.Id)
            {
                return new TaskDecision.Accepted(open);
            }

            if (Relations.IsExcluded(open, actor.Id) && relation.Has(Relation.Candidate))
            {
                return Refused(Refusals.ExcludedPerson(open, actor.Id));
            }

            return open switch
            {
                { Assignee: not null } => Refused(Refusals.AlreadyClaimed(open)),
                _ when !relation.Has(Relation.PotentialOwner) => Refused(Refusals.NotYours(open, actor, relation)),
                _ => Accepted(Assigned(open, actor.Id, now), now),
            };
        });

    /// <summary>Gives the task back to its candidates; if it has none, to whoever gave it to its assignee.</summary>
    public static TaskDecision Release(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (open.Assignee is null && relation.Has(Relation.PotentialOwner | Relation.Participant | Relation.Manager | Relation.Admin))
            {
                return new TaskDecision.Accepted(open);
            }

            return MayRelease(open, relation) ? Accepted(Unassigned(open), now) : Refused(Refusals.NotYours(open, actor, relation));
        });

    /// <summary>
    /// Raises the priority and adds a candidate: whom the definition names, else the next manager of the assignee (of the deal's owner if there is none).
    /// In a group's vote the added person can see to it that somebody votes; the vote itself stays with the group.
    /// </summary>
    public static TaskDecision Escalate(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (!MayEscalate(relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            return Accepted(Escalated(open, open.EscalateTo, EscalationStep, directory), now);
        });

    /// <summary>The same as the service does it by itself, whatever state the task is in.</summary>
    internal static UserTask Escalated(UserTask open, string? to, int raise, Directory directory)
    {
        var raised = open with { Priority = Math.Min(HighestPriority, open.Priority + raise) };
        if (to is not null && !IsCandidate(open, to) && !Relations.IsExcluded(open, to))
        {
            return directory.FindGroup(to) is null ? WithUser(raised, to) : raised with { CandidateGroups = [.. open.CandidateGroups, to] };
        }

        var next = directory.ManagersOf(open.OnBehalfOf ?? open.Assignee ?? open.Owner ?? "")
            .FirstOrDefault(manager => !IsCandidate(open, manager.Id) && !Relations.IsExcluded(open, manager.Id));
        return next is null ? raised : WithUser(raised, next.Id);
    }

    // Whoever gave it away may take it back for its candidates.
    private static bool MayRelease(UserTask task, Relation relation) =>
        relation.Has(Relation.Assignee | Relation.Participant | Relation.Manager | Relation.Admin | Relation.System) && task.Assignee is not null;

    private static bool MayPassOn(UserTask task, Relation relation) =>
        relation.Has(Relation.Assignee | Relation.Manager | Relation.Admin) || (task.Assignee is null && relation.Has(Relation.PotentialOwner));

    private static bool MayEscalate(Relation relation) =>
        relation.Has(Relation.Assignee | Relation.Candidate | Relation.DealOwner | Relation.Manager | Relation.Admin | Relation.System);

    private static bool MayComplete(UserTask task, Actor actor, Relation relation) => task.Assignee is null
        ? relation.Has(Relation.PotentialOwner)
        : relation.Has(Relation.Assignee) && !Relations.IsExcluded(task, actor.Id) && Relations.MayVote(task, actor.Groups.Contains);

    private static TaskDecision Decide(
        UserTask task, Actor actor, Directory directory, DateTimeOffset now, Func<UserTask, Relation, TaskDecision> rule, bool evenSuspended = false, bool takesOver = false)
    {
        var awake = Awake(task, now);
        var open = TakenOver(awake, actor, directory, now);
        var relation = Relations.Of(open, actor, directory);
        if (relation == Relation.None)
        {
            return Refused(Refusal.TaskNotFound(task.Id));
        }

        if (Refusals.Closed(open) is { } closed)
        {
            return Refused(closed);
        }

        if (open.Status == TaskStatus.Suspended && !evenSuspended)
        {
            return Refused(Refusals.Suspended(open));
        }

        // A verb that changes nothing does not take the task over either, unless that is what it is for.
        return rule(open, relation) is var decision && decision is TaskDecision.Accepted accepted && ReferenceEquals(accepted.Task, open) && !takesOver
            ? new TaskDecision.Accepted(awake)
            : decision;
    }

    private static UserTask Assigned(UserTask task, string userId, DateTimeOffset now) =>
        task with { Status = TaskStatus.Reserved, Assignee = userId, ReservedAt = now, StartedAt = null };

    private static UserTask Unassigned(UserTask task) =>
        (task with { Status = TaskStatus.Ready, Assignee = null, ReservedAt = null, StartedAt = null, OnBehalfOf = null, AbsenceId = null }).OrElse(task.OnBehalfOf ?? task.Assignee);

    private static bool IsCandidate(UserTask task, string userOrGroup) =>
        task.CandidateUsers.Contains(userOrGroup, StringComparer.Ordinal) || task.CandidateGroups.Contains(userOrGroup, StringComparer.Ordinal);

    private static UserTask WithUser(UserTask task, string userId) => task with { CandidateUsers = [.. task.CandidateUsers, userId] };

    private static UserTask Changed(UserTask task, DateTimeOffset now) => task with { UpdatedAt = now, Revision = task.Revision + 1 };

    private static TaskDecision.Accepted Accepted(UserTask task, DateTimeOffset now) => new(Changed(task, now));

    private static TaskDecision.Refused Refused(Refusal refusal) => new(refusal);
}
