using SalesProcess.Tasks;
using SalesProcess.Tests.Workflows;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_has_times_of_its_own
{
    private static readonly Calendar China = Calendar.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "workflows", "calendars", "china.json")));

    private static readonly Dictionary<string, Calendar> Calendars = new(StringComparer.Ordinal) { ["china"] = China };

    // Opened on Monday, 23 November 2026, at 10:00; work is from 9 to 12 and from 13:30 to 18.
    [TestCase("2wd", "50%", "2026-11-24T10:00")]
    [TestCase("2wd", "100%", "2026-11-25T10:00")]
    [TestCase("4wh", "50%", "2026-11-23T12:00")]
    [TestCase("4wh", "75%", "2026-11-23T14:30")]
    [TestCase("PT4H", "75%", "2026-11-23T13:00")]
    [TestCase("2wd", "-1wd", "2026-11-24T10:00")]
    [TestCase("5wd", "-1wd", "2026-11-27T10:00")]
    [TestCase("5wd", "-2wh", "2026-11-27T17:00")]
    [TestCase("2wd", "-P1D", "2026-11-24T10:00")]
    [TestCase("3wd", "+2wd", "2026-11-30T10:00")]
    [TestCase("3wd", "+PT30M", "2026-11-26T10:30")]
    [TestCase("3wd", "2026-11-23T09:30:00+08:00", "2026-11-23T09:30")]
    public void A_reminder_is_counted_from_what_was_allowed_or_from_the_due_time(string dueIn, string when, string at) =>
        Assert.That(Opened(dueIn, [when]).Timers.Single().At, Is.EqualTo(At(at)));

    [Test]
    public void Each_happens_once_and_in_its_order()
    {
        var task = Opened("2wd", ["-1wd", "50%"], new EscalationStep("100%", null, 20), new EscalationStep("+1wd", "legal", 5));

        var (after, steps) = AdvancedTo(task, At("2027-01-01T00:00"));

        Assert.That(steps, Is.EqualTo(new[] { "remind -1wd", "remind 50%", "escalate 100%", "escalate +1wd" }));
        Assert.That((after.Priority, after.CandidateUsers.Single(), after.CandidateGroups[^1]), Is.EqualTo((75, "martin", "legal")));
        Assert.That(TaskClock.Next(after), Is.Null);
        Assert.That(TaskClock.Advance(after, Company.Directory, At("2030-01-01T00:00")), Is.Null);
    }

    [Test]
    public void A_clock_that_is_set_back_repeats_nothing()
    {
        var (after, _) = AdvancedTo(Opened("2wd", ["50%"]), At("2026-11-24T10:00"));

        Assert.That(AdvancedTo(after, At("2026-11-23T11:00")).Steps, Is.Empty);
        Assert.That(AdvancedTo(after, At("2026-11-30T10:00")).Steps, Is.Empty);
    }

    [Test]
    public void Whom_to_escalate_to_is_enough_for_an_overdue_task()
    {
        var task = UserTasks.Open(Effect() with { DueIn = "1wd", EscalateTo = "gm" }, Origin, Calendars, [], _ => null, "t1", Company.Now);

        Assert.That(AdvancedTo(task, At("2026-11-24T09:59")).Steps, Is.Empty);
        Assert.That(AdvancedTo(task, At("2026-11-24T10:00")).Task.CandidateGroups, Is.EqualTo(new[] { "team-east", "gm" }));
    }

    [Test]
    public void Another_due_time_moves_what_has_not_happened_yet()
    {
        var (task, _) = AdvancedTo(Opened("2wd", ["50%", "-2wh"]), At("2026-11-24T10:00"));

        var changed = TaskRules.Change(task, Company.Actor("martin"), new TaskChange { DueAt = new(At("2026-12-01T11:00")) }, Company.Directory, At("2026-11-24T10:00")).Accepted();
        var settled = TaskClock.Settle(task, changed, China);

        Assert.That(settled.Timers.Select(t => t.At), Is.EqualTo(new DateTimeOffset?[] { At("2026-11-24T10:00"), At("2026-12-01T09:00") }));
        Assert.That(TaskClock.Explain(settled, China), Is.Null, "The time was given, not counted.");
    }

    [Test]
    public void Without_a_due_time_any_more_nothing_is_counted_from_it()
    {
        var task = Opened("2wd", ["50%", "2026-12-24T10:00:00+08:00"]);

        var changed = TaskRules.Change(task, Company.Actor("martin"), new TaskChange { DueAt = new(null) }, Company.Directory, Company.Now).Accepted();

        Assert.That(TaskClock.Next(TaskClock.Settle(task, changed, China)), Is.EqualTo(At("2026-12-24T10:00")));
    }

    [Test]
    public void What_was_put_aside_until_a_time_is_taken_up_then()
    {
        var task = Opened("2wd", []);
        var suspended = TaskRules.Suspend(task, Company.Actor("bob"), At("2026-11-23T15:00"), Company.Directory, Company.Now).Accepted();

        var step = TaskClock.Advance(suspended, Company.Directory, At("2026-11-23T15:00"))!;

        Assert.That((step.Kind, step.Task.Status), Is.EqualTo(("resume", SalesProcess.Tasks.TaskStatus.Ready)));
    }

    [TestCase("{}", "no reminders and no steps", 0)]
    [TestCase("""{"dueIn":"2wd","remindAt":"50%"}""", "one", 1)]
    [TestCase("""{"dueIn":"2wd","remindAt":["50%","-1wd"]}""", "several", 2)]
    [TestCase("""{"remindAt":"2026-12-01T09:00:00+08:00"}""", "a time", 1)]
    public void A_definition_says_when(string inputs, string why, int reminders) =>
        Assert.That(ActivityRun.Of("SalesProcess.UserTask", inputs).Tasks.Single().Reminders?.Count ?? 0, Is.EqualTo(reminders), why);

    [Test]
    public void A_definition_says_what_follows_if_nobody_does_it()
    {
        var task = ActivityRun.Of("SalesProcess.UserTask", """{"dueIn":"2wd","escalation":[{"after":"80%"},{"after":"+1wd","to":"gm","raise":30}]}""").Tasks.Single();

        Assert.That(task.Escalation, Is.EqualTo(new[] { new EscalationStep("80%", null, 20), new EscalationStep("+1wd", "gm", 30) }));
    }

    [TestCase("""{"dueIn":"2wd","remindAt":"1wd"}""", "'1wd' is no time")]
    [TestCase("""{"dueIn":"2wd","remindAt":"0%"}""", "'0%'")]
    [TestCase("""{"dueIn":"2wd","remindAt":"101%"}""", "'101%'")]
    [TestCase("""{"dueIn":"2wd","remindAt":"-soon"}""", "'soon'")]
    [TestCase("""{"dueIn":"2wd","remindAt":[7]}""", "it is 7")]
    [TestCase("""{"remindAt":"50%"}""", "has none")]
    [TestCase("""{"escalation":[{"after":"+1wd"}]}""", "has none")]
    [TestCase("""{"dueIn":"2wd","escalation":[{"to":"gm"}]}""", "escalation")]
    [TestCase("""{"dueIn":"2wd","escalation":[{"after":"+1wd","raise":-1}]}""", "\"raise\":-1")]
    [TestCase("""{"dueIn":"2wd","escalation":[{"after":"+1wd","notify":"gm"}]}""", "\"notify\":\"gm\"")]
    public void What_is_no_such_time_is_an_incident_that_names_it(string inputs, string named) =>
        Assert.That(ActivityRun.Of("SalesProcess.UserTask", inputs).Incident, Does.Contain(named));

    private static TaskOrigin Origin => new() { InstanceId = "i1", RootId = "r1", DefinitionId = "d1", Owner = "anna", Team = "team-east" };

    private static OpenUserTask Effect() => new() { BookmarkId = "t1", ActivityId = "a1", Name = "call", Title = new LocalizedText("Call", "联系"), CandidateGroups = ["team-east"] };

    private static UserTask Opened(string dueIn, IReadOnlyList<string> reminders, params EscalationStep[] escalation) =>
        UserTasks.Open(Effect() with { DueIn = dueIn, Reminders = reminders, Escalation = escalation }, Origin, Calendars, [], _ => null, "t1", Company.Now);

    private static (UserTask Task, List<string> Steps) AdvancedTo(UserTask task, DateTimeOffset now)
    {
        var steps = new List<string>();
        while (TaskClock.Advance(task, Company.Directory, now) is { } step)
        {
            steps.Add($"{step.Kind} {step.Timer?.When}");
            task = TaskClock.Settle(task, step.Task, China);
        }

        return (task, steps);
    }

    private static DateTimeOffset At(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
