using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_put_aside_or_escalated
{
    private static readonly DateTimeOffset Tomorrow = Company.Now.AddDays(1);

    [Test]
    public void Its_owner_suspends_and_resumes_it()
    {
        var suspended = Suspend(Company.Task().ClaimedBy("bob"), "bob", Tomorrow).Accepted();
        Assert.That((suspended.Status, suspended.SuspendedUntil, suspended.Assignee), Is.EqualTo((TaskStatus.Suspended, (DateTimeOffset?)Tomorrow, "bob")));
        var resumed = Resume(suspended, "bob").Accepted();
        Assert.That((resumed.Status, resumed.SuspendedUntil), Is.EqualTo((TaskStatus.Reserved, (DateTimeOffset?)null)));
    }

    [Test]
    public void A_time_in_the_past_is_refused()
    {
        Assert.That(Suspend(Company.Task().ClaimedBy("bob"), "bob", Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.DueInPast));
    }

    [Test]
    public void Resuming_what_is_not_suspended_changes_nothing()
    {
        var task = Company.Task();
        Assert.That(Resume(task, "bob").Accepted(), Is.SameAs(task));
    }

    [Test]
    public void Somebody_else_s_task_is_not_put_aside()
    {
        Assert.That(Suspend(Company.Task().ClaimedBy("bob"), "anna", null).Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));
        Assert.That(Suspend(Company.Task(), "ada", null).Refused().Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
        Assert.That(Resume(Company.Task(), "carl").Refused().Code, Is.EqualTo(RefusalCodes.NotFound));
    }

    [Test]
    public void Escalating_adds_the_assignee_s_manager_and_raises_the_priority()
    {
        var task = Escalate(Company.Task() with { CandidateGroups = ["sales-rep"], Assignee = "carl", Status = TaskStatus.Reserved }, "carl").Accepted();
        Assert.That(task.CandidateUsers, Is.EqualTo((string[])["sophie"]));
        Assert.That(task.Priority, Is.EqualTo(70));
    }

    [Test]
    public void Escalating_again_goes_one_level_up_and_the_priority_ends_at_100()
    {
        var once = Escalate(Company.Task() with { Priority = 70 }, "bob").Accepted();
        var twice = Escalate(once, "bob").Accepted();
        var thrice = Escalate(twice, "bob").Accepted();
        Assert.That(thrice.CandidateUsers, Is.EqualTo((string[])["martin", "grace"]));
        Assert.That((once.Priority, twice.Priority, thrice.Priority), Is.EqualTo((90, 100, 100)));
    }

    [Test]
    public void Whom_the_definition_names_comes_first()
    {
        Assert.That(Escalate(Company.Task() with { EscalateTo = "gm" }, "bob").Accepted().CandidateGroups, Is.EqualTo((string[])["team-east", "gm"]));
        Assert.That(Escalate(Company.Task() with { EscalateTo = "sophie" }, "bob").Accepted().CandidateUsers, Is.EqualTo((string[])["sophie"]));
    }

    [Test]
    public void An_excluded_manager_is_passed_over()
    {
        Assert.That(Escalate(Company.Task() with { ExcludedUsers = ["martin"] }, "bob").Accepted().CandidateUsers, Is.EqualTo((string[])["grace"]));
    }

    [Test]
    public void The_service_itself_escalates_and_completes_nothing()
    {
        Assert.That(TaskRules.Escalate(Company.Task(), Actor.System, Company.Directory, Company.Now).Accepted().Priority, Is.EqualTo(70));
        Assert.That(TaskRules.Claim(Company.Task(), Actor.System, Company.Directory, Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
    }

    [Test]
    public void An_auditor_escalates_nothing()
    {
        Assert.That(Escalate(Company.Task(), "ada").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
    }

    private static TaskDecision Suspend(UserTask task, string user, DateTimeOffset? until) =>
        TaskRules.Suspend(task, Company.Actor(user), until, Company.Directory, Company.Now);

    private static TaskDecision Resume(UserTask task, string user) => TaskRules.Resume(task, Company.Actor(user), Company.Directory, Company.Now);

    private static TaskDecision Escalate(UserTask task, string user) => TaskRules.Escalate(task, Company.Actor(user), Company.Directory, Company.Now);
}
