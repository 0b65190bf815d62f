namespace SalesProcess.Tasks;

/// <summary>Separation of duties between tasks: who has taken part in one is kept out of another.</summary>
public static class Excluded
{
    /// <summary>Everybody who took part in a completed task: who completed it, on whose behalf, and whoever gave it away before.</summary>
    public static IReadOnlyList<string> ForFollowUp(UserTask completed) =>
        [.. new[] { completed.CompletedBy, completed.OnBehalfOf }.Concat(completed.Delegators).Concat(completed.PreviousOwners).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Does completing the one task exclude people from the other, which is still open? It does if either names the other in
    /// <see cref="UserTask.NotCompletersOf"/>. Tasks of one approval exclude each other's voters within one round only.
    /// </summary>
    public static bool Concerns(UserTask open, UserTask completed)
    {
        if (open.Id == completed.Id || !open.IsOpen || open.RootId != completed.RootId)
        {
            return false;
        }

        return open.Name == completed.Name && (open.VotingRound ?? completed.VotingRound) is not null
            ? open.VotingRound == completed.VotingRound
            : open.NotCompletersOf.Contains(completed.Name, StringComparer.Ordinal) || completed.NotCompletersOf.Contains(open.Name, StringComparer.Ordinal);
    }

    /// <summary>The open task after the other was completed: its participants excluded, and the task given back if one of them held it.</summary>
    /// <returns>The same object if nothing changes.</returns>
    public static UserTask After(UserTask open, UserTask completed, DateTimeOffset now)
    {
        if (!Concerns(open, completed))
        {
            return open;
        }

        var sameRound = open.VotingRound is not null && open.VotingRound == completed.VotingRound;
        var reasons = ForFollowUp(completed).Select(user => Because(sameRound, user, completed)).Except(open.Exclusions).ToList();
        var added = reasons.Select(e => e.User).Except(open.ExcludedUsers, StringComparer.Ordinal).ToList();
        if (added.Count == 0 && (reasons.Count == 0 || open.Exclusions.Count == 0))
        {
            return open;
        }

        var excluded = open with
        {
            ExcludedUsers = [.. open.ExcludedUsers.Concat(added).Order(StringComparer.Ordinal)],
            Exclusions = [.. open.Exclusions, .. reasons],
            Voters = sameRound ? [.. open.Voters, completed.CompletedBy!] : open.Voters,
            UpdatedAt = now,
            Revision = open.Revision + 1,
        };
        return open.Assignee is not null && added.Contains(open.Assignee, StringComparer.Ordinal) ? Release(excluded) : excluded;
    }

    /// <summary>Why whoever took part in a completed task is kept out of one that is opened later.</summary>
    public static IEnumerable<Exclusion> Reasons(UserTask completed) => ForFollowUp(completed).Select(user => Because(sameRound: false, user, completed));

    /// <summary>The open task when the other was taken back: who was excluded because of it, and nothing else, is not any more.</summary>
    /// <returns>The same object if nothing changes.</returns>
    public static UserTask Without(UserTask open, UserTask recalled, DateTimeOffset now)
    {
        var left = open.Exclusions.Where(e => e.TaskId != recalled.Id).ToList();
        if (left.Count == open.Exclusions.Count)
        {
            return open;
        }

        var freed = open.Exclusions.Select(e => e.User).Except(left.Select(e => e.User), StringComparer.Ordinal);
        return open with
        {
            ExcludedUsers = [.. open.ExcludedUsers.Except(freed, StringComparer.Ordinal)],
            Exclusions = left,
            Voters = open.VotingRound is not null && open.VotingRound == recalled.VotingRound ? [.. open.Voters.Where(v => v != recalled.CompletedBy)] : open.Voters,
            UpdatedAt = now,
            Revision = open.Revision + 1,
        };
    }

    private static Exclusion Because(bool sameRound, string user, UserTask completed) =>
        new(user, sameRound ? Exclusion.OneVote : Exclusion.NotCompletersOf, completed.Id, completed.Name);

    private static UserTask Release(UserTask task) => (task with
    {
        Status = task.Status == TaskStatus.Suspended ? TaskStatus.Suspended : TaskStatus.Ready,
        Assignee = null,
        ReservedAt = null,
        StartedAt = null,
        OnBehalfOf = null,
    }).OrElse(task.Assignee);
}
