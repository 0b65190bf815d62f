namespace SalesProcess.Tasks;

/// <summary>Separation of duties between tasks: who has taken part in one is kept out of another.</summary>
public static class Excluded
{
    /// <summary>Everybody who took part in a completed task: who completed it, on whose behalf, and whoever gave it away before.</summary>
    public static IReadOnlyList<string> ForFollowUp(UserTask completed) =>
        [.. new[] { completed.CompletedBy, completed.OnBehalfOf }.Concat(completed.Delegators).OfType<string>().Distinct(StringComparer.Ordinal)];

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
        if (!Concerns(open, completed) || ForFollowUp(completed).Except(open.ExcludedUsers, StringComparer.Ordinal).ToList() is not { Count: > 0 } added)
        {
            return open;
        }

        var excluded = open with
        {
            ExcludedUsers = [.. open.ExcludedUsers.Concat(added).Order(StringComparer.Ordinal)],
            Voters = open.VotingRound is not null && open.VotingRound == completed.VotingRound ? [.. open.Voters, completed.CompletedBy!] : open.Voters,
            UpdatedAt = now,
            Revision = open.Revision + 1,
        };
        return open.Assignee is not null && added.Contains(open.Assignee, StringComparer.Ordinal) ? Release(excluded) : excluded;
    }

    private static UserTask Release(UserTask task) => (task with
    {
        Status = task.Status == TaskStatus.Suspended ? TaskStatus.Suspended : TaskStatus.Ready,
        Assignee = null,
        ReservedAt = null,
        StartedAt = null,
        OnBehalfOf = null,
    }).OrElse(task.Assignee);
}
