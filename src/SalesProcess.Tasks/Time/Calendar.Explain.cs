namespace SalesProcess.Tasks;

/// <summary>Counting backwards, and saying what was counted.</summary>
public sealed partial class Calendar
{
    /// <summary>The working moment from which the hours lead to <paramref name="to"/>: what <see cref="Add(DateTimeOffset, WorkingTime)"/> takes back.</summary>
    public DateTimeOffset SubtractHours(DateTimeOffset to, int hours)
    {
        var left = TimeSpan.FromHours(hours);
        var local = TimeZoneInfo.ConvertTime(to, TimeZone);
        var date = DateOnly.FromDateTime(local.DateTime);
        while (true)
        {
            foreach (var period in PeriodsOf(date).Reverse())
            {
                var (start, end) = (Instant(date, period.From), Instant(date, period.To));
                end = end < local ? end : local;
                if (end <= start)
                {
                    continue;
                }

                if (left <= end - start)
                {
                    return TimeZoneInfo.ConvertTime(end - left, TimeZone);
                }

                left -= end - start;
            }

            date = date.AddDays(-1);
        }
    }

    /// <summary>The working moment that lies so many working days before, at the same time of day or the last worked one before it.</summary>
    public DateTimeOffset SubtractDays(DateTimeOffset to, int days)
    {
        var local = TimeZoneInfo.ConvertTime(to, TimeZone).DateTime;
        var (date, at) = (DateOnly.FromDateTime(local), local.TimeOfDay);
        if (PeriodsOf(date) is not [var first, ..] || at < first.From)
        {
            (date, at) = (WorkingDayBefore(date), TimeSpan.FromDays(1));
        }

        for (var i = 0; i < days; i++)
        {
            date = WorkingDayBefore(date);
        }

        var periods = PeriodsOf(date);
        return periods.LastOrDefault(p => p.From <= at) is { } period ? Instant(date, at < period.To ? at : period.To) : Instant(date, periods[0].From);
    }

    /// <summary>How much of the time between is working time.</summary>
    internal TimeSpan Worked(DateTimeOffset from, DateTimeOffset to) => Pieces(from, to).Aggregate(TimeSpan.Zero, (sum, piece) => sum + (piece.To - piece.From));

    /// <summary>The working time between, piece by piece.</summary>
    internal IEnumerable<CountedTime> Pieces(DateTimeOffset from, DateTimeOffset to) =>
        CountHours(from, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, TimeZone).DateTime), TimeZoneInfo.ConvertTime(to, TimeZone));

    /// <summary>Every counted piece between a start and the due time that <see cref="Add(DateTimeOffset, WorkingTime)"/> gives for it.</summary>
    public DueExplanation Explain(DateTimeOffset from, WorkingTime time)
    {
        var (date, at) = Begin(TimeZoneInfo.ConvertTime(from, TimeZone).DateTime);
        var (start, due) = (NotBefore(from, Instant(date, at)), Add(from, time));
        return Explain(start, due, [.. time.Unit == WorkingUnit.Days ? CountDays(start, date, due) : CountHours(start, date, due)], working: true);
    }

    /// <summary>The same of pieces that were counted already.</summary>
    /// <param name="working">Only working time was counted, so days and years between have something to tell.</param>
    internal DueExplanation Explain(DateTimeOffset start, DateTimeOffset due, IReadOnlyList<CountedTime> counted, bool working)
    {
        if (!working)
        {
            return new DueExplanation(start, due, counted, [], []);
        }

        var (date, last) = (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, TimeZone).DateTime), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, TimeZone).DateTime));
        var skipped = Days(date, last).Where(day => !IsWorkingDay(day)).Select(day => new SkippedDay(day, _holidays.Contains(day) ? "holiday" : "day-off")).ToList();
        return new DueExplanation(start, due, counted, skipped, [.. Enumerable.Range(date.Year, last.Year - date.Year + 1).Where(year => !Knows(year))]);
    }

    /// <summary>Time by the clock: one piece, whatever days it goes over.</summary>
    public static DueExplanation ExplainWallTime(DateTimeOffset from, DateTimeOffset due) =>
        new(from, due, [new CountedTime(from, due, (due - from).TotalMinutes)], [], []);

    /// <summary>Whether the calendar names holidays of a year. A calendar without any holiday has none in every year.</summary>
    public bool Knows(int year) => _holidays.Count == 0 || _holidays.Any(day => day.Year == year);

    // A working day leads from a time of day to the same of the next working day.
    private IEnumerable<CountedTime> CountDays(DateTimeOffset start, DateOnly date, DateTimeOffset due)
    {
        var from = start;
        foreach (var day in Days(date.AddDays(1), DateOnly.FromDateTime(due.DateTime)).Where(IsWorkingDay))
        {
            var to = day == DateOnly.FromDateTime(due.DateTime) ? due : Add(start, WorkingTime.Days(Days(date.AddDays(1), day).Count(IsWorkingDay)));
            yield return new CountedTime(from, to, (to - from).TotalMinutes, Days: 1);
            from = to;
        }
    }

    private IEnumerable<CountedTime> CountHours(DateTimeOffset start, DateOnly date, DateTimeOffset due)
    {
        foreach (var day in Days(date, DateOnly.FromDateTime(due.DateTime)))
        {
            foreach (var period in PeriodsOf(day))
            {
                var (from, to) = (Instant(day, period.From), Instant(day, period.To));
                (from, to) = (from > start ? from : start, to < due ? to : due);
                if (from < to)
                {
                    yield return new CountedTime(from, to, (to - from).TotalMinutes);
                }
            }
        }
    }

    private DateOnly WorkingDayBefore(DateOnly date)
    {
        do
        {
            date = date.AddDays(-1);
        }
        while (!IsWorkingDay(date));

        return date;
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
