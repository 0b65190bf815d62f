using System.Globalization;
using System.Text.RegularExpressions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>How long something may take: <c>2wd</c> working days, <c>4wh</c> working hours, <c>P3D</c> or <c>PT4H</c> by the clock (ISO 8601).</summary>
public static class Deadline
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex WorkingText = new("^(?<amount>[0-9]{1,4})(?<unit>wd|wh)$", Options);

    private static readonly Regex IsoText = new(
        "^P((?<years>[0-9]{1,4})Y)?((?<months>[0-9]{1,4})M)?((?<weeks>[0-9]{1,4})W)?((?<days>[0-9]{1,4})D)?"
        + "(T((?<hours>[0-9]{1,4})H)?((?<minutes>[0-9]{1,4})M)?((?<seconds>[0-9]{1,4})S)?)?$",
        Options);

    private const int LongestInDays = 36_600;

    /// <exception cref="ActivityFault">The text is no such time.</exception>
    public static DateTimeOffset Compute(string dueIn, Calendar calendar, DateTimeOffset from)
    {
        var parts = Parse(dueIn);
        return parts.Working is { } working ? calendar.Add(from, working) : calendar.AddWallTime(from, parts.Months, parts.Days, parts.Exact);
    }

    /// <summary>The time from which it is so long to <paramref name="due"/>.</summary>
    internal static DateTimeOffset Before(string length, Calendar calendar, DateTimeOffset due)
    {
        var parts = Parse(length);
        return parts.Working switch
        {
            null => calendar.AddWallTime(due, -parts.Months, -parts.Days, -parts.Exact),
            { Unit: WorkingUnit.Days, Amount: var days } => calendar.SubtractDays(due, days),
            { Amount: var hours } => calendar.SubtractHours(due, hours),
        };
    }

    /// <summary>Is it counted in working time, and not by the clock?</summary>
    internal static bool IsWorkingTime(string? dueIn) => dueIn is not null && Parse(dueIn).Working is not null;

    /// <summary>What was counted on the way to a due time.</summary>
    /// <exception cref="ActivityFault">The text is no such time.</exception>
    public static DueExplanation Explain(string dueIn, Calendar calendar, DateTimeOffset from) => Parse(dueIn).Working is { } working
        ? calendar.Explain(from, working)
        : Calendar.ExplainWallTime(from, Compute(dueIn, calendar, from));

    /// <summary>Looks at the text alone.</summary>
    /// <exception cref="ActivityFault">The text is no such time.</exception>
    public static void Check(string dueIn) => Parse(dueIn);

    private static Parts Parse(string dueIn)
    {
        var text = dueIn.Trim();
        var working = WorkingText.Match(text);
        if (working.Success)
        {
            var amount = Number(working, "amount");
            return new Parts { Working = working.Groups["unit"].Value == "wd" ? WorkingTime.Days(amount) : WorkingTime.Hours(amount) };
        }

        var iso = IsoText.Match(text);
        if (!iso.Success || text[^1] is 'P' or 'T')
        {
            throw new ActivityFault($"'{Shortened(text)}' is no due time. Accepted: 2wd (working days), 4wh (working hours), or ISO 8601 by the clock such as P3D, P2W or PT4H.");
        }

        var parts = new Parts
        {
            Months = (Number(iso, "years") * 12) + Number(iso, "months"),
            Days = (Number(iso, "weeks") * 7) + Number(iso, "days"),
            Exact = new TimeSpan(0, Number(iso, "hours"), Number(iso, "minutes"), Number(iso, "seconds")),
        };
        return (parts.Months * 31) + parts.Days <= LongestInDays
            ? parts
            : throw new ActivityFault($"'{text}' is more than 100 years. Accepted is a shorter time.");
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } g ? int.Parse(g.Value, CultureInfo.InvariantCulture) : 0;

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private sealed record Parts
    {
        public WorkingTime? Working { get; init; }

        public int Months { get; init; }

        public int Days { get; init; }

        public TimeSpan Exact { get; init; }
    }
}
