using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_somebody_works_on_a_task
{
    private static readonly DateTimeOffset Later = Company.Now.AddHours(1);

    [Test]
    public void It_is_claimed_first_if_nobody_has_it()
    {
        var task = Start(Company.Task(), "bob").Accepted();
        Assert.That((task.Status, task.Assignee, task.StartedAt), Is.EqualTo((TaskStatus.InProgress, "bob", Later)));
    }

    [Test]
    public void Starting_again_changes_nothing()
    {
        var task = Start(Company.Task(), "bob").Accepted();
        Assert.That(Start(task, "bob").Accepted(), Is.SameAs(task));
    }

    [Test]
    public void Another_candidate_cannot_start_it() =>
        Assert.That(Start(Company.Task().ClaimedBy("anna"), "bob").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));

    [Test]
    public void An_excluded_candidate_cannot_start_it() => Assert.That(
        Start(Company.Task() with { ExcludedUsers = ["bob"] }, "bob").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));

    [Test]
    public void Laying_it_down_leaves_it_with_him()
    {
        var task = TaskRules.Stop(Start(Company.Task(), "bob").Accepted(), Company.Actor("bob"), Company.Directory, Later).Accepted();
        Assert.That((task.Status, task.Assignee, task.StartedAt), Is.EqualTo((TaskStatus.Reserved, "bob", (DateTimeOffset?)null)));
    }

    [Test]
    public void It_is_in_progress_again_after_a_rest()
    {
        var task = TaskRules.Suspend(Start(Company.Task(), "bob").Accepted(), Company.Actor("bob"), null, Company.Directory, Later).Accepted();
        Assert.That(task.Status, Is.EqualTo(TaskStatus.Suspended));
        Assert.That(TaskRules.Resume(task, Company.Actor("bob"), Company.Directory, Later).Accepted().Status, Is.EqualTo(TaskStatus.InProgress));
    }

    [Test]
    public void Whoever_gets_it_next_has_not_begun()
    {
        var started = Start(Company.Task(), "bob").Accepted();
        foreach (var next in (TaskDecision[])
        [
            TaskRules.Release(started, Company.Actor("bob"), Company.Directory, Later),
            TaskRules.Delegate(started, Company.Actor("bob"), "anna", Company.Directory, Later),
            TaskRules.Forward(started, Company.Actor("bob"), null, "legal", Company.Directory, Later),
            TaskRules.Assign(started, Company.Actor("martin"), "anna", Company.Directory, Later),
        ])
        {
            Assert.That(next.Accepted().StartedAt, Is.Null);
        }
    }

    [Test]
    public void It_is_completed_like_any_other() => Assert.That(
        TaskRules.Complete(Start(Company.Task(), "bob").Accepted(), Company.Actor("bob"), "Done", null, null, null, Company.Directory, new(Later, 1)).Accepted().Status,
        Is.EqualTo(TaskStatus.Completed));

    private static TaskDecision Start(UserTask task, string user) => TaskRules.Start(task, Company.Actor(user), Company.Directory, Later);
}
