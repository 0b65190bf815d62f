using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_handed_back_or_assigned
{
    private static readonly UserTask Delegated =
        TaskRules.Delegate(Company.Task().ClaimedBy("anna"), Company.Actor("anna"), "bob", Company.Directory, Company.Now).Accepted();

    [Test]
    public void It_goes_back_to_the_person_for_whom_it_was_to_be_done()
    {
        var task = Resolve(Delegated, "bob").Accepted();
        Assert.That((task.Status, task.Assignee, task.OnBehalfOf), Is.EqualTo((TaskStatus.Reserved, "anna", (string?)null)));
        Assert.That(task.PreviousOwners, Is.EqualTo((string[])["anna", "bob"]), "both have taken part");
        Assert.That(task.Delegators, Is.Empty);
    }

    [Test]
    public void Whoever_handed_it_back_has_no_say_in_it_any_more_and_does_not_see_it()
    {
        var away = TaskRules.Delegate(Company.Task().ClaimedBy("anna"), Company.Actor("anna"), "carl", Company.Directory, Company.Now).Accepted();
        var back = Resolve(away, "carl").Accepted();

        Assert.That(TaskRules.CanSee(away, Company.Actor("carl"), Company.Directory), Is.True);
        Assert.That(TaskRules.CanSee(back, Company.Actor("carl"), Company.Directory), Is.False);
        Assert.That(TaskRules.Release(back, Company.Actor("carl"), Company.Directory, Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.NotFound));
        Assert.That(Excluded.ForFollowUp(back), Does.Contain("carl"), "but he took part in it");
    }

    [Test]
    public void Whom_a_manager_took_it_from_has_no_say_in_it_any_more()
    {
        var away = TaskRules.Delegate(Company.Task().ClaimedBy("anna"), Company.Actor("anna"), "carl", Company.Directory, Company.Now).Accepted();
        var assigned = Assign(away, "martin", "bob").Accepted();

        Assert.That(TaskRules.CanSee(assigned, Company.Actor("carl"), Company.Directory), Is.False);
        Assert.That(TaskRules.AllowedActions(assigned, Company.Actor("carl"), Company.Directory, Company.Now), Is.Empty);
    }

    [Test]
    public void What_was_not_delegated_cannot_be_handed_back() =>
        Assert.That(Resolve(Company.Task().ClaimedBy("bob"), "bob").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotDelegated));

    [Test]
    public void It_does_not_go_back_to_somebody_who_was_excluded_meanwhile() =>
        Assert.That(Resolve(Delegated with { ExcludedUsers = ["anna"] }, "bob").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));

    [Test]
    public void Another_than_the_delegate_cannot_hand_it_back() => Assert.That(Resolve(Delegated, "anna").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));

    [Test]
    public void A_manager_gives_it_to_somebody_else_whoever_has_it()
    {
        var task = Assign(Company.Task().ClaimedBy("anna"), "martin", "bob").Accepted();
        Assert.That((task.Status, task.Assignee, task.OnBehalfOf), Is.EqualTo((TaskStatus.Reserved, "bob", (string?)null)));
        Assert.That((task.CandidateGroups, task.PreviousOwners), Is.EqualTo(((string[])["team-east"], (string[])["anna"])));
    }

    [Test]
    public void To_whoever_has_it_already_nothing_changes()
    {
        var task = Company.Task().ClaimedBy("anna");
        Assert.That(Assign(task, "martin", "anna").Accepted(), Is.SameAs(task));
    }

    [TestCase("anna")]
    [TestCase("bob")]
    public void Who_manages_nobody_cannot_assign(string user) =>
        Assert.That(Assign(Company.Task().ClaimedBy("anna"), user, "bob").Refused().Code, Is.EqualTo(RefusalCodes.PermissionMissing));

    [Test]
    public void Nobody_excluded_gets_it() => Assert.That(
        Assign(Company.Task() with { ExcludedUsers = ["bob"] }, "martin", "bob").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));

    [Test]
    public void A_group_s_vote_stays_in_the_group() => Assert.That(Assign(Company.LegalVote(), "grace", "bob").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));

    [Test]
    public void Neither_the_manager_nor_an_administrator_gives_it_to_himself()
    {
        var task = Company.Task() with { CandidateGroups = [], CandidateUsers = ["anna"] };
        Assert.That(Assign(task, "martin", "martin").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
        Assert.That(Assign(task, "root", "root").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
    }

    private static TaskDecision Resolve(UserTask task, string user) => TaskRules.Resolve(task, Company.Actor(user), Company.Directory, Company.Now);

    private static TaskDecision Assign(UserTask task, string user, string to) => TaskRules.Assign(task, Company.Actor(user), to, Company.Directory, Company.Now);
}
