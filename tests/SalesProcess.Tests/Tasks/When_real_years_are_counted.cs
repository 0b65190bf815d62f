using System.Globalization;
using SalesProcess.Tasks;
using SalesProcess.Tests.Workflows;
using Calendar = SalesProcess.Tasks.Calendar;

namespace SalesProcess.Tests.Tasks;

/// <summary>The company's calendar and its arithmetic against the years as they were announced (<c>Data/china-holidays.csv</c>), counted here from the table alone.</summary>
public sealed class When_real_years_are_counted
{
    private static readonly Calendar China = Calendar.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "workflows", "calendars", "china.json")));

    private static readonly IReadOnlyList<Announced> Table = [.. File.ReadLines(Path.Combine(RepositoryFiles.Root, "tests", "SalesProcess.Tests", "Tasks", "Data", "china-holidays.csv"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(Announced.Read)];

    // Beyond the table nothing is known, so counting stays within it.
    private static readonly IReadOnlyList<DateOnly> WorkingDays = [.. Enumerable.Range(0, new DateOnly(2026, 12, 31).DayNumber - new DateOnly(2024, 1, 1).DayNumber + 1)
        .Select(n => new DateOnly(2024, 1, 1).AddDays(n)).Where(IsWorked)];

    private static readonly TimeOnly[] Moments = [new(9, 0), new(11, 20), new(13, 30), new(17, 59), new(18, 0)];

    [Test]
    public void Each_line_of_the_table_is_as_long_as_it_says_and_is_made_up_for_on_weekends()
    {
        Assert.That(Table.Select(a => a.From.Year).Distinct(), Is.EqualTo(new[] { 2024, 2025, 2026 }));
        using (Assert.EnterMultipleScope())
        {
            foreach (var announced in Table)
            {
                Assert.That(announced.To.DayNumber - announced.From.DayNumber + 1, Is.EqualTo(announced.Days), $"{announced.Name} {announced.From.Year}");
                Assert.That(announced.Worked.Select(day => day.DayOfWeek), Is.All.AnyOf(DayOfWeek.Saturday, DayOfWeek.Sunday), $"{announced.Name} {announced.From.Year}");
            }
        }
    }

    [Test]
    public void The_calendar_works_on_exactly_the_days_of_the_table()
    {
        var days = Enumerable.Range(0, 366 + 365 + 365).Select(n => new DateOnly(2024, 1, 1).AddDays(n)).ToList();

        Assert.That(days.Where(China.IsWorkingDay), Is.EqualTo(days.Where(IsWorked)));
    }

    [TestCase(2024, 251)]
    [TestCase(2025, 248)]
    [TestCase(2026, 248)]
    public void A_year_has_so_many_working_days(int year, int days) => Assert.That(WorkingDays.Count(day => day.Year == year), Is.EqualTo(days));

    [Test]
    public void Working_days_lead_to_the_day_that_the_table_says([Values(1, 2, 3, 5, 10, 22, 60)] int days)
    {
        for (var i = 0; i + days < WorkingDays.Count; i++)
        {
            foreach (var at in Moments.Where(at => at.Hour < 18))
            {
                Assert.That(Deadline.Compute($"{days}wd", China, At(WorkingDays[i], at)), Is.EqualTo(At(WorkingDays[i + days], at)), $"{days} days from {WorkingDays[i]} {at}");
            }
        }
    }

    [Test]
    public void From_a_day_off_they_count_from_the_next_morning_that_is_worked()
    {
        for (var day = new DateOnly(2024, 1, 1); day < new DateOnly(2026, 12, 1); day = day.AddDays(1))
        {
            if (!IsWorked(day))
            {
                var next = WorkingDays.Select((d, i) => (Day: d, Place: i)).First(d => d.Day > day).Place;
                Assert.That(Deadline.Compute("2wd", China, At(day, new TimeOnly(15, 0))), Is.EqualTo(At(WorkingDays[next + 2], new TimeOnly(9, 0))), $"from {day}");
            }
        }
    }

    [Test]
    public void Hours_lead_to_the_hour_that_the_table_says([Values(1, 4, 8, 40, 90)] int hours)
    {
        // The day has three hours before noon and four and a half after.
        const double PerDay = 7.5;
        for (var i = 0; i + (hours / PerDay) + 1 < WorkingDays.Count; i++)
        {
            var (day, left) = (i + (int)(hours / PerDay), hours % PerDay);
            var expected = left == 0 ? At(WorkingDays[day - 1], new TimeOnly(18, 0))
                : left <= 3 ? At(WorkingDays[day], new TimeOnly(9, 0)).AddHours(left) : At(WorkingDays[day], new TimeOnly(13, 30)).AddHours(left - 3);
            Assert.That(Deadline.Compute($"{hours}wh", China, At(WorkingDays[i], new TimeOnly(9, 0))), Is.EqualTo(expected), $"{hours} hours from {WorkingDays[i]}");
        }
    }

    [Test]
    public void What_was_added_is_taken_back([Values(1, 3, 8, 10, 45)] int amount)
    {
        foreach (var day in WorkingDays.SkipLast(50))
        {
            foreach (var at in Moments.Where(at => at.Hour < 18))
            {
                var from = At(day, at);
                Assert.That(China.SubtractDays(Deadline.Compute($"{amount}wd", China, from), amount), Is.EqualTo(from), $"{amount} days from {from:O}");
                Assert.That(China.SubtractHours(Deadline.Compute($"{amount}wh", China, from), amount), Is.EqualTo(from), $"{amount} hours from {from:O}");
            }
        }
    }

    [Test]
    public void What_was_taken_back_is_added([Values(1, 3, 8, 10, 45)] int amount)
    {
        foreach (var day in WorkingDays.Skip(50))
        {
            // A term ends after work has begun: its last moment was worked.
            foreach (var at in Moments.Where(at => at > new TimeOnly(9, 0) && at != new TimeOnly(13, 30)))
            {
                var to = At(day, at);
                Assert.That(Deadline.Compute($"{amount}wh", China, China.SubtractHours(to, amount)), Is.EqualTo(to), $"{amount} hours to {to:O}");
            }
        }
    }

    private static bool IsWorked(DateOnly day) => Table.Any(a => a.Worked.Contains(day))
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Table.Any(a => a.From <= day && day <= a.To));

    private static DateTimeOffset At(DateOnly day, TimeOnly at) => new(day.ToDateTime(at), TimeSpan.FromHours(8));

    private sealed record Announced(string Name, DateOnly From, DateOnly To, int Days, IReadOnlyList<DateOnly> Worked)
    {
        public static Announced Read(string line)
        {
            var fields = line.Split(',');
            return new Announced(
                fields[0], Day(fields[1]), Day(fields[2]), int.Parse(fields[3], CultureInfo.InvariantCulture), [.. fields[4].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Day)]);
        }

        private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
