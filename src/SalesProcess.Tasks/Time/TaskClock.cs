namespace SalesProcess.Tasks;

/// <summary>
/// The clock of a task: what happens to it by itself, and when. It stands still while the task is suspended for <see cref="WaitingForCustomer"/>; the due time,
/// and what is counted from it, move on by the time that it stood still.
/// </summary>
public static class TaskClock
{
    public const string WaitingForCustomer = "waiting-for-customer";

    /// <summary>So far ahead times are accepted.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(36_525);

    // What is due later, by a definition, never is; it is not moved, so that it stays a time that there is.
    internal const int LastYear = 9000;

    /// <summary>When the service has to look at the task by itself; null for never.</summary>
    public static DateTimeOffset? Next(UserTask task)
    {
        if (!task.IsOpen)
        {
            return null;
        }

        var until = task.Status == TaskStatus.Suspended ? task.SuspendedUntil : null;
        return NextTimer(task)?.At is { } at && !(until < at) ? at : until;
    }

    /// <summary>The next thing that is due by now, one at a time, in their order; null if nothing is.</summary>
    public static ClockStep? Advance(UserTask task, Directory directory, DateTimeOffset now)
    {
        if (!(Next(task) <= now))
        {
            return null;
        }

        if (NextTimer(task) is not { } timer || task.SuspendedUntil < timer.At)
        {
            return new ClockStep("resume", TaskRules.Awake(task, now), Timer: null);
        }

        var fired = task with
        {
            Timers = [.. task.Timers.Select(t => ReferenceEquals(t, timer) ? t with { FiredAt = now } : t)],
            UpdatedAt = now,
            Revision = task.Revision + 1,
        };
        return timer.Kind == TaskTimerKind.Reminder
            ? new ClockStep("remind", fired, timer)
            : new ClockStep("escalate", TaskRules.Escalated(fired, timer.To ?? fired.EscalateTo, timer.Raise, directory), timer);
    }

    /// <summary>Sets the timers of a task that is opened.</summary>
    public static UserTask Start(UserTask task, Calendar? calendar) =>
        task.Timers.Count == 0 ? task : task with { Timers = [.. task.Timers.Select(t => Timed(task, t, calendar))] };

    /// <summary>Moves the due time if the clock stood still meanwhile, and with it what is counted from it.</summary>
    /// <returns>The task after the act, with its times right.</returns>
    public static UserTask Settle(UserTask before, UserTask after, Calendar? calendar)
    {
        var settled = after;
        foreach (var stop in after.ClockStops.Skip(before.ClockStops.Count))
        {
            var due = settled.DueAt > stop.From ? Moved(settled, settled.DueAt.Value, stop, calendar) : settled.DueAt;
            var moved = settled with { DueAt = due };
            settled = moved with
            {
                Timers = Pending(moved, timer => StepTime.IsShare(timer.When) || due == settled.DueAt
                ? timer with { At = timer.At is { } at ? Moved(moved, at, stop, calendar) : null }
                : Timed(moved, timer, calendar))
            };
        }

        return after.DueAt == before.DueAt ? settled : settled with { Timers = Pending(settled, timer => Timed(settled, timer, calendar)) };
    }

    /// <summary>What was counted on the way to the due time, without the time in which the clock stood still; null if the due time was given and not counted.</summary>
    public static DueExplanation? Explain(UserTask task, Calendar calendar)
    {
        if (task.DueIn is null || task.DueAt is not { } due)
        {
            return null;
        }

        if (task.ClockStops.Count == 0)
        {
            return Deadline.Explain(task.DueIn, calendar, task.CreatedAt);
        }

        var working = Deadline.IsWorkingTime(task.DueIn);
        var from = working ? calendar.Add(task.CreatedAt, TimeSpan.Zero) : task.CreatedAt;
        List<CountedTime> whole = working ? [.. calendar.Pieces(from, due)] : [CountedTime.Between(from, due)];
        return calendar.Explain(from, due, task.ClockStops.Aggregate(whole, (pieces, stop) => [.. pieces.SelectMany(piece => piece.Without(stop))]), working);
    }

    private static TaskTimer? NextTimer(UserTask task) => task.Timers
        .Where(t => t.FiredAt is null && t.At is not null && (task.ClockStoppedAt is null || !StepTime.IsRelative(t.When)))
        .MinBy(t => t.At);

    private static IReadOnlyList<TaskTimer> Pending(UserTask task, Func<TaskTimer, TaskTimer> change) =>
        task.Timers.Count == 0 ? task.Timers : [.. task.Timers.Select(t => t.FiredAt is null && StepTime.IsRelative(t.When) ? change(t) : t)];

    private static TaskTimer Timed(UserTask task, TaskTimer timer, Calendar? calendar) =>
        timer with { At = StepTime.At(timer.When, task.CreatedAt, task.DueAt, task.DueIn, calendar) };

    // Working time was allowed, so working time is given back; else what passed by the clock.
    private static DateTimeOffset Moved(UserTask task, DateTimeOffset time, ClockStop stop, Calendar? calendar)
    {
        if (time.Year >= LastYear)
        {
            return time;
        }

        if (calendar is null || !Deadline.IsWorkingTime(task.DueIn))
        {
            return time + (stop.To - stop.From);
        }

        var stood = calendar.Worked(stop.From, stop.To);
        return stood == TimeSpan.Zero ? time : calendar.Add(time, stood);
    }
}

/// <summary>Something that happened to a task by itself.</summary>
/// <param name="Kind">resume, remind or escalate.</param>
/// <param name="Timer">The timer whose time had come; null for a resumed task.</param>
public sealed record ClockStep(string Kind, UserTask Task, TaskTimer? Timer);
