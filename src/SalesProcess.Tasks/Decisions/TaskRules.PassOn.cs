namespace SalesProcess.Tasks;

/// <summary>Giving a task to somebody else.</summary>
public static partial class TaskRules
{
    /// <summary>Somebody does it on behalf of its owner, who stays named. Giving it back is a delegation too.</summary>
    public static TaskDecision Delegate(UserTask task, Actor actor, string toUser, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (Unfit(open, actor, relation, toUser, directory) is { } refusal)
            {
                return Refused(refusal);
            }

            var from = Giver(open, actor, relation);
            var principal = open.OnBehalfOf ?? from;
            return Accepted(
                Assigned(open, toUser, now) with
                {
                    OnBehalfOf = principal == toUser ? null : principal,
                    Delegators = WithGiver(open, from, toUser),
                },
                now);
        });

    /// <summary>Hands the task over for good, to a person or to a group: they are its candidates now. A group's vote stays within the group.</summary>
    public static TaskDecision Forward(UserTask task, Actor actor, string? toUser, string? toGroup, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (string.IsNullOrEmpty(toUser) == string.IsNullOrEmpty(toGroup))
            {
                return Refused(new Refusal(RefusalCodes.MalformedRequest, "Give either a person ('toUser') or a group ('toGroup') to forward to."));
            }

            if ((toUser is { Length: > 0 } ? Unfit(open, actor, relation, toUser, directory) : UnfitGroup(open, actor, relation, toGroup!, directory)) is { } refusal)
            {
                return Refused(refusal);
            }

            var handed = open with { OnBehalfOf = null, AbsenceId = null, Delegators = WithGiver(open, Giver(open, actor, relation), toUser) };
            if (toUser is { Length: > 0 })
            {
                return Accepted(
                    Assigned(handed, toUser, now) with { CandidateUsers = [toUser], CandidateGroups = Relations.VotingGroup(open) is { } group ? [group] : [] }, now);
            }

            return Accepted(handed with { Status = TaskStatus.Ready, Assignee = null, ReservedAt = null, StartedAt = null, CandidateUsers = [], CandidateGroups = [toGroup!] }, now);
        });

    /// <summary>Hands a delegated task back to the person for whom it was to be done.</summary>
    public static TaskDecision Resolve(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (!MayStop(relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            return HandBack(open, directory) is { } refusal
                ? Refused(refusal)
                : Accepted(TakenFromAll(open, open.OnBehalfOf!, now), now);
        });

    /// <summary>A manager gives the task to somebody, whoever has it now. Its candidates stay. To whoever has it already: nothing changes.</summary>
    public static TaskDecision Assign(UserTask task, Actor actor, string toUser, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (!relation.Has(Relation.Manager | Relation.Admin))
            {
                return Refused(new Refusal(
                    RefusalCodes.PermissionMissing, $"{actor.Id} manages nobody whose task this is, so cannot assign it. Its assignee can delegate or forward it."));
            }

            if (toUser == open.Assignee)
            {
                return new TaskDecision.Accepted(open);
            }

            return Unfit(open, actor, relation, toUser, directory) is { } refusal
                ? Refused(refusal)
                : Accepted(TakenFromAll(open, toUser, now), now);
        });

    // Nobody who had it or gave it away has a say in it any more.
    private static UserTask TakenFromAll(UserTask task, string toUser, DateTimeOffset now) => Assigned(task, toUser, now) with
    {
        OnBehalfOf = null,
        AbsenceId = null,
        Delegators = [],
        PreviousOwners = [.. task.PreviousOwners.Concat(task.Delegators).Concat(new[] { task.Assignee }.OfType<string>()).Distinct(StringComparer.Ordinal)],
    };

    // Why the task cannot go back to the person it is done for; null if it can.
    private static Refusal? HandBack(UserTask task, Directory directory) => task.OnBehalfOf is { } principal
        ? UnfitPerson(task, principal, directory)
        : new Refusal(RefusalCodes.TaskNotDelegated, "The task is not done on behalf of anybody, so there is nobody to hand it back to.");

    private static Refusal? Unfit(UserTask task, Actor actor, Relation relation, string toUser, Directory directory)
    {
        if (!MayPassOn(task, relation))
        {
            return Refusals.NotYours(task, actor, relation);
        }

        if (UnfitPerson(task, toUser, directory) is { } refusal)
        {
            return refusal;
        }

        // Managers and administrators hand out work; doing it themselves takes more than their office.
        return toUser == actor.Id && !relation.Has(Relation.PotentialOwner | Relation.Participant)
            ? Refusals.DelegateNotAllowed($"{toUser} is not a candidate of the task and cannot give it to himself.", Fit(task, directory).Where(id => id != actor.Id))
            : null;
    }

    private static Refusal? UnfitPerson(UserTask task, string toUser, Directory directory)
    {
        if (directory.Find(toUser) is not { } person)
        {
            return Refusals.DelegateNotAllowed($"There is no person '{toUser}'.", Fit(task, directory));
        }

        if (OnlyReads(person))
        {
            return Refusals.DelegateNotAllowed($"{toUser} reads everything and does no tasks.", Fit(task, directory));
        }

        if (Relations.IsExcluded(task, toUser))
        {
            return Refusals.ExcludedPerson(task, toUser);
        }

        if (!Relations.MayVote(task, group => person.Groups.Contains(group, StringComparer.Ordinal)))
        {
            return Refusals.DelegateNotAllowed($"The task is the vote of the group '{task.Approver}', and {toUser} is not in it.", Fit(task, directory));
        }

        return toUser == task.Assignee ? Refusals.DelegateNotAllowed($"{toUser} has the task already.", Fit(task, directory)) : null;
    }

    private static Refusal? UnfitGroup(UserTask task, Actor actor, Relation relation, string toGroup, Directory directory)
    {
        if (!MayPassOn(task, relation))
        {
            return Refusals.NotYours(task, actor, relation);
        }

        if (directory.FindGroup(toGroup) is null)
        {
            return Refusals.DelegateNotAllowed($"There is no group '{toGroup}'.", directory.Groups.Select(g => g.Id));
        }

        if (Relations.VotingGroup(task) is { } group && group != toGroup)
        {
            return Refusals.DelegateNotAllowed($"The task is the vote of the group '{group}'.", [group]);
        }

        var members = directory.MembersOf(toGroup).Select(m => m.Id).ToList();
        return members.Count > 0 && members.TrueForAll(id => Relations.IsExcluded(task, id))
            ? Refusals.With(
                RefusalCodes.ExcludedBySeparationOfDuties, $"Everybody in the group '{toGroup}' is excluded from this task by separation of duties.", ("group", toGroup))
            : null;
    }

    private static IEnumerable<string> Fit(UserTask task, Directory directory) => directory.People
        .Where(p => p.Id != task.Assignee && !OnlyReads(p) && !Relations.IsExcluded(task, p.Id) && Relations.MayVote(task, g => p.Groups.Contains(g, StringComparer.Ordinal)))
        .Select(p => p.Id);

    internal static bool OnlyReads(Person person) => person.Groups.Contains(Actor.AuditorGroup, StringComparer.Ordinal) && !person.Groups.Contains(Actor.AdminGroup, StringComparer.Ordinal);

    // Whose work is given away: the assignee's, even if the manager does it for him, else that of the candidate who gives it.
    private static string? Giver(UserTask task, Actor actor, Relation relation) =>
        task.Assignee ?? (relation.Has(Relation.PotentialOwner) ? actor.Id : null);

    private static IReadOnlyList<string> WithGiver(UserTask task, string? giver, string? receiver) =>
        giver is null || giver == receiver ? task.Delegators : [.. task.Delegators.Append(giver).Distinct(StringComparer.Ordinal)];
}
