using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

/// <summary>Work around the clock, over the nights in which an hour is skipped or comes twice: at two o'clock, by half an hour (Lord Howe), at midnight (Santiago).</summary>
public sealed class When_the_clocks_change
{
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"];

    [TestCase("Europe/Berlin", "2026-03-28T22:00+01:00", "2026-03-29T04:00+02:00")]
    [TestCase("Europe/Berlin", "2026-10-24T22:00+02:00", "2026-10-25T02:00+01:00")]
    [TestCase("America/New_York", "2026-03-07T22:00-05:00", "2026-03-08T04:00-04:00")]
    [TestCase("America/New_York", "2026-10-31T22:00-04:00", "2026-11-01T02:00-05:00")]
    [TestCase("Australia/Lord_Howe", "2026-04-04T22:00+11:00", "2026-04-05T02:30+10:30")]
    [TestCase("Australia/Lord_Howe", "2026-10-03T22:00+10:30", "2026-10-04T03:30+11:00")]
    [TestCase("America/Santiago", "2026-04-04T22:00-03:00", "2026-04-05T02:00-04:00")]
    [TestCase("America/Santiago", "2026-09-05T22:00-04:00", "2026-09-06T04:00-03:00")]
    public void Five_hours_are_five_hours(string zone, string from, string due)
    {
        var expected = DateTimeOffset.Parse(due);

        Assert.That(Deadline.Compute("5wh", Open(zone), DateTimeOffset.Parse(from)), Is.EqualTo(expected).And.Property("Offset").EqualTo(expected.Offset));
    }

    [TestCase("Europe/Berlin", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00")]
    [TestCase("Europe/Berlin", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00")]
    [TestCase("Australia/Lord_Howe", "2026-04-05T01:55+10:30", "2026-04-05T02:55+10:30")]
    public void An_hour_begun_in_the_time_that_comes_twice_is_an_hour(string zone, string from, string due)
    {
        var (calendar, start, end) = (Open(zone), DateTimeOffset.Parse(from), DateTimeOffset.Parse(due));

        Assert.That((Deadline.Compute("1wh", calendar, start), calendar.SubtractHours(end, 1)), Is.EqualTo((end, start)));
        Assert.That(Deadline.Explain("1wh", calendar, start).Counted.Sum(piece => piece.Minutes), Is.EqualTo(60));
        Assert.That(Deadline.Compute("0wd", calendar, start), Is.EqualTo(start));
    }

    [TestCase("Europe/Berlin", "2026-03-27T10:00+01:00", "2026-03-30T10:00+02:00")]
    [TestCase("America/New_York", "2026-10-30T10:00-04:00", "2026-11-02T10:00-05:00")]
    [TestCase("Australia/Lord_Howe", "2026-04-03T10:00+11:00", "2026-04-06T10:00+10:30")]
    [TestCase("America/Santiago", "2026-09-04T10:00-04:00", "2026-09-07T10:00-03:00")]
    public void Three_days_keep_the_time_of_day(string zone, string from, string due)
    {
        var expected = DateTimeOffset.Parse(due);

        Assert.That(Deadline.Compute("3wd", Open(zone), DateTimeOffset.Parse(from)), Is.EqualTo(expected).And.Property("Offset").EqualTo(expected.Offset));
    }

    [Test]
    public void Every_hour_that_was_added_is_taken_back_all_year_long([ValueSource(nameof(Zones))] string zone)
    {
        var calendar = Open(zone);
        for (var from = new DateTimeOffset(2026, 1, 1, 0, 7, 0, TimeSpan.Zero); from.Year == 2026; from = from.AddMinutes(227))
        {
            foreach (var hours in new[] { 1, 5, 30 })
            {
                var due = Deadline.Compute($"{hours}wh", calendar, from);
                Assert.That((due - from, calendar.SubtractHours(due, hours)), Is.EqualTo((TimeSpan.FromHours(hours), from)), $"{hours} hours from {from:O}");
            }
        }
    }

    [Test]
    public void Every_day_that_was_added_is_taken_back_all_year_long([ValueSource(nameof(Zones))] string zone)
    {
        var calendar = Open(zone);
        for (var day = new DateTime(2026, 1, 1, 12, 7, 0, DateTimeKind.Unspecified); day.Year == 2026; day = day.AddDays(1))
        {
            var from = new DateTimeOffset(day, calendar.TimeZone.GetUtcOffset(day));
            foreach (var days in new[] { 1, 3, 30 })
            {
                var due = Deadline.Compute($"{days}wd", calendar, from);
                Assert.That((TimeOfDay(calendar, due), calendar.SubtractDays(due, days)), Is.EqualTo((TimeOfDay(calendar, from), from)), $"{days} days from {from:O}");
            }
        }
    }

    private static TimeSpan TimeOfDay(Calendar calendar, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, calendar.TimeZone).TimeOfDay;

    private static Calendar Open(string zone)
    {
        var week = string.Join(',', new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }.Select(day => $"\"{day}\":[[\"00:00\",\"24:00\"]]"));
        return Calendar.Parse($"{{\"id\":\"x\",\"timeZone\":\"{zone}\",\"workingHours\":{{{week}}}}}");
    }
}
