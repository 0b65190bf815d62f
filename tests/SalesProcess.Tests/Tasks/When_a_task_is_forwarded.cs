using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_forwarded
{
    [Test]
    public void A_person_gets_it_for_good()
    {
        var task = Forward(Company.Task().ClaimedBy("anna"), "anna", "carl", null).Accepted();
        Assert.That((task.Status, task.Assignee, task.OnBehalfOf), Is.EqualTo((TaskStatus.Reserved, "carl", (string?)null)));
        Assert.That(task.CandidateUsers, Is.EqualTo((string[])["carl"]));
        Assert.That(task.CandidateGroups, Is.Empty);
    }

    [Test]
    public void A_group_gets_it_as_candidates()
    {
        var task = Forward(Company.Task().ClaimedBy("anna"), "anna", null, "team-south").Accepted();
        Assert.That((task.Status, task.Assignee), Is.EqualTo((TaskStatus.Ready, (string?)null)));
        Assert.That(task.CandidateGroups, Is.EqualTo((string[])["team-south"]));
        Assert.That(TaskRules.Claim(task, Company.Actor("carl"), Company.Directory, Company.Now).Accepted().Assignee, Is.EqualTo("carl"));
    }

    [Test]
    public void An_excluded_person_is_refused()
    {
        var task = Company.Task().ClaimedBy("anna") with { ExcludedUsers = ["carl"] };
        Assert.That(Forward(task, "anna", "carl", null).Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [Test]
    public void A_group_of_excluded_people_is_refused()
    {
        var task = Company.Task().ClaimedBy("anna") with { ExcludedUsers = ["lena", "min"] };
        Assert.That(Forward(task, "anna", null, "legal").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [Test]
    public void An_excluded_member_of_the_group_cannot_claim_it()
    {
        var task = Forward(Company.Task().ClaimedBy("anna") with { ExcludedUsers = ["lena"] }, "anna", null, "legal").Accepted();
        Assert.That(
            TaskRules.Claim(task, Company.Actor("lena"), Company.Directory, Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [Test]
    public void An_unknown_group_or_person_is_refused()
    {
        Assert.That(Forward(Company.Task(), "anna", null, "nowhere").Refused().Message, Does.Contain("nowhere").And.Contain("team-south"));
        Assert.That(Forward(Company.Task(), "anna", "nobody", null).Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
    }

    [Test]
    public void A_group_s_vote_stays_within_the_group()
    {
        Assert.That(Forward(Company.LegalVote(), "lena", null, "sales-rep").Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
        Assert.That(Forward(Company.LegalVote(), "lena", "bob", null).Refused().Code, Is.EqualTo(RefusalCodes.DelegateNotAllowed));
        var task = Forward(Company.LegalVote(), "lena", "min", null).Accepted();
        Assert.That(task.CandidateGroups, Is.EqualTo((string[])["legal"]));
    }

    [TestCase(null, null)]
    [TestCase("bob", "legal")]
    public void Exactly_one_receiver_is_needed(string? user, string? group)
    {
        Assert.That(Forward(Company.Task(), "anna", user, group).Refused().Code, Is.EqualTo(RefusalCodes.MalformedRequest));
    }

    [Test]
    public void Somebody_who_does_not_see_it_is_told_that_there_is_none()
    {
        Assert.That(Forward(Company.Task(), "carl", "carl", null).Refused().Code, Is.EqualTo(RefusalCodes.NotFound));
    }

    private static TaskDecision Forward(UserTask task, string user, string? toUser, string? toGroup) =>
        TaskRules.Forward(task, Company.Actor(user), toUser, toGroup, Company.Directory, Company.Now);
}
