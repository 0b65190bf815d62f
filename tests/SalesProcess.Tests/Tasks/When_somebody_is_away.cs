using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_somebody_is_away
{
    private static readonly Absence Anna = new("a1", "anna", "carl", Company.Now.AddDays(-1), Company.Now.AddDays(5), null, null);

    [Test]
    public void The_substitute_does_the_task_on_his_behalf()
    {
        var done = TaskRules.Complete(Company.Task().ClaimedBy("anna"), Carl(Anna), "Done", null, null, null, Company.Directory, new Ambient(Company.Now, 1)).Accepted();
        Assert.That((done.CompletedBy, done.OnBehalfOf), Is.EqualTo(("carl", "anna")));
        Assert.That(Excluded.ForFollowUp(done), Is.EquivalentTo((string[])["carl", "anna"]));
    }

    [Test]
    public void He_takes_what_is_open_to_whoever_is_away()
    {
        var claimed = TaskRules.Claim(Company.Task(), Carl(Anna), Company.Directory, Company.Now).Accepted();
        Assert.That((claimed.Assignee, claimed.OnBehalfOf, claimed.AbsenceId), Is.EqualTo(("carl", "anna", "a1")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void What_left_the_substitute_is_not_given_back_from_others_at_the_end(bool released)
    {
        var taken = TaskRules.Claim(Company.Task(), Carl(Anna), Company.Directory, Company.Now).Accepted();
        var open = released
            ? TaskRules.Release(taken, Carl(Anna), Company.Directory, Company.Now).Accepted()
            : TaskRules.Forward(taken, Carl(Anna), null, "team-east", Company.Directory, Company.Now).Accepted();
        var delegated = TaskRules.Delegate(open, Company.Actor("bob"), "martin", Company.Directory, Company.Now).Accepted();

        Assert.That(TaskRules.GivenBack(delegated, "a1", Company.Directory, Company.Now), Is.SameAs(delegated));
    }

    [Test]
    public void Who_is_called_for_help_is_the_manager_of_whoever_is_away()
    {
        var escalated = TaskRules.Escalate(Company.Task().ClaimedBy("anna"), Carl(Anna), Company.Directory, Company.Now).Accepted();
        Assert.That(escalated.CandidateUsers, Is.EqualTo((string[])["martin"]));
    }

    [Test]
    public void The_same_arrangement_twice_and_too_many_are_refused()
    {
        var again = Anna with { Id = "a2", From = Company.Now.AddDays(1), To = Company.Now.AddDays(9) };
        Assert.That(again.Check(Company.Actor("anna"), [Anna], Company.Directory, Company.Now)!.Errors!.Single().Code, Is.EqualTo("overlaps"));
        Assert.That((again with { From = Anna.To }).Check(Company.Actor("anna"), [Anna], Company.Directory, Company.Now), Is.Null);

        var many = Enumerable.Range(0, Absence.MaxOpen).Select(n => Anna with { Id = $"m{n}", DefinitionId = $"d{n}" }).ToList();
        Assert.That((again with { DefinitionId = "other" }).Check(Company.Actor("anna"), many, Company.Directory, Company.Now)!.Errors!.Single().Code, Is.EqualTo("too-many"));
    }

    [TestCase("anna")]
    [TestCase("carl")]
    public void Duties_are_separated_for_both(string excluded)
    {
        var task = Company.Task() with { Owner = null, Team = null, ExcludedUsers = [excluded] };
        Assert.That(TaskRules.Claim(task, Carl(Anna), Company.Directory, Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.NotFound));
        Assert.That(TaskRules.AllowedActions(task, Carl(Anna), Company.Directory, Company.Now), Is.Empty);
    }

    [Test]
    public void A_group_s_vote_stays_in_the_group() => Assert.That(
        TaskRules.CanSee(Company.LegalVote() with { Owner = null, Team = null }, Carl(Anna with { Principal = "lena" }), Company.Directory), Is.False);

    [Test]
    public void Only_while_it_lasts_and_within_its_scope()
    {
        var task = Company.Task().ClaimedBy("anna");
        Assert.That(TaskRules.CanSee(task, Carl(Anna with { To = Company.Now }), Company.Directory), Is.False);
        Assert.That(TaskRules.CanSee(task, Carl(Anna with { From = Company.Now.AddTicks(1) }), Company.Directory), Is.False);
        Assert.That(TaskRules.CanSee(task, Carl(Anna with { DefinitionId = "d2" }), Company.Directory), Is.False);
        Assert.That(TaskRules.CanSee(task, Carl(Anna with { DefinitionId = "d1" }), Company.Directory), Is.True);
        Assert.That(TaskRules.CanSee(task, Carl(Anna with { StageId = "s1" }), Company.Directory), Is.False);
        Assert.That(TaskRules.CanSee(task with { StageId = "s1" }, Carl(Anna with { StageId = "s1" }), Company.Directory), Is.True);
    }

    [Test]
    public void Over_a_chain_and_only_what_every_link_covers()
    {
        Absence[] chain = [Anna with { Substitute = "bob", StageId = "s1" }, new("a2", "bob", "carl", Company.Now.AddDays(-1), Company.Now.AddDays(1), "d1", null)];
        var standIn = Absence.For("carl", chain, Company.Directory, Company.Now).Single(s => s.Principal == "anna");
        Assert.That((standIn.AbsenceId, standIn.DefinitionIds, standIn.StageIds), Is.EqualTo(("a2", (string[])["d1"], (string[])["s1"])));
    }

    [Test]
    public void What_is_not_done_at_the_end_goes_back()
    {
        var taken = TaskRules.Claim(Company.Task(), Carl(Anna), Company.Directory, Company.Now).Accepted();
        var back = TaskRules.GivenBack(taken, "a1", Company.Directory, Company.Now);
        Assert.That((back.Assignee, back.OnBehalfOf, back.Status), Is.EqualTo(("anna", (string?)null, TaskStatus.Reserved)));
        Assert.That(TaskRules.GivenBack(taken, "other", Company.Directory, Company.Now), Is.SameAs(taken));
        Assert.That(TaskRules.GivenBack(taken with { ExcludedUsers = ["anna"] }, "a1", Company.Directory, Company.Now).Assignee, Is.EqualTo("carl"));
    }

    [Test]
    public void Substitutes_do_not_go_round_in_a_circle()
    {
        Absence[] known = [new("a2", "carl", "bob", Company.Now, Company.Now.AddDays(2), null, null), new("a3", "bob", "anna", Company.Now, Company.Now.AddDays(2), null, null)];
        var refusal = Anna.Check(Company.Actor("anna"), known, Company.Directory, Company.Now)!;
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.DelegationCycle));
        Assert.That(refusal.Message, Does.Contain("anna → carl → bob → anna"));
        Assert.That((Anna with { From = Company.Now.AddDays(3) }).Check(Company.Actor("anna"), known, Company.Directory, Company.Now), Is.Null, "not at the same time");
    }

    [TestCase("anna", null)]
    [TestCase("martin", null)]
    [TestCase("root", null)]
    [TestCase("carl", RefusalCodes.PermissionMissing)]
    public void It_is_arranged_by_himself_or_by_his_manager(string actor, string? code) =>
        Assert.That(Anna.Check(Company.Actor(actor), [], Company.Directory, Company.Now)?.Code, Is.EqualTo(code));

    [Test]
    public void Every_fault_is_told_at_once()
    {
        var refusal = (Anna with { Principal = "x", Substitute = "ada", To = Anna.From }).Check(Company.Actor("root"), [], Company.Directory, Company.Now)!;
        Assert.That(refusal.Errors!.Select(e => e.Pointer), Is.EqualTo((string[])["/principal", "/substitute", "/to"]));
    }

    private static Actor Carl(Absence absence) => Company.Actor("carl") with { StandIns = Absence.For("carl", [absence], Company.Directory, Company.Now) };
}
