using System.Collections.Frozen;

namespace SalesProcess.Tasks;

/// <summary>When a company works: hours by weekday, holidays, and extra working days (调休), in a time zone.</summary>
public sealed partial class Calendar
{
    private readonly FrozenDictionary<DayOfWeek, IReadOnlyList<WorkingPeriod>> _hours;
    private readonly FrozenSet<DateOnly> _holidays;
    private readonly FrozenSet<DateOnly> _workingDays;
    private readonly IReadOnlyList<WorkingPeriod> _usual;

    internal Calendar(
        string id,
        TimeZoneInfo timeZone,
        IReadOnlyDictionary<DayOfWeek, IReadOnlyList<WorkingPeriod>> hours,
        IEnumerable<DateOnly> holidays,
        IEnumerable<DateOnly> workingDays)
    {
        Id = id;
        TimeZone = timeZone;
        _hours = hours.ToFrozenDictionary();
        _holidays = holidays.ToFrozenSet();
        _workingDays = workingDays.ToFrozenSet();
        _usual = CalendarReader.Weekdays.Values.Where(_hours.ContainsKey).Select(day => _hours[day]).First();
    }

    public string Id { get; }

    public TimeZoneInfo TimeZone { get; }

    /// <exception cref="ConfigurationFault">The text is no calendar; the exception lists every fault.</exception>
    public static Calendar Parse(string json) => CalendarReader.Read(json);

    public bool IsWorkingDay(DateOnly date) => PeriodsOf(date).Count > 0;

    /// <summary>The working hours of a date. An extra working day has those of its weekday, or else the usual ones.</summary>
    public IReadOnlyList<WorkingPeriod> PeriodsOf(DateOnly date)
    {
        if (_holidays.Contains(date))
        {
            return [];
        }

        return _hours.GetValueOrDefault(date.DayOfWeek) ?? (_workingDays.Contains(date) ? _usual : []);
    }

    /// <summary>
    /// Counts working time. What begins outside of working hours counts from when work begins next. Hours run only while work is done; days lead to the same
    /// time of day, or to the end of work if that day ends earlier.
    /// </summary>
    public DateTimeOffset Add(DateTimeOffset from, WorkingTime time)
    {
        var (date, at) = Begin(TimeZoneInfo.ConvertTime(from, TimeZone).DateTime);
        return time.Unit == WorkingUnit.Days ? NotBefore(from, AddDays(date, at, time.Amount)) : AddHours(from, date, at, TimeSpan.FromHours(time.Amount));
    }

    /// <summary>Counts working time of any length, as <see cref="Add(DateTimeOffset, WorkingTime)"/> counts hours.</summary>
    internal DateTimeOffset Add(DateTimeOffset from, TimeSpan worked)
    {
        var (date, at) = Begin(TimeZoneInfo.ConvertTime(from, TimeZone).DateTime);
        return AddHours(from, date, at, worked);
    }

    /// <summary>Adds time by the clock on the wall: days keep the time of day over a change of the clocks.</summary>
    internal DateTimeOffset AddWallTime(DateTimeOffset from, int months, int days, TimeSpan exact)
    {
        var local = TimeZoneInfo.ConvertTime(from, TimeZone).DateTime;
        var start = months == 0 && days == 0 ? from : Instant(local.AddMonths(months).AddDays(days));
        return TimeZoneInfo.ConvertTime(start + exact, TimeZone);
    }

    // The first working moment at or after a local time.
    private (DateOnly Date, TimeSpan At) Begin(DateTime local)
    {
        var date = DateOnly.FromDateTime(local);
        foreach (var period in PeriodsOf(date))
        {
            if (local.TimeOfDay < period.To)
            {
                return (date, local.TimeOfDay > period.From ? local.TimeOfDay : period.From);
            }
        }

        date = NextWorkingDay(date);
        return (date, PeriodsOf(date)[0].From);
    }

    private DateTimeOffset AddDays(DateOnly date, TimeSpan at, int days)
    {
        for (var i = 0; i < days; i++)
        {
            date = NextWorkingDay(date);
        }

        foreach (var period in PeriodsOf(date))
        {
            if (at <= period.To)
            {
                return Instant(date, at > period.From ? at : period.From);
            }
        }

        return Instant(date, PeriodsOf(date)[^1].To);
    }

    private DateTimeOffset AddHours(DateTimeOffset from, DateOnly date, TimeSpan at, TimeSpan left)
    {
        while (true)
        {
            foreach (var period in PeriodsOf(date))
            {
                if (at >= period.To)
                {
                    continue;
                }

                // Instants, not clock times: an hour that the clocks skip or repeat is counted as it passed.
                var start = NotBefore(from, Instant(date, at > period.From ? at : period.From));
                var worked = Instant(date, period.To) - start;
                if (left <= worked)
                {
                    return TimeZoneInfo.ConvertTime(start + left, TimeZone);
                }

                left -= worked;
            }

            date = NextWorkingDay(date);
            at = TimeSpan.Zero;
        }
    }

    // In an hour that comes twice the clock alone does not say which one it is.
    private DateTimeOffset NotBefore(DateTimeOffset from, DateTimeOffset time) => time < from ? TimeZoneInfo.ConvertTime(from, TimeZone) : time;

    private DateOnly NextWorkingDay(DateOnly date)
    {
        do
        {
            date = date.AddDays(1);
        }
        while (!IsWorkingDay(date));

        return date;
    }

    private DateTimeOffset Instant(DateOnly date, TimeSpan at) => Instant(date.ToDateTime(TimeOnly.MinValue) + at);

    // A time that the clocks skip is moved on by the gap; one that comes twice is the first of the two.
    private DateTimeOffset Instant(DateTime local)
    {
        var offset = TimeZone switch
        {
            _ when TimeZone.IsInvalidTime(local) => TimeZone.GetUtcOffset(local.AddHours(-3)),
            _ when TimeZone.IsAmbiguousTime(local) => TimeZone.GetAmbiguousTimeOffsets(local).Max(),
            _ => TimeZone.GetUtcOffset(local),
        };
        return TimeZoneInfo.ConvertTime(new DateTimeOffset(local, offset), TimeZone);
    }
}
