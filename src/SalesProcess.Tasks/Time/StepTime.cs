using System.Globalization;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>
/// When a reminder or an escalation comes: <c>50%</c> of the time that is allowed, <c>-1wd</c> before the due time, <c>+4wh</c> after it, or a time (RFC 3339).
/// The lengths are those of <see cref="Deadline"/>.
/// </summary>
internal static class StepTime
{
    private const string Accepted = "Accepted: a share of the time allowed (50%), before the due time (-1wd, -PT2H), after it (+1wd), or a time such as 2026-11-23T09:00:00+08:00.";

    /// <exception cref="ActivityFault">The text is no such time.</exception>
    public static void Check(string when)
    {
        if (IsFixed(when, out _) || Share(when) is not null)
        {
            return;
        }

        if (when is not ['+' or '-', ..])
        {
            throw new ActivityFault($"'{when}' is no time for a reminder or an escalation. {Accepted}");
        }

        Deadline.Check(when[1..]);
    }

    /// <summary>Is it counted from the time allowed or the due time, and not a time of its own?</summary>
    public static bool IsRelative(string when) => !IsFixed(when, out _);

    public static bool IsShare(string when) => Share(when) is not null;

    /// <param name="dueIn">How the due time was counted; null if it was given.</param>
    public static DateTimeOffset? At(string when, DateTimeOffset from, DateTimeOffset? dueAt, string? dueIn, Calendar? calendar)
    {
        if (IsFixed(when, out var time))
        {
            return time;
        }

        if (dueAt is not { } due)
        {
            return null;
        }

        if (Share(when) is { } share)
        {
            return share == 100 ? due
                : calendar is not null && Deadline.IsWorkingTime(dueIn) ? calendar.Add(from, calendar.Worked(from, due) * (share / 100.0))
                : from + ((due - from) * (share / 100.0));
        }

        // Nothing is counted from what is never due.
        return calendar is null || due.Year >= TaskClock.LastYear ? due : when[0] == '-' ? Deadline.Before(when[1..], calendar, due) : Deadline.Compute(when[1..], calendar, due);
    }

    private static int? Share(string when) =>
        when.EndsWith('%') && int.TryParse(when.AsSpan(0, when.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share is >= 1 and <= 100 ? share : null;

    private static bool IsFixed(string when, out DateTimeOffset time)
    {
        time = default;
        return when.Length >= "2026-11-23".Length && char.IsAsciiDigit(when[0])
            && DateTimeOffset.TryParse(when, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
