namespace SalesProcess.Tasks;

/// <summary>What tasks are ordered by, as whole numbers. What is equal is ordered by its age, then by its id.</summary>
public static class BoxKeys
{
    /// <summary>Behind every due time: the key of a task that is never due.</summary>
    public const long Never = (1L << LevelShift) - 1;

    private const int LevelShift = 44;
    private const int HighestPriority = 100;

    private static readonly BoxOrder[] Orders = [BoxOrder.Due, BoxOrder.Priority, BoxOrder.Created, BoxOrder.Updated, BoxOrder.Wakes];

    /// <summary>Where a priority begins in <see cref="BoxOrder.Priority"/>; level 0 is the highest. It ends where the next begins.</summary>
    public static long Level(long level) => level << LevelShift;

    public static long LevelOf(long key) => key >> LevelShift;

    /// <summary>A time within <see cref="BoxOrder.Due"/>, and within a level.</summary>
    public static long At(DateTimeOffset? time) => time is { } at ? Math.Clamp(at.ToUnixTimeMilliseconds(), 0, Never - 1) : Never;

    /// <summary>The order that a box is kept in before all others: one key a task, which can be computed from the task alone.</summary>
    public static BoxOrder First(Box box) => IsFinished(box) ? BoxOrder.Created : BoxOrder.Due;

    /// <summary>
    /// Is the box kept in this order? What is to be done is by what is due, what somebody may take or has done in all orders, and what is finished by when. The
    /// other orders are made when somebody asks for them.
    /// </summary>
    public static bool IsKept(Box box, BoxOrder order) => order switch
    {
        BoxOrder.Created or BoxOrder.Updated => IsFinished(box) || box == Box.Available,
        BoxOrder.Due => box != Box.Closed,
        BoxOrder.Priority => box is Box.Available or Box.Attention or Box.Done,
        BoxOrder.Wakes => !IsFinished(box) && box != Box.Attention,
        _ => true,
    };

    /// <summary>A task's keys in the orders that a box is kept in.</summary>
    public static IEnumerable<(BoxOrder Order, long Key)> Of(UserTask task, Box box, Directory directory)
    {
        var due = box == Box.Attention ? At(AttentionAt(task, directory)) : Of(task, BoxOrder.Due);
        foreach (var order in Orders.Where(order => IsKept(box, order)))
        {
            switch (order)
            {
                case BoxOrder.Due:
                    yield return (order, due);
                    break;
                case BoxOrder.Priority:
                    yield return (order, Level(task) + due);
                    break;
                case BoxOrder.Wakes when task is { Status: TaskStatus.Suspended, SuspendedUntil: { } until }:
                    yield return (order, At(until));
                    break;
                case BoxOrder.Created or BoxOrder.Updated:
                    yield return (order, Of(task, order));
                    break;
            }
        }
    }

    /// <summary>A task's key in an order of the times that it has by itself.</summary>
    public static long Of(UserTask task, BoxOrder order) => order switch
    {
        BoxOrder.Due => At(task.DueAt),
        BoxOrder.Priority => Level(task) + At(task.DueAt),
        BoxOrder.Created => task.CreatedAt.ToUnixTimeMilliseconds(),
        BoxOrder.Updated => task.UpdatedAt.ToUnixTimeMilliseconds(),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Accepted: Due, Priority, Created, Updated."),
    };

    /// <summary>The level of a priority, as numbers of levels go: 0 is the highest.</summary>
    public static long LevelOfPriority(long priority) => HighestPriority - Math.Clamp(priority, 0, HighestPriority);

    private static long Level(UserTask task) => Level(LevelOfPriority(task.Priority));

    private static bool IsFinished(Box box) => box is Box.Closed or Box.Done;

    /// <summary>Since when, or from when on, somebody must look after it: it is overdue, it rests longer than it should, or nobody can take it. Null for never.</summary>
    public static DateTimeOffset? AttentionAt(UserTask task, Directory directory) =>
        !Boxes.IsStaffed(task, directory) ? DateTimeOffset.UnixEpoch
        : task is { Status: TaskStatus.Suspended, SuspendedUntil: { } until } && !(Counting(task) <= until) ? until
        : Counting(task);

    // While its clock stands still it cannot become overdue.
    private static DateTimeOffset? Counting(UserTask task) => task.ClockStoppedAt is null ? task.DueAt : null;
}
