namespace SalesProcess.Tasks;

/// <summary>What tasks are ordered by, as whole numbers. What is equal is ordered by its age, then by its id.</summary>
public static class BoxKeys
{
    /// <summary>Behind every due time: the key of a task that is never due.</summary>
    public const long Never = (1L << LevelShift) - 1;

    private const int LevelShift = 44;
    private const int HighestPriority = 100;

    /// <summary>Where a priority begins in <see cref="BoxOrder.Priority"/>; level 0 is the highest. It ends where the next begins.</summary>
    public static long Level(long level) => level << LevelShift;

    public static long LevelOf(long key) => key >> LevelShift;

    /// <summary>A time within <see cref="BoxOrder.Due"/>, and within a level.</summary>
    public static long At(DateTimeOffset? time) => time is { } at ? Math.Clamp(at.ToUnixTimeMilliseconds(), 0, Never - 1) : Never;

    public static IReadOnlyDictionary<BoxOrder, long> Of(UserTask task, Box box, Directory directory)
    {
        var due = At(box == Box.Attention ? AttentionAt(task, directory) : task.DueAt);
        var keys = new Dictionary<BoxOrder, long>
        {
            [BoxOrder.Due] = due,
            [BoxOrder.Priority] = Level(HighestPriority - Math.Clamp(task.Priority, 0, HighestPriority)) + due,
        };
        if (box == Box.Attention)
        {
            return keys;
        }

        keys[BoxOrder.Created] = task.CreatedAt.ToUnixTimeMilliseconds();
        keys[BoxOrder.Updated] = task.UpdatedAt.ToUnixTimeMilliseconds();
        if (task is { Status: TaskStatus.Suspended, SuspendedUntil: { } until })
        {
            keys[BoxOrder.Wakes] = At(until);
        }

        return keys;
    }

    /// <summary>Since when, or from when on, somebody must look after it: it is overdue, it rests longer than it should, or nobody can take it. Null for never.</summary>
    internal static DateTimeOffset? AttentionAt(UserTask task, Directory directory) =>
        !Boxes.IsStaffed(task, directory) ? DateTimeOffset.UnixEpoch
        : task is { Status: TaskStatus.Suspended, SuspendedUntil: { } until } && !(Counting(task) <= until) ? until
        : Counting(task);

    // While its clock stands still it cannot become overdue.
    private static DateTimeOffset? Counting(UserTask task) => task.ClockStoppedAt is null ? task.DueAt : null;
}
