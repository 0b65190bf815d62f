using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_duties_are_separated
{
    private static readonly UserTask Draft = Company.Task("draft") with
    {
        Id = "t0",
        Status = TaskStatus.Completed,
        CompletedBy = "bob",
        OnBehalfOf = "anna",
        Delegators = ["anna", "carl"],
    };

    [Test]
    public void Everybody_who_took_part_is_kept_out()
    {
        Assert.That(Excluded.ForFollowUp(Draft), Is.EquivalentTo((string[])["bob", "anna", "carl"]));
    }

    [Test]
    public void A_task_that_is_already_open_learns_of_it()
    {
        var open = Company.Task("approve") with { NotCompletersOf = ["draft"] };
        var after = Excluded.After(open, Draft, Company.Now);
        Assert.That(after.ExcludedUsers, Is.EqualTo((string[])["anna", "bob", "carl"]));
        Assert.That(after.Revision, Is.EqualTo(2));
        Assert.That(Excluded.After(after, Draft, Company.Now), Is.SameAs(after));
    }

    [Test]
    public void Whoever_holds_it_already_gives_it_back()
    {
        var open = Company.Task("approve").ClaimedBy("bob") with { NotCompletersOf = ["draft"] };
        var after = Excluded.After(open, Draft, Company.Now);
        Assert.That((after.Status, after.Assignee), Is.EqualTo((TaskStatus.Ready, (string?)null)));
    }

    [Test]
    public void A_task_that_only_he_could_do_does_not_get_lost()
    {
        var open = Company.Task("approve").ClaimedBy("bob") with { NotCompletersOf = ["draft"], CandidateGroups = [] };
        var after = Excluded.After(open, Draft, Company.Now);
        Assert.That(after.CandidateUsers, Is.EqualTo((string[])["bob"]));
        Assert.That(TaskRules.CanSee(after, Company.Actor("martin"), Company.Directory), Is.True);
    }

    [Test]
    public void It_holds_in_both_directions_while_both_are_open()
    {
        var open = Company.Task("draft") with { Id = "t2" };
        var completed = Company.Task("approve") with { Status = TaskStatus.Completed, CompletedBy = "bob", NotCompletersOf = ["draft"] };
        Assert.That(Excluded.Concerns(open, completed), Is.True);
    }

    [Test]
    public void Other_tasks_and_other_deals_are_left_alone()
    {
        var open = Company.Task("other");
        Assert.That(Excluded.After(open, Draft, Company.Now), Is.SameAs(open));
        var elsewhere = Company.Task("approve") with { NotCompletersOf = ["draft"], RootId = "r2" };
        Assert.That(Excluded.Concerns(elsewhere, Draft), Is.False);
    }

    [Test]
    public void A_person_votes_once_in_a_round_and_again_in_the_next()
    {
        var voted = Company.LegalVote() with { Id = "t0", Status = TaskStatus.Completed, CompletedBy = "lena" };
        var sibling = Company.LegalVote() with { NotCompletersOf = ["approve-contract"] };
        var next = sibling with { VotingRound = "i1:9" };
        Assert.That(Excluded.After(sibling, voted, Company.Now).ExcludedUsers, Is.EqualTo((string[])["lena"]));
        Assert.That(Excluded.Concerns(next, voted), Is.False);
    }

    [Test]
    public void No_way_leads_around_it([Values("claim", "complete", "delegate", "forward", "open")] string way)
    {
        var task = Company.Task() with { ExcludedUsers = ["bob"] };
        var decision = way switch
        {
            "claim" => TaskRules.Claim(task, Company.Actor("bob"), Company.Directory, Company.Now),
            "complete" => TaskRules.Complete(task, Company.Actor("bob"), "Done", null, null, null, Company.Directory, new(Company.Now, 1)),
            "delegate" => TaskRules.Delegate(task.ClaimedBy("anna"), Company.Actor("anna"), "bob", Company.Directory, Company.Now),
            "forward" => TaskRules.Forward(task.ClaimedBy("anna"), Company.Actor("martin"), "bob", null, Company.Directory, Company.Now),
            _ => TaskRules.Complete(task.ClaimedBy("bob"), Company.Actor("bob"), "Done", null, null, null, Company.Directory, new(Company.Now, 1)),
        };
        Assert.That(decision.Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }
}
