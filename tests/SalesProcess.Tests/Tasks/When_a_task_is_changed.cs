using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_changed
{
    private static readonly DateTimeOffset Tomorrow = Company.Now.AddDays(1);

    [Test]
    public void Only_what_is_given_changes()
    {
        var before = Company.Task() with { DueAt = Tomorrow, FollowUpAt = Tomorrow };
        var after = Change(before, "martin", new TaskChange { Priority = new(80), DueAt = new(null), Tags = new([" hot ", "hot", "east"]) }).Accepted();
        Assert.That((after.Priority, after.DueAt, after.FollowUpAt), Is.EqualTo((80, (DateTimeOffset?)null, (DateTimeOffset?)Tomorrow)));
        Assert.That(after.Tags, Is.EqualTo((string[])["hot", "east"]));
        Assert.That(after.Revision, Is.EqualTo(before.Revision + 1));
    }

    [Test]
    public void The_same_again_changes_nothing()
    {
        var task = Change(Company.Task(), "martin", new TaskChange { Priority = new(80), Tags = new(["hot"]) }).Accepted();
        Assert.That(Change(task, "martin", new TaskChange { Priority = new(80), Tags = new(["hot"]) }).Accepted(), Is.SameAs(task));
    }

    [Test]
    public void Whoever_has_it_moves_his_own_date_but_not_the_deadline()
    {
        var task = Company.Task().ClaimedBy("bob");
        Assert.That(Change(task, "bob", new TaskChange { FollowUpAt = new(Tomorrow) }).Accepted().FollowUpAt, Is.EqualTo(Tomorrow));
        Assert.That(Change(task, "bob", new TaskChange { DueAt = new(Tomorrow) }).Refused().Code, Is.EqualTo(RefusalCodes.PermissionMissing));
        Assert.That(Change(task, "bob", new TaskChange { Priority = new(100) }).Refused().Code, Is.EqualTo(RefusalCodes.PermissionMissing));
        Assert.That(Change(task, "anna", new TaskChange { Priority = new(100) }).Accepted().Priority, Is.EqualTo(100), "it is her deal");
    }

    [Test]
    public void Everything_wrong_is_told_at_once()
    {
        var refusal = Change(Company.Task(), "martin", new TaskChange { Priority = new(101), DueAt = new(Company.Now), Tags = new(["", new string('x', 51)]) }).Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.FormInvalid));
        Assert.That(refusal.Errors!.Select(e => e.Pointer), Is.EqualTo((string[])["/priority", "/dueAt", "/tags/0", "/tags/1"]));
    }

    [Test]
    public void A_time_that_has_passed_is_refused() =>
        Assert.That(Change(Company.Task(), "martin", new TaskChange { DueAt = new(Company.Now) }).Refused().Code, Is.EqualTo(RefusalCodes.DueInPast));

    [TestCase("9999-12-31T23:59:59Z")]
    [TestCase("2300-01-01T00:00:00Z")]
    public void A_time_too_far_ahead_is_refused(string time)
    {
        var due = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        var refusal = Change(Company.Task(), "martin", new TaskChange { DueAt = new(due), FollowUpAt = new(due) }).Refused();
        Assert.That(refusal.Errors!.Select(e => (e.Pointer, e.Code)), Is.EqualTo(new[] { ("/dueAt", "out-of-range"), ("/followUpAt", "out-of-range") }));
    }

    [Test]
    public void Somebody_who_does_not_see_it_is_told_that_there_is_none() =>
        Assert.That(Change(Company.Task(), "carl", new TaskChange { Priority = new(101) }).Refused(), Is.EqualTo(Refusal.TaskNotFound("t1")));

    private static TaskDecision Change(UserTask task, string user, TaskChange change) => TaskRules.Change(task, Company.Actor(user), change, Company.Directory, Company.Now);
}
