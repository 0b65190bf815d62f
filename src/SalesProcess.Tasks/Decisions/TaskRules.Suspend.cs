namespace SalesProcess.Tasks;

/// <summary>Putting a task aside and taking it up again, with or without stopping its clock.</summary>
public static partial class TaskRules
{
    /// <summary>Puts the task aside, until a time or until it is resumed. When the time has come it counts as resumed.</summary>
    /// <param name="reason">Null, or <see cref="TaskClock.WaitingForCustomer"/>, which stops the clock.</param>
    public static TaskDecision Suspend(UserTask task, Actor actor, DateTimeOffset? until, Directory directory, DateTimeOffset now, string? reason = null) =>
        Decide(task, actor, directory, now, evenSuspended: true, rule: (open, relation) =>
        {
            if (!MayPassOn(open, relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            if (reason is not (null or TaskClock.WaitingForCustomer))
            {
                var message = $"'{reason}' is no reason that is known. Accepted: {TaskClock.WaitingForCustomer}, which stops the clock of the task, or none.";
                return Refused(new Refusal(RefusalCodes.FormInvalid, message, [new FieldError("/reason", "unknown-reason", message)]));
            }

            if (until <= now)
            {
                return Refused(Refusals.With(RefusalCodes.DueInPast, $"'until' is {until:O}, which is not after now ({now:O}).", ("until", until)));
            }

            if (until > now + TaskClock.Horizon)
            {
                var message = $"'until' is {until:O}, which is too far ahead. Accepted: up to {now + TaskClock.Horizon:O}.";
                return Refused(new Refusal(RefusalCodes.FormInvalid, message, [new FieldError("/until", "out-of-range", message)]));
            }

            var stopped = reason is null ? Running(open, now) : open with { ClockStoppedAt = open.ClockStoppedAt ?? now };
            return Accepted(stopped with { Status = TaskStatus.Suspended, SuspendedUntil = until, SuspendedFor = reason }, now);
        });

    public static TaskDecision Resume(UserTask task, Actor actor, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, evenSuspended: true, rule: (open, relation) =>
        {
            if (!MayPassOn(open, relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            return open.Status == TaskStatus.Suspended ? Accepted(Woken(open, now), now) : new TaskDecision.Accepted(open);
        });

    internal static UserTask Awake(UserTask task, DateTimeOffset now) =>
        task.Status == TaskStatus.Suspended && task.SuspendedUntil <= now ? Changed(Woken(task, task.SuspendedUntil.Value), now) : task;

    private static UserTask Woken(UserTask task, DateTimeOffset at) => Running(task, at) with { Status = task.Awake, SuspendedUntil = null, SuspendedFor = null };

    private static UserTask Running(UserTask task, DateTimeOffset at) => task.ClockStoppedAt is { } from
        ? task with { ClockStoppedAt = null, ClockStops = at > from ? [.. task.ClockStops, new ClockStop(from, at)] : task.ClockStops }
        : task;
}
