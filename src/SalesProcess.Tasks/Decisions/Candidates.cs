namespace SalesProcess.Tasks;

internal static class Candidates
{
    /// <summary>
    /// A task without any candidate stays with the person who had it, so that it does not get lost. Even if that person is excluded: it is not opened to
    /// others by itself, but his manager sees it and can give it to somebody.
    /// </summary>
    public static UserTask OrElse(this UserTask task, string? person) =>
        task.CandidateUsers.Count + task.CandidateGroups.Count > 0 || person is null ? task : task with { CandidateUsers = [person] };
}
