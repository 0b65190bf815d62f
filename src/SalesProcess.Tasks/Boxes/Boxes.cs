namespace SalesProcess.Tasks;

/// <summary>
/// In whose boxes a task lies. It says for lists what <see cref="TaskRules.CanSee"/> says for one task and one person, so that a list is a stretch of an index
/// and no search through all tasks.
/// </summary>
public static class Boxes
{
    private static readonly IReadOnlySet<string> Nobody = new HashSet<string>(StringComparer.Ordinal);

    public static IReadOnlyList<BoxEntry> Of(UserTask task, Directory directory)
    {
        if (!task.IsOpen)
        {
            return [Seeing(task, Box.Closed, directory), .. Entry(Box.Done, [], task.CompletedBy is { } person ? [person] : [])];
        }

        var attention = BoxKeys.AttentionAt(task, directory);
        var sees = Seeing(task, attention == task.DueAt ? Box.Open : Box.OpenApart, directory);
        return
        [
            sees,
            .. Entry(Box.Team, Groups(task.Team), Managers([task.Assignee, task.Owner, task.Team], directory)),
            task.Assignee is { } assignee ? new BoxEntry(Box.Mine, Nobody, Set([assignee]), Nobody) : Available(task),
            .. sees.Box == Box.OpenApart && attention is not null ? (BoxEntry[])[sees with { Box = Box.Attention }] : [],
        ];
    }

    /// <summary>Can somebody of the directory take it, or has somebody it?</summary>
    internal static bool IsStaffed(UserTask task, Directory directory) => task.Assignee is not null
        || Available(task) is var available
        && (available.People.Any(id => directory.Find(id) is not null)
            || available.Groups.Any(group => directory.MembersOf(group).Any(member => !available.Excluded.Contains(member.Id))));

    private static BoxEntry Seeing(UserTask task, Box box, Directory directory) => new(
        box,
        Set([.. task.CandidateGroups, .. Groups(task.Team)]),
        Set(
        [
            .. new[] { task.Assignee, task.OnBehalfOf, task.CompletedBy, task.Owner }.OfType<string>(),
            .. task.Delegators,
            .. task.CandidateUsers,
            .. Managers([task.Assignee, task.OnBehalfOf, task.Owner, task.Team, .. task.CandidateUsers], directory),
        ]),
        Nobody);

    // A group's vote is given by its members only, whoever else was asked to see to it.
    private static BoxEntry Available(UserTask task) => task.VotesFor is { } group
        ? new BoxEntry(Box.Available, Set([group]), Nobody, Set(task.ExcludedUsers))
        : new BoxEntry(
            Box.Available, Set(task.CandidateGroups), Set(task.CandidateUsers.Where(user => !task.ExcludedUsers.Contains(user, StringComparer.Ordinal))), Set(task.ExcludedUsers));

    private static BoxEntry[] Entry(Box box, IEnumerable<string> groups, IEnumerable<string> people) =>
        new BoxEntry(box, Set(groups), Set(people), Nobody) is { } entry && (entry.Groups.Count > 0 || entry.People.Count > 0) ? [entry] : [];

    private static string[] Groups(string? team) => team is null ? [] : [team];

    // Actor.IsManagerOf, read from the other side: the managers of a person, and of the members of a group.
    private static IEnumerable<string> Managers(IEnumerable<string?> usersOrTeams, Directory directory) =>
        usersOrTeams.OfType<string>().Distinct(StringComparer.Ordinal).SelectMany(directory.ManagersOver);

    private static HashSet<string> Set(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);
}
