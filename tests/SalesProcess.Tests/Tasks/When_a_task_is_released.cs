using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_released
{
    [Test]
    public void It_is_open_to_its_candidates_again()
    {
        var task = Release(Company.Task().ClaimedBy("bob"), "bob").Accepted();
        Assert.That((task.Status, task.Assignee, task.ReservedAt), Is.EqualTo((TaskStatus.Ready, (string?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public void A_task_that_nobody_has_stays_as_it_is()
    {
        var task = Company.Task();
        Assert.That(Release(task, "bob").Accepted(), Is.SameAs(task));
        Assert.That(Release(task, "ada").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
    }

    [Test]
    public void A_task_without_candidates_does_not_get_lost()
    {
        var assigned = Company.Task().ClaimedBy("bob") with { CandidateGroups = [], OnBehalfOf = "anna" };
        var task = Release(assigned, "bob").Accepted();
        Assert.That(task.CandidateUsers, Is.EqualTo((string[])["anna"]));
    }

    [Test]
    public void Another_candidate_may_not_release_it()
    {
        var refusal = Release(Company.Task().ClaimedBy("bob"), "anna").Refused();
        Assert.That((refusal.Code, refusal.Details!["owner"]), Is.EqualTo((RefusalCodes.TaskNotOwned, (object?)"bob")));
    }

    [TestCase("martin")]
    [TestCase("root")]
    public void The_manager_and_an_administrator_may(string user)
    {
        Assert.That(Release(Company.Task().ClaimedBy("bob"), user).Accepted().Assignee, Is.Null);
    }

    [Test]
    public void Somebody_who_does_not_see_it_is_told_that_there_is_none()
    {
        Assert.That(Release(Company.Task().ClaimedBy("bob"), "carl").Refused().Code, Is.EqualTo(RefusalCodes.NotFound));
    }

    private static TaskDecision Release(UserTask task, string user) => TaskRules.Release(task, Company.Actor(user), Company.Directory, Company.Now);
}
