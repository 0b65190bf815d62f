namespace SalesProcess.Tasks;

/// <summary>The refusals of the task rules, worded once.</summary>
internal static class Refusals
{
    /// <summary>Why a task that is over takes no command any more; null while it is open.</summary>
    public static Refusal? Closed(UserTask task) => task.Status switch
    {
        TaskStatus.Completed => With(
            RefusalCodes.TaskCompleted,
            $"The task was completed by {task.CompletedBy} with '{task.Action}'.",
            ("by", task.CompletedBy), ("at", task.CompletedAt), ("action", task.Action)),
        TaskStatus.Exited => new Refusal(RefusalCodes.TaskCancelled, "The task was cancelled with its process."),
        TaskStatus.Obsolete when task.Decision is not null => With(
            RefusalCodes.QuorumAlreadyDecided,
            $"The approval was decided with '{task.Decision}', without the vote of '{task.Approver}'.",
            ("decision", task.Decision), ("at", task.UpdatedAt)),
        TaskStatus.Obsolete when task.CompletedBy is not null => With(
            RefusalCodes.TaskCancelled,
            $"The task was skipped by {task.CompletedBy}: {task.Comment}",
            ("by", task.CompletedBy), ("at", task.CompletedAt), ("action", task.Action)),
        TaskStatus.Obsolete => new Refusal(RefusalCodes.TaskCancelled, "The process went on without this task."),
        _ => null,
    };

    public static Refusal Suspended(UserTask task) => With(
        RefusalCodes.TaskSuspended,
        task.SuspendedUntil is { } until ? $"The task is suspended until {until:O}. Resume it first." : "The task is suspended. Resume it first.",
        ("until", task.SuspendedUntil));

    public static Refusal AlreadyClaimed(UserTask task) => With(
        RefusalCodes.TaskAlreadyClaimed, $"The task is already claimed by {task.Assignee}.", ("owner", task.Assignee), ("since", task.ReservedAt));

    public static Refusal ExcludedPerson(UserTask task, string userId)
    {
        if (task.Voters.Contains(userId, StringComparer.Ordinal))
        {
            return With(RefusalCodes.AlreadyVoted, $"{userId} has voted in this round already; a person has one vote.", ("user", userId));
        }

        var others = task.NotCompletersOf.Count == 0 ? "" : $" The task must not be done by whoever took part in: {string.Join(", ", task.NotCompletersOf)}.";
        var why = task.Exclusions.FirstOrDefault(e => e.User == userId);
        return With(
            RefusalCodes.ExcludedBySeparationOfDuties,
            $"{userId} is excluded from this task by separation of duties.{(why?.Rule == Exclusion.NotInitiator ? " Whoever started the deal must not do it." : others)}",
            ("user", userId),
            ("rule", why?.Rule ?? (task.NotCompletersOf.Count == 0 ? Exclusion.ExcludedUsers : Exclusion.NotCompletersOf)),
            ("conflictingTask", why?.Task),
            ("conflictingTasks", task.NotCompletersOf));
    }

    public static Refusal NothingToRecall(UserTask task) =>
        With(RefusalCodes.RecallWindowClosed, $"The task is {task.Status}: there is no decision to take back.", ("state", task.Status.ToString()));

    public static Refusal Unclaimed(UserTask task) => new(RefusalCodes.TaskNotOwned, $"The task '{task.Name}' belongs to nobody. Claim it first.");

    /// <summary>Why somebody who sees the task may not do what is for its owner or candidates.</summary>
    public static Refusal NotYours(UserTask task, Actor actor, Relation relation)
    {
        if (task.Assignee is not null && task.Assignee != actor.Id)
        {
            return With(RefusalCodes.TaskNotOwned, $"The task belongs to {task.Assignee}, not to {actor.Id}.", ("owner", task.Assignee));
        }

        if (Relations.IsExcluded(task, actor.Id) && relation.Has(Relation.Candidate | Relation.Assignee))
        {
            return ExcludedPerson(task, actor.Id);
        }

        if (Relations.VotingGroup(task) is { } group && !actor.Groups.Contains(group))
        {
            return With(
                RefusalCodes.TaskNotClaimable, $"The task is the vote of the group '{group}', and {actor.Id} is not in it.", ("candidateGroups", new[] { group }));
        }

        return With(
            RefusalCodes.TaskNotClaimable,
            $"{actor.Id} is not a candidate of this task. Candidates: {People(task.CandidateUsers.Concat(task.CandidateGroups.Select(g => $"group {g}")))}.",
            ("candidateUsers", task.CandidateUsers), ("candidateGroups", task.CandidateGroups));
    }

    public static Refusal DelegateNotAllowed(string message, IEnumerable<string> accepted)
    {
        var list = accepted.ToList();
        return With(RefusalCodes.DelegateNotAllowed, $"{message} Accepted: {People(list)}.", ("accepted", list));
    }

    public static Refusal UnknownAction(UserTask task, string? action)
    {
        var allowed = task.Actions.Select(a => a.Key).ToList();
        return With(
            RefusalCodes.ActionUnknown,
            string.IsNullOrEmpty(action) ? $"An action is needed. Accepted: {string.Join(", ", allowed)}." : $"There is no action '{action}'. Accepted: {string.Join(", ", allowed)}.",
            ("allowed", allowed));
    }

    public static Refusal With(string code, string message, params ReadOnlySpan<(string Key, object? Value)> details)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in details)
        {
            map[key] = value;
        }

        return new Refusal(code, message, Details: map);
    }

    private static string People(IEnumerable<string> ids)
    {
        const int Shown = 20;
        var list = ids.Take(Shown + 1).ToList();
        return list.Count switch
        {
            0 => "nobody",
            > Shown => string.Join(", ", list.Take(Shown)) + " …",
            _ => string.Join(", ", list),
        };
    }
}
