using CsCheck;
using SalesProcess.Tasks;
using SalesProcess.Tests.Workflows;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_due_time_is_explained
{
    private static readonly Calendar China = Calendar.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "workflows", "calendars", "china.json")));

    private static readonly Calendar Berlin = Zone("Europe/Berlin");

    private static readonly Calendar NewYork = Zone("America/New_York");

    private static readonly Calendar[] All = [China, Berlin, NewYork];

    private static readonly Gen<Calendar> Calendars = Gen.Int[0, 2].Select(i => All[i]);

    private static readonly Gen<DateTimeOffset> Moments = Gen.Long[At("2024-01-01").ToUnixTimeSeconds(), At("2026-11-30").ToUnixTimeSeconds()].Select(DateTimeOffset.FromUnixTimeSeconds);

    // Counted by hand from the announcements of the State Council: the working days of each month, and the days that are not what their weekday says.
    [TestCase(2024, "22 18 21 22 21 19 23 22 21 19 21 22", 251)]
    [TestCase(2025, "19 19 21 22 19 20 23 21 23 18 20 23", 248)]
    [TestCase(2026, "21 16 22 21 19 21 23 21 22 18 21 23", 248)]
    public void The_working_days_of_real_years_are_those_that_were_announced(int year, string months, int total)
    {
        var counted = Enumerable.Range(1, 12).Select(month => Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Count(day => China.IsWorkingDay(new DateOnly(year, month, day)))).ToList();

        Assert.That((string.Join(' ', counted), counted.Sum()), Is.EqualTo((months, total)));
    }

    [TestCase("2024-02-04", true)]
    [TestCase("2024-02-12", false)]
    [TestCase("2024-10-12", true)]
    [TestCase("2025-01-26", true)]
    [TestCase("2025-10-08", false)]
    [TestCase("2026-02-23", false)]
    [TestCase("2026-02-28", true)]
    public void A_day_is_what_was_announced(string date, bool works) => Assert.That(China.IsWorkingDay(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(works));

    [Test]
    public void Hours_that_were_added_are_taken_back() => Gen.Select(Calendars, Moments, Gen.Int[1, 200]).Sample((calendar, from, hours) =>
    {
        var start = calendar.Add(from, WorkingTime.Hours(0));
        return calendar.SubtractHours(calendar.Add(from, WorkingTime.Hours(hours)), hours) == start;
    });

    [Test]
    public void The_counted_pieces_are_what_was_allowed() => Gen.Select(Calendars, Moments, Gen.Int[1, 200]).Sample((calendar, from, hours) =>
    {
        var explained = calendar.Explain(from, WorkingTime.Hours(hours));
        return Math.Abs(explained.Counted.Sum(piece => piece.Minutes) - (hours * 60)) < 0.001
            && explained.Counted[0].From == explained.From && explained.Counted[^1].To == explained.DueAt
            && explained.Counted.Zip(explained.Counted.Skip(1)).All(pair => pair.First.To <= pair.Second.From);
    });

    [Test]
    public void The_counted_days_are_as_many_as_were_allowed() => Gen.Select(Calendars, Moments, Gen.Int[1, 60]).Sample((calendar, from, days) =>
    {
        var explained = calendar.Explain(from, WorkingTime.Days(days));
        return explained.Counted.Sum(piece => piece.Days) == days && explained.Counted[^1].To == explained.DueAt && explained.DueAt == calendar.Add(from, WorkingTime.Days(days));
    });

    [Test]
    public void Who_starts_later_is_not_due_earlier() => Gen.Select(Calendars, Moments, Gen.Int[0, 500_000], Gen.Int[0, 60]).Sample((calendar, from, later, amount) =>
        calendar.Add(from.AddSeconds(later), WorkingTime.Hours(amount)) >= calendar.Add(from, WorkingTime.Hours(amount))
        && calendar.Add(from.AddSeconds(later), WorkingTime.Days(amount)) >= calendar.Add(from, WorkingTime.Days(amount)));

    [Test]
    public void Days_that_do_not_count_are_told_with_their_reason()
    {
        var explained = Deadline.Explain("2wd", China, At("2026-09-30T10:00"));

        Assert.That(explained.DueAt, Is.EqualTo(At("2026-10-09T10:00")));
        Assert.That(explained.Skipped.Select(day => $"{day.Date:MM-dd} {day.Reason}"), Is.EqualTo(Enumerable.Range(1, 7).Select(day => $"10-{day:00} holiday")));
        Assert.That(explained.Counted.Select(piece => piece.To), Is.EqualTo(new[] { At("2026-10-08T10:00"), At("2026-10-09T10:00") }));
    }

    [Test]
    public void Years_that_the_calendar_does_not_know_are_told() =>
        Assert.That(Deadline.Explain("2wd", China, At("2026-12-31T10:00")).Unknown, Is.EqualTo(new[] { 2027 }));

    [Test]
    public void Time_by_the_clock_is_one_piece()
    {
        var explained = Deadline.Explain("PT36H", China, At("2026-10-01T10:00"));

        Assert.That((explained.Counted.Count, explained.Counted[0].Minutes, explained.Skipped.Count), Is.EqualTo((1, 36 * 60d, 0)));
    }

    [TestCase("Europe/Berlin", "2026-03-27T16:00+01:00", 3, "2026-03-30T11:00+02:00")]
    [TestCase("America/New_York", "2026-03-06T16:00-05:00", 3, "2026-03-09T11:00-04:00")]
    [TestCase("America/New_York", "2026-10-30T16:00-04:00", 3, "2026-11-02T11:00-05:00")]
    public void A_change_of_the_clocks_over_a_weekend_changes_no_working_hour(string zone, string from, int hours, string due) =>
        Assert.That(Zone(zone).Add(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture), WorkingTime.Hours(hours)), Is.EqualTo(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture)));

    private static Calendar Zone(string zone) => Calendar.Parse(
        $$$"""{"id":"z","timeZone":"{{{zone}}}","workingHours":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],"thu":[["09:00","17:00"]],"fri":[["09:00","17:00"]]} }""");

    private static DateTimeOffset At(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
