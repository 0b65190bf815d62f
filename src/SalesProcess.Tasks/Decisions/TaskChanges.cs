namespace SalesProcess.Tasks;

/// <summary>What an act has changed about a task, for the record.</summary>
public static class TaskChanges
{
    /// <summary>The changed members by their names on the wire, each with its old and its new value: <c>{"assignee":{"from":null,"to":"anna"}}</c>.</summary>
    /// <param name="before">Null if the task has just been opened.</param>
    public static Dictionary<string, object?> Between(UserTask? before, UserTask after)
    {
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Members)
        {
            var (old, now) = (before is null ? null : value(before), value(after));
            if (!Same(old, now))
            {
                changes[name] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["from"] = old, ["to"] = now };
            }
        }

        return changes;
    }

    /// <summary>The task as it was before an act, as far as that decides who sees it.</summary>
    /// <param name="changes">What <see cref="Between"/> has said of the act.</param>
    public static UserTask Undo(UserTask after, IReadOnlyDictionary<string, object?> changes) => after with
    {
        Assignee = Before(changes, "assignee", after.Assignee),
        OnBehalfOf = Before(changes, "onBehalfOf", after.OnBehalfOf),
        CandidateUsers = Before(changes, "candidateUsers", after.CandidateUsers),
        CandidateGroups = Before(changes, "candidateGroups", after.CandidateGroups),
    };

    private static string? Before(IReadOnlyDictionary<string, object?> changes, string name, string? now) =>
        changes.TryGetValue(name, out var change) ? (string?)((IReadOnlyDictionary<string, object?>)change!)["from"] : now;

    private static IReadOnlyList<string> Before(IReadOnlyDictionary<string, object?> changes, string name, IReadOnlyList<string> now) =>
        changes.TryGetValue(name, out var change)
            ? [.. ((IReadOnlyDictionary<string, object?>)change!)["from"] is IEnumerable<object?> texts ? texts.Select(t => (string)t!) : []]
            : now;

    private static readonly (string Name, Func<UserTask, object?> Value)[] Members =
    [
        ("state", task => task.Status.ToString()),
        ("assignee", task => task.Assignee),
        ("onBehalfOf", task => task.OnBehalfOf),
        ("candidateUsers", task => List(task.CandidateUsers)),
        ("candidateGroups", task => List(task.CandidateGroups)),
        ("excludedUsers", task => List(task.ExcludedUsers)),
        ("priority", task => (long)task.Priority),
        ("dueAt", task => task.DueAt),
        ("followUpAt", task => task.FollowUpAt),
        ("suspendedUntil", task => task.SuspendedUntil),
        ("suspendedFor", task => task.SuspendedFor),
        ("clockStops", task => List([.. task.ClockStops.Select(stop => $"{stop.From:O}/{stop.To:O}")])),
        ("timers", task => List([.. task.Timers.Where(timer => timer.FiredAt is not null).Select(timer => $"{timer.Kind} {timer.When}")])),
        ("tags", task => List(task.Tags)),
        ("action", task => task.Action),
        ("comment", task => task.Comment),
        ("decision", task => task.Decision),
        ("separation", task => task.Status == TaskStatus.Completed ? List([.. task.Exclusions.Select(e => $"{e.User}: {e.Rule}{(e.TaskId is null ? "" : $" {e.TaskId} {e.Task}")}")]) : null),
        ("document", task => task.Document?.Sha256),
    ];

    private static List<object?>? List(IReadOnlyList<string> texts) => texts.Count == 0 ? null : [.. texts];

    private static bool Same(object? one, object? other) => one is List<object?> list && other is List<object?> others ? list.SequenceEqual(others) : Equals(one, other);
}
