namespace SalesProcess.Tasks;

/// <summary>What somebody is to a task.</summary>
[Flags]
internal enum Relation
{
    None = 0,
    Assignee = 1,

    /// <summary>Named as candidate, himself or by a group.</summary>
    Candidate = 2,

    /// <summary>A candidate who may really do it: not excluded, and in the role it votes as.</summary>
    PotentialOwner = 4,
    DealOwner = 8,
    Manager = 16,
    Admin = 32,
    Auditor = 64,

    /// <summary>Had it before, or completed it.</summary>
    Participant = 128,
    System = 256,

    /// <summary>Belongs to the deal's team: sees, and does nothing by it.</summary>
    Team = 512,
}

internal static class Relations
{
    public static Relation Of(UserTask task, Actor actor, Directory directory)
    {
        var candidate = task.CandidateUsers.Contains(actor.Id, StringComparer.Ordinal) || task.CandidateGroups.Any(actor.Groups.Contains);
        return When(actor.IsSystem, Relation.System)
            | When(actor.IsAuditor, Relation.Auditor)
            | When(actor.IsAdmin, Relation.Admin)
            | When(task.Assignee == actor.Id, Relation.Assignee)
            | When(candidate, Relation.Candidate)
            | When(candidate && !IsExcluded(task, actor.Id) && MayVote(task, actor.Groups.Contains), Relation.PotentialOwner)
            | When(task.Owner == actor.Id, Relation.DealOwner)
            | When(task.Team is not null && actor.Groups.Contains(task.Team), Relation.Team)
            | When(Participated(task, actor.Id), Relation.Participant)
            | When(Managed(task).Any(id => actor.IsManagerOf(directory, id)), Relation.Manager);
    }

    public static bool Has(this Relation relation, Relation any) => (relation & any) != Relation.None;

    public static bool IsExcluded(UserTask task, string userId) => task.ExcludedUsers.Contains(userId, StringComparer.Ordinal);

    /// <summary>The group whose vote this task is, if it is a group's.</summary>
    public static string? VotingGroup(UserTask task) =>
        task.Approver is { } approver && task.CandidateGroups.Contains(approver, StringComparer.Ordinal) ? approver : null;

    public static bool MayVote(UserTask task, Func<string, bool> isMember) => VotingGroup(task) is not { } group || isMember(group);

    private static bool Participated(UserTask task, string id) =>
        task.OnBehalfOf == id || task.CompletedBy == id || task.Delegators.Contains(id, StringComparer.Ordinal);

    private static IEnumerable<string> Managed(UserTask task) =>
        new[] { task.Assignee, task.OnBehalfOf, task.Owner, task.Team }.OfType<string>().Concat(task.CandidateUsers).Distinct(StringComparer.Ordinal);

    private static Relation When(bool condition, Relation relation) => condition ? relation : Relation.None;
}
