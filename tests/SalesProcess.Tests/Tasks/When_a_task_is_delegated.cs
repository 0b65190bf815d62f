using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_delegated
{
    [Test]
    public void The_delegate_does_it_on_behalf_of_its_owner()
    {
        var task = Delegate(Company.Task().ClaimedBy("anna"), "anna", "carl").Accepted();
        Assert.That((task.Status, task.Assignee, task.OnBehalfOf), Is.EqualTo((TaskStatus.Reserved, "carl", "anna")));
        Assert.That(task.Delegators, Is.EqualTo((string[])["anna"]));
    }

    [Test]
    public void A_delegate_of_a_delegate_still_does_it_for_the_first_owner()
    {
        var first = Delegate(Company.Task().ClaimedBy("anna"), "anna", "bob").Accepted();
        var second = Delegate(first, "bob", "carl").Accepted();
        Assert.That((second.Assignee, second.OnBehalfOf), Is.EqualTo(("carl", "anna")));
        Assert.That(second.Delegators, Is.EqualTo((string[])["anna", "bob"]));
    }

    [Test]
    public void It_may_be_given_back()
    {
        var given = Delegate(Company.Task().ClaimedBy("anna"), "anna", "carl").Accepted();
        var back = Delegate(given, "carl", "anna").Accepted();
        Assert.That((back.Assignee, back.OnBehalfOf), Is.EqualTo(("anna", (string?)null)));
        Assert.That(Excluded.ForFollowUp(back with { CompletedBy = "anna" }), Is.EquivalentTo((string[])["anna", "carl"]));
    }

    [Test]
    public void The_manager_may_give_his_people_s_task_to_somebody_else()
    {
        Assert.That(Delegate(Company.Task().ClaimedBy("anna"), "martin", "bob").Accepted().OnBehalfOf, Is.EqualTo("anna"));
    }

    [Test]
    public void Neither_the_manager_nor_an_administrator_can_give_it_to_himself()
    {
        var task = Company.Task() with { CandidateGroups = [], CandidateUsers = ["anna"] };
        Assert.That(Delegate(task, "martin", "martin").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
        Assert.That(Delegate(task, "root", "root").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
    }

    [Test]
    public void An_unknown_person_is_refused_and_the_answer_says_who_is_accepted()
    {
        var refusal = Delegate(Company.Task().ClaimedBy("anna"), "anna", "nobody").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
        Assert.That(refusal.Message, Does.Contain("nobody").And.Contain("bob").And.Not.Contain("anna,"));
    }

    [Test]
    public void An_excluded_person_is_refused()
    {
        var task = Company.Task().ClaimedBy("anna") with { ExcludedUsers = ["bob"] };
        Assert.That(Delegate(task, "anna", "bob").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [Test]
    public void Whoever_has_it_already_is_refused()
    {
        Assert.That(Delegate(Company.Task().ClaimedBy("anna"), "anna", "anna").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
    }

    [Test]
    public void A_group_s_vote_stays_within_the_group()
    {
        var vote = Company.LegalVote().ClaimedBy("lena");
        var refusal = Delegate(vote, "lena", "bob").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
        Assert.That(refusal.Details!["accepted"], Is.EqualTo((string[])["min"]));
        Assert.That(Delegate(vote, "lena", "min").Accepted().Assignee, Is.EqualTo("min"));
    }

    [Test]
    public void Another_candidate_cannot_delegate_what_is_not_his()
    {
        Assert.That(Delegate(Company.Task().ClaimedBy("anna"), "bob", "carl").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));
    }

    [Test]
    public void Somebody_who_does_not_see_it_is_told_that_there_is_none()
    {
        Assert.That(Delegate(Company.Task().ClaimedBy("anna"), "carl", "carl").Refused(), Is.EqualTo(Refusal.TaskNotFound("t1")));
    }

    private static TaskDecision Delegate(UserTask task, string user, string to) => TaskRules.Delegate(task, Company.Actor(user), to, Company.Directory, Company.Now);
}
