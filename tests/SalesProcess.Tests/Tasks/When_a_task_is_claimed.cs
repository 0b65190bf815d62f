using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_claimed
{
    private static readonly DateTimeOffset Later = Company.Now.AddHours(1);

    [Test]
    public void A_candidate_becomes_its_assignee()
    {
        var task = Claim(Company.Task(), "bob").Accepted();
        Assert.That((task.Status, task.Assignee, task.ReservedAt, task.UpdatedAt, task.Revision), Is.EqualTo((TaskStatus.Reserved, "bob", Later, Later, 2L)));
    }

    [Test]
    public void Claiming_it_again_changes_nothing()
    {
        var task = Company.Task().ClaimedBy("bob");
        Assert.That(Claim(task, "bob").Accepted(), Is.SameAs(task));
    }

    [Test]
    public void Somebody_else_is_told_who_has_it_and_since_when()
    {
        var refusal = Claim(Company.Task().ClaimedBy("bob"), "anna").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.TaskAlreadyClaimed));
        Assert.That(refusal.Details!["owner"], Is.EqualTo("bob"));
        Assert.That(refusal.Details["since"], Is.EqualTo(Company.Now));
    }

    [Test]
    public void An_excluded_candidate_is_refused()
    {
        var refusal = Claim(Company.Task() with { ExcludedUsers = ["bob"], NotCompletersOf = ["draft"] }, "bob").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
        Assert.That(refusal.Message, Does.Contain("bob").And.Contain("draft"));
    }

    [Test]
    public void Somebody_who_does_not_see_it_is_told_that_there_is_none()
    {
        Assert.That(Claim(Company.Task(), "carl").Refused(), Is.EqualTo(Refusal.TaskNotFound("t1")));
    }

    [TestCase("ada")]
    [TestCase("root")]
    public void Auditors_and_administrators_see_it_and_cannot_claim_it(string user)
    {
        Assert.That(Claim(Company.Task(), user).Refused().Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
    }

    [Test]
    public void A_group_s_vote_is_claimed_by_members_only_even_after_an_escalation()
    {
        var escalated = TaskRules.Escalate(Company.LegalVote(), Company.Actor("anna"), Company.Directory, Later).Accepted();
        Assert.That(escalated.CandidateUsers, Is.EqualTo((string[])["martin"]));
        var refusal = Claim(escalated, "martin").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
        Assert.That(refusal.Message, Does.Contain("legal"));
    }

    [Test]
    public void A_suspended_task_is_refused_until_its_time_has_come()
    {
        var task = Company.Task() with { Status = TaskStatus.Suspended, SuspendedUntil = Later };
        Assert.That(TaskRules.Claim(task, Company.Actor("bob"), Company.Directory, Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.TaskSuspended));
        Assert.That(Claim(task, "bob").Accepted().Status, Is.EqualTo(TaskStatus.Reserved));
    }

    [TestCase(TaskStatus.Completed, RefusalCodes.TaskCompleted)]
    [TestCase(TaskStatus.Exited, RefusalCodes.TaskCancelled)]
    [TestCase(TaskStatus.Obsolete, RefusalCodes.TaskCancelled)]
    public void A_task_that_is_over_is_refused(TaskStatus status, string code)
    {
        Assert.That(Claim(Company.Task() with { Status = status }, "bob").Refused().Code, Is.EqualTo(code));
    }

    [Test]
    public void A_vote_that_was_not_needed_any_more_says_so()
    {
        Assert.That(Claim(Company.LegalVote() with { Status = TaskStatus.Obsolete, Decision = "Approve" }, "lena").Refused().Code, Is.EqualTo(RefusalCodes.QuorumAlreadyDecided));
    }

    private static TaskDecision Claim(UserTask task, string user) => TaskRules.Claim(task, Company.Actor(user), Company.Directory, Later);
}
