using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_skipped
{
    private static readonly UserTask Skippable = Company.Task() with { SkipOutcome = "Skipped" };

    [Test]
    public void The_flow_takes_the_outcome_that_the_definition_names()
    {
        var task = Skip(Skippable, "bob", " Known customer. ").Accepted();
        Assert.That((task.Status, task.Action, task.Comment, task.CompletedBy), Is.EqualTo((TaskStatus.Obsolete, "Skipped", "Known customer.", "bob")));
    }

    [TestCase(null)]
    [TestCase("  ")]
    public void A_reason_is_required(string? reason)
    {
        var refusal = Skip(Skippable, "bob", reason).Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.ReasonRequired));
        Assert.That(refusal.Errors!.Single().Pointer, Is.EqualTo("/reason"));
    }

    [Test]
    public void It_is_refused_where_the_definition_does_not_allow_it() =>
        Assert.That(Skip(Company.Task(), "bob", "Why not.").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotSkippable));

    [TestCase("bob")]
    [TestCase("martin")]
    public void Whoever_is_excluded_cannot_skip_either(string user) => Assert.That(
        Skip(Skippable with { ExcludedUsers = [user] }, user, "No need.").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));

    [Test]
    public void Whoever_skipped_counts_as_having_taken_part() => Assert.That(Excluded.ForFollowUp(Skip(Skippable, "bob", "No need.").Accepted()), Is.EqualTo((string[])["bob"]));

    [Test]
    public void Somebody_who_only_sees_it_cannot_skip_it() =>
        Assert.That(Skip(Skippable.ClaimedBy("bob"), "anna", "No need.").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));

    [Test]
    public void Whoever_comes_later_is_told_by_whom_and_why()
    {
        var skipped = Skip(Skippable, "bob", "No need.").Accepted();
        var refusal = Skip(skipped, "anna", "Me too.").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.TaskCancelled));
        Assert.That(refusal.Message, Does.Contain("bob").And.Contain("No need."));
    }

    private static TaskDecision Skip(UserTask task, string user, string? reason) => TaskRules.Skip(task, Company.Actor(user), reason, Company.Directory, Company.Now);
}
