using CsCheck;
using SalesProcess.Tasks;
using SalesProcess.Tests.Workflows;

namespace SalesProcess.Tests.Tasks;

public sealed class When_the_customer_is_waited_for
{
    private static readonly Calendar China = Calendar.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "workflows", "calendars", "china.json")));

    private static readonly Dictionary<string, Calendar> Calendars = new(StringComparer.Ordinal) { ["china"] = China };

    private static readonly string[] Lengths = ["1wd", "2wd", "5wd", "3wh", "30wh", "PT30H", "P3D"];

    // Opened on Monday, 23 November 2026, at 10:00; work is from 9 to 12 and from 13:30 to 18.
    [TestCase("2wd", "2026-11-23T11:00", "2026-11-23T15:00", "2026-11-25T14:00", TestName = "Two_hours_and_a_half_of_work_are_given_back")]
    [TestCase("2wd", "2026-11-27T18:00", "2026-11-30T09:00", "2026-11-25T10:00", TestName = "A_weekend_was_no_working_time")]
    [TestCase("4wh", "2026-11-23T11:00", "2026-11-30T11:00", "2026-11-30T15:30", TestName = "Five_days_of_hours")]
    [TestCase("PT4H", "2026-11-23T11:00", "2026-11-24T11:00", "2026-11-24T14:00", TestName = "By_the_clock_what_passed_by_the_clock")]
    public void The_due_time_moves_by_the_time_that_the_clock_stood_still(string dueIn, string from, string to, string due) =>
        Assert.That(Stopped(Opened(dueIn), At(from), At(to)).DueAt, Is.EqualTo(At(due)));

    [Test]
    public void Nothing_is_given_back_to_what_was_overdue_already()
    {
        var task = Stopped(Opened("2wh"), At("2026-11-24T10:00"), At("2026-11-26T10:00"));

        Assert.That(task.DueAt, Is.EqualTo(Opened("2wh").DueAt));
    }

    [TestCase("PT30H")]
    [TestCase("2wd")]
    public void What_is_never_due_stays_so(string dueIn)
    {
        var never = Opened(dueIn, "+1wd", "50%", "-2wh") with { DueAt = DateTimeOffset.MaxValue };

        Assert.That(Stopped(never, At("2026-11-24T10:00"), At("2026-11-26T10:00")).DueAt, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public void Waiting_until_a_time_too_far_ahead_is_refused() => Assert.That(
        TaskRules.Suspend(Opened("2wd"), Company.Actor("bob"), DateTimeOffset.MaxValue, Company.Directory, Company.Now).Refused().Errors!.Single().Pointer, Is.EqualTo("/until"));

    [Test]
    public void Putting_it_aside_for_no_such_reason_stops_no_clock()
    {
        var suspended = TaskRules.Suspend(Opened("2wd"), Company.Actor("bob"), null, Company.Directory, At("2026-11-23T11:00")).Accepted();

        Assert.That(Resumed(suspended, At("2026-11-23T17:00")).DueAt, Is.EqualTo(At("2026-11-25T10:00")));
    }

    [Test]
    public void Another_reason_is_refused_with_the_one_that_is_accepted()
    {
        var refusal = TaskRules.Suspend(Opened("2wd"), Company.Actor("bob"), null, Company.Directory, Company.Now, "holiday").Refused();

        Assert.That((refusal.Code, refusal.Errors!.Single().Pointer), Is.EqualTo((RefusalCodes.FormInvalid, "/reason")));
        Assert.That(refusal.Message, Does.Contain("'holiday'").And.Contain("waiting-for-customer"));
    }

    [Test]
    public void Nothing_happens_meanwhile_and_everything_moves_with_the_due_time()
    {
        var task = Opened("2wd", "50%", "-2wh");
        var waiting = Waiting(task, At("2026-11-23T11:00"));

        Assert.That(TaskClock.Next(waiting), Is.Null);
        Assert.That(TaskClock.Advance(waiting, Company.Directory, At("2026-12-23T11:00")), Is.Null);
        Assert.That(Resumed(waiting, At("2026-11-23T15:00")).Timers.Select(t => t.At), Is.EqualTo(new DateTimeOffset?[] { At("2026-11-24T14:00"), At("2026-11-25T10:30") }));
    }

    [Test]
    public void Until_a_time_it_is_that_time_that_counts_and_not_when_somebody_notices()
    {
        var waiting = TaskRules.Suspend(Opened("2wd"), Company.Actor("bob"), At("2026-11-23T15:00"), Company.Directory, At("2026-11-23T11:00"), TaskClock.WaitingForCustomer).Accepted();

        var claimed = TaskClock.Settle(waiting, TaskRules.Claim(waiting, Company.Actor("bob"), Company.Directory, At("2026-11-27T15:00")).Accepted(), China);

        Assert.That((claimed.DueAt, claimed.ClockStoppedAt), Is.EqualTo(((DateTimeOffset?)At("2026-11-25T14:00"), (DateTimeOffset?)null)));
    }

    [Test]
    public void Waiting_on_and_then_only_being_put_aside_stops_the_clock_once()
    {
        var waiting = Waiting(Waiting(Opened("2wd"), At("2026-11-23T11:00")), At("2026-11-23T11:30"));
        Assert.That(waiting.ClockStoppedAt, Is.EqualTo(At("2026-11-23T11:00")));

        var aside = TaskClock.Settle(waiting, TaskRules.Suspend(waiting, Company.Actor("bob"), null, Company.Directory, At("2026-11-23T15:00")).Accepted(), China);

        Assert.That(Resumed(aside, At("2026-11-23T17:00")).DueAt, Is.EqualTo(At("2026-11-25T14:00")));
    }

    [Test]
    public void What_was_counted_is_what_was_allowed_however_often_the_clock_stood_still() =>
        Gen.Select(Gen.Int[0, Lengths.Length - 1].Select(i => Lengths[i]), Gen.Int[0, 20_000].Array[0, 8], Gen.Int[0, 100_000]).Sample((dueIn, minutes, offset) =>
        {
            var opened = UserTasks.Open(Effect() with { DueIn = dueIn }, Origin, Calendars, [], _ => null, "t1", Company.Now.AddMinutes(-offset));
            var (task, now) = (opened, opened.CreatedAt);
            for (var i = 0; i + 1 < minutes.Length; i += 2)
            {
                var from = now.AddMinutes(minutes[i] / 10.0);
                now = from.AddMinutes(minutes[i + 1] + 1);
                task = Stopped(task, from, now);
            }

            var explained = TaskClock.Explain(task, China)!;
            var allowed = TaskClock.Explain(opened, China)!;
            var before = Deadline.IsWorkingTime(dueIn) ? China.Worked(allowed.From, allowed.DueAt).TotalMinutes : allowed.Counted.Sum(p => p.Minutes);
            var after = task.ClockStops.Count == 0 ? before : explained.Counted.Sum(p => p.Minutes);
            return task.DueAt >= opened.DueAt && explained.DueAt == task.DueAt && Math.Abs(after - before) < 0.001
                && explained.Counted.Zip(explained.Counted.Skip(1)).All(pair => pair.First.To <= pair.Second.From);
        });

    [Test]
    public void Days_that_were_added_are_taken_back() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 60]).Sample((minute, days) =>
    {
        var start = China.Add(Company.Now.AddMinutes(-minute), WorkingTime.Days(0));
        return China.SubtractDays(China.Add(start, WorkingTime.Days(days)), days) == start;
    });

    private static TaskOrigin Origin => new() { InstanceId = "i1", RootId = "r1", DefinitionId = "d1", Owner = "anna", Team = "team-east" };

    private static OpenUserTask Effect() => new() { BookmarkId = "t1", ActivityId = "a1", Name = "call", Title = new LocalizedText("Call", "联系"), CandidateGroups = ["team-east"] };

    private static UserTask Opened(string dueIn, params string[] reminders) =>
        UserTasks.Open(Effect() with { DueIn = dueIn, Reminders = reminders }, Origin, Calendars, [], _ => null, "t1", Company.Now);

    private static UserTask Waiting(UserTask task, DateTimeOffset now) =>
        TaskClock.Settle(task, TaskRules.Suspend(task, Company.Actor("bob"), null, Company.Directory, now, TaskClock.WaitingForCustomer).Accepted(), China);

    private static UserTask Resumed(UserTask task, DateTimeOffset now) =>
        TaskClock.Settle(task, TaskRules.Resume(task, Company.Actor("bob"), Company.Directory, now).Accepted(), China);

    private static UserTask Stopped(UserTask task, DateTimeOffset from, DateTimeOffset to) => Resumed(Waiting(task, from), to);

    private static DateTimeOffset At(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
