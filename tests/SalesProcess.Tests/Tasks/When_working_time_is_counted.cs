using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_working_time_is_counted
{
    // The year 2026 as the calendar of a company in China has it: Spring Festival from 15 to 23 February, made up for on Saturdays the 14th and 28th.
    private static readonly Calendar China = Calendar.Parse("""
        {
          "id":"china","timeZone":"Asia/Shanghai",
          "workingHours":{"mon":[["09:00","12:00"],["13:30","18:00"]],"tue":[["09:00","12:00"],["13:30","18:00"]],"wed":[["09:00","12:00"],["13:30","18:00"]],
            "thu":[["09:00","12:00"],["13:30","18:00"]],"fri":[["09:00","12:00"],["13:30","16:00"]]},
          "holidays":["2026-01-01","2026-01-02","2026-01-03","2026-02-15","2026-02-16","2026-02-17","2026-02-18","2026-02-19","2026-02-20","2026-02-21","2026-02-22","2026-02-23",
            "2026-10-01","2026-10-02","2026-10-03","2026-10-04","2026-10-05","2026-10-06","2026-10-07"],
          "workingDays":["2026-01-04","2026-02-14","2026-02-28","2026-09-20","2026-10-10"]
        }
        """);

    private static readonly Calendar Berlin = Calendar.Parse("""
        {"id":"berlin","timeZone":"Europe/Berlin","workingHours":{"sat":[["22:00","24:00"]],"sun":[["00:00","04:00"]],"mon":[["08:00","16:00"]]}}
        """);

    [TestCase("2026-11-23T10:00", "1wd", "2026-11-24T10:00", TestName = "The_next_day_at_the_same_time")]
    [TestCase("2026-11-26T17:00", "1wd", "2026-11-27T16:00", TestName = "A_short_day_ends_the_term_at_its_end")]
    [TestCase("2026-11-27T15:00", "1wd", "2026-11-30T15:00", TestName = "Over_a_weekend")]
    [TestCase("2026-11-27T20:00", "1wd", "2026-12-01T09:00", TestName = "After_hours_counts_from_the_next_morning")]
    [TestCase("2026-11-23T12:30", "1wd", "2026-11-24T13:30", TestName = "Noon_counts_from_the_afternoon")]
    [TestCase("2026-11-23T07:00", "1wd", "2026-11-24T09:00", TestName = "Early_morning_counts_from_nine")]
    [TestCase("2026-11-28T12:00", "0wd", "2026-11-30T09:00", TestName = "No_days_is_the_next_working_moment")]
    [TestCase("2026-02-13T10:00", "1wd", "2026-02-14T10:00", TestName = "A_worked_Saturday_before_the_Spring_Festival_counts")]
    [TestCase("2026-02-14T17:00", "1wd", "2026-02-24T17:00", TestName = "The_Spring_Festival_does_not_count")]
    [TestCase("2026-02-13T10:00", "3wd", "2026-02-25T10:00", TestName = "Three_days_over_the_Spring_Festival")]
    [TestCase("2026-02-27T10:00", "1wd", "2026-02-28T10:00", TestName = "The_worked_Saturday_after_it_counts")]
    [TestCase("2025-12-31T10:00", "1wd", "2026-01-04T10:00", TestName = "A_worked_Sunday_at_new_year_counts")]
    [TestCase("2026-09-30T10:00", "2wd", "2026-10-09T10:00", TestName = "The_National_Day_week_does_not_count")]
    [TestCase("2026-11-23T10:00", "2wh", "2026-11-23T12:00", TestName = "Hours_until_noon_end_at_noon")]
    [TestCase("2026-11-23T11:00", "2wh", "2026-11-23T14:30", TestName = "Hours_over_noon")]
    [TestCase("2026-11-23T17:00", "4wh", "2026-11-24T12:00", TestName = "Hours_over_night")]
    [TestCase("2026-02-13T15:00", "4wh", "2026-02-14T12:00", TestName = "Hours_into_a_worked_Saturday")]
    [TestCase("2026-02-14T17:00", "2wh", "2026-02-24T10:00", TestName = "Hours_over_the_Spring_Festival")]
    [TestCase("2026-11-23T19:00", "0wh", "2026-11-24T09:00", TestName = "No_hours_is_the_next_working_moment")]
    [TestCase("2026-11-27T20:00", "P3D", "2026-11-30T20:00", TestName = "Days_by_the_clock_take_no_notice_of_weekends")]
    [TestCase("2026-11-23T10:00", "PT36H", "2026-11-24T22:00", TestName = "Hours_by_the_clock")]
    [TestCase("2026-01-31T10:00", "P1M", "2026-02-28T10:00", TestName = "A_month_ends_where_the_next_one_does")]
    [TestCase("2026-11-23T10:00", "P1Y2M1W1DT1H30M15S", "2028-01-31T11:30:15", TestName = "All_parts_of_ISO_8601")]
    public void China_2026(string from, string dueIn, string due)
    {
        Assert.That(Deadline.Compute(dueIn, China, At(from, 8)), Is.EqualTo(At(due, 8)).And.Property("Offset").EqualTo(TimeSpan.FromHours(8)));
    }

    [TestCase("2026-11-25T12:00", "2026-11-26T12:00", TestName = "Noon_is_the_end_of_a_morning")]
    [TestCase("2026-11-25T12:01", "2026-11-26T13:30", TestName = "After_noon_it_is_the_afternoon")]
    public void A_day_with_a_break_follows_one_without(string from, string due)
    {
        var calendar = Calendar.Parse("""{"id":"x","timeZone":"Asia/Shanghai","workingHours":{"wed":[["09:00","18:00"]],"thu":[["09:00","12:00"],["13:30","18:00"]]}}""");
        Assert.That(Deadline.Compute("1wd", calendar, At(from, 8)), Is.EqualTo(At(due, 8)));
    }

    [Test]
    public void The_time_zone_of_who_asks_does_not_matter()
    {
        Assert.That(Deadline.Compute("1wd", China, At("2026-11-23T02:00", 0)), Is.EqualTo(At("2026-11-24T10:00", 8)));
    }

    [TestCase("2026-03-28T23:00+01:00", "4wh", "2026-03-29T04:00+02:00", TestName = "An_hour_that_the_clocks_skip_is_not_worked")]
    [TestCase("2026-10-24T23:00+02:00", "4wh", "2026-10-25T02:00+01:00", TestName = "An_hour_that_comes_twice_is_worked_twice")]
    [TestCase("2026-03-28T10:00+01:00", "P1D", "2026-03-29T10:00+02:00", TestName = "A_day_by_the_clock_keeps_the_time_of_day")]
    [TestCase("2026-03-28T10:00+01:00", "PT24H", "2026-03-29T11:00+02:00", TestName = "24_hours_do_not")]
    [TestCase("2026-03-28T02:30+01:00", "P1D", "2026-03-29T03:30+02:00", TestName = "A_time_that_does_not_exist_moves_on_by_the_gap")]
    [TestCase("2026-10-24T02:30+02:00", "P1D", "2026-10-25T02:30+02:00", TestName = "A_time_that_comes_twice_is_the_first")]
    public void Over_a_change_of_the_clocks(string from, string dueIn, string due)
    {
        var expected = DateTimeOffset.Parse(due);
        Assert.That(Deadline.Compute(dueIn, Berlin, DateTimeOffset.Parse(from)), Is.EqualTo(expected).And.Property("Offset").EqualTo(expected.Offset));
    }

    [TestCase("")]
    [TestCase("2")]
    [TestCase("2 wd")]
    [TestCase("2WD")]
    [TestCase("-1wd")]
    [TestCase("1.5wh")]
    [TestCase("99999wd")]
    [TestCase("P")]
    [TestCase("PT")]
    [TestCase("P1DT")]
    [TestCase("P3")]
    [TestCase("3D")]
    [TestCase("P-3D")]
    [TestCase("P9999Y")]
    [TestCase("tomorrow")]
    public void Other_texts_are_faults_that_say_what_is_accepted(string dueIn)
    {
        Assert.That(() => Deadline.Check(dueIn), Throws.TypeOf<ActivityFault>().With.Message.Contains("Accepted"));
    }

    [Test]
    public void Later_starts_are_never_due_earlier([Values("1wd", "3wd", "1wh", "5wh", "30wh")] string dueIn)
    {
        var last = DateTimeOffset.MinValue;
        for (var at = At("2026-02-11T00:00", 8); at < At("2026-03-03T00:00", 8); at = at.AddMinutes(17))
        {
            var due = Deadline.Compute(dueIn, China, at);
            Assert.That(due, Is.GreaterThanOrEqualTo(last).And.GreaterThan(at), $"from {at:O}");
            last = due;
        }
    }

    [Test]
    public void Hours_add_up()
    {
        for (var at = At("2026-02-11T09:30", 8); at < At("2026-03-03T00:00", 8); at = at.AddMinutes(37))
        {
            var inSteps = Deadline.Compute("5wh", China, Deadline.Compute("3wh", China, at));
            Assert.That(inSteps, Is.EqualTo(Deadline.Compute("8wh", China, at)), $"from {at:O}");
        }
    }

    [Test]
    public void Every_fault_of_a_calendar_is_told_at_once()
    {
        var fault = Assert.Throws<ConfigurationFault>(() => Calendar.Parse("""
            {"timeZone":"Mars/Base","workingHours":{"monday":[],"tue":[["9:00","12:00"]],"wed":[["12:00","09:00"]],"thu":[["09:00","13:00"],["12:00","14:00"]],"fri":"all"},
             "holidays":["2026-02-30","2026-01-01"],"workingDays":["2026-01-01"]}
            """))!;
        Assert.That(fault.Message, Does.Contain("/id").And.Contain("Mars/Base").And.Contain("monday").And.Contain("/workingHours/tue/0").And.Contain("/workingHours/wed/0"));
        Assert.That(fault.Message, Does.Contain("/workingHours/thu/1").And.Contain("/workingHours/fri").And.Contain("2026-02-30").And.Contain("both a holiday and a working day"));
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("""{"id":"x","timeZone":"UTC","workingHours":{}}""")]
    public void What_is_no_calendar_is_a_fault(string json) => Assert.That(() => Calendar.Parse(json), Throws.TypeOf<ConfigurationFault>());

    private static DateTimeOffset At(string text, int hours) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(hours));
}
