using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_somebody_looks_at_a_task
{
    [TestCase("anna", true, TestName = "The_owner_of_the_deal_sees_it")]
    [TestCase("bob", true, TestName = "A_candidate_sees_it")]
    [TestCase("martin", true, TestName = "The_manager_of_the_team_sees_it")]
    [TestCase("grace", true, TestName = "The_manager_s_manager_sees_it")]
    [TestCase("ada", true, TestName = "An_auditor_sees_it")]
    [TestCase("root", true, TestName = "An_administrator_sees_it")]
    [TestCase("carl", false, TestName = "Another_team_does_not_see_it")]
    [TestCase("sophie", false, TestName = "Another_team_s_manager_does_not_see_it")]
    [TestCase("lena", false, TestName = "Another_department_does_not_see_it")]
    public void Visibility(string user, bool sees) => Assert.That(TaskRules.CanSee(Company.Task(), Company.Actor(user), Company.Directory), Is.EqualTo(sees));

    [Test]
    public void Whoever_gave_it_away_or_completed_it_goes_on_seeing_it()
    {
        var task = Company.Task() with { Owner = null, Team = null, CandidateGroups = [], Assignee = "bob", Delegators = ["carl"], CompletedBy = "lena" };
        Assert.That(TaskRules.CanSee(task, Company.Actor("carl"), Company.Directory), Is.True);
        Assert.That(TaskRules.CanSee(task, Company.Actor("lena"), Company.Directory), Is.True);
    }

    [TestCase("bob", "claim,start,complete,delegate,forward,suspend,escalate,change")]
    [TestCase("anna", "claim,start,complete,delegate,forward,suspend,escalate,change")]
    [TestCase("grace", "delegate,forward,assign,suspend,escalate,change")]
    [TestCase("root", "delegate,forward,assign,suspend,escalate,change")]
    [TestCase("ada", "")]
    [TestCase("carl", "")]
    public void An_open_task_allows(string user, string verbs) => Assert.That(Allowed(Company.Task(), user), Is.EqualTo(verbs));

    [TestCase("bob", "start,complete,release,delegate,forward,suspend,escalate,change")]
    [TestCase("anna", "escalate,change")]
    [TestCase("martin", "release,delegate,forward,assign,suspend,escalate,change")]
    [TestCase("ada", "")]
    public void Bob_s_task_allows(string user, string verbs) => Assert.That(Allowed(Company.Task().ClaimedBy("bob"), user), Is.EqualTo(verbs));

    [Test]
    public void A_suspended_task_allows_to_resume_it()
    {
        Assert.That(Allowed(Company.Task() with { Status = TaskStatus.Suspended }, "bob"), Is.EqualTo("suspend,resume,change"));
    }

    [Test]
    public void An_excluded_candidate_may_at_most_call_for_help()
    {
        Assert.That(Allowed(Company.Task() with { ExcludedUsers = ["bob"] }, "bob"), Is.EqualTo("escalate"));
    }

    [Test]
    public void A_completed_task_allows_nothing()
    {
        Assert.That(Allowed(Company.Task() with { Status = TaskStatus.Completed }, "bob"), Is.Empty);
    }

    [Test]
    public void What_is_allowed_is_accepted_and_what_is_not_is_refused([Values("anna", "bob", "martin", "grace", "carl", "ada", "root", "lena")] string user, [Values] bool claimed)
    {
        var task = (claimed ? Company.Task().ClaimedBy("bob") : Company.Task()) with { SkipOutcome = "Skip" };
        var actor = Company.Actor(user);
        var allowed = TaskRules.AllowedActions(task, actor, Company.Directory, Company.Now);
        var decisions = new Dictionary<string, TaskDecision>(StringComparer.Ordinal)
        {
            ["claim"] = TaskRules.Claim(task, actor, Company.Directory, Company.Now),
            ["complete"] = TaskRules.Complete(task, actor, "Done", null, null, null, Company.Directory, new(Company.Now, 1)),
            ["delegate"] = TaskRules.Delegate(task, actor, "min", Company.Directory, Company.Now),
            ["forward"] = TaskRules.Forward(task, actor, null, "legal", Company.Directory, Company.Now),
            ["start"] = TaskRules.Start(task, actor, Company.Directory, Company.Now),
            ["skip"] = TaskRules.Skip(task, actor, "Not needed.", Company.Directory, Company.Now),
            ["assign"] = TaskRules.Assign(task, actor, "min", Company.Directory, Company.Now),
            ["resolve"] = TaskRules.Resolve(task, actor, Company.Directory, Company.Now),
            ["change"] = TaskRules.Change(task, actor, new TaskChange { Tags = new Given<IReadOnlyList<string>>(["hot"]) }, Company.Directory, Company.Now),
            ["suspend"] = TaskRules.Suspend(task, actor, null, Company.Directory, Company.Now),
            ["escalate"] = TaskRules.Escalate(task, actor, Company.Directory, Company.Now),
        };
        foreach (var (verb, decision) in decisions.Where(d => d.Key != "claim" || task.Assignee != user))
        {
            Assert.That(decision is TaskDecision.Accepted, Is.EqualTo(allowed.Contains(verb)), verb);
        }
    }

    private static string Allowed(UserTask task, string user) => string.Join(',', TaskRules.AllowedActions(task, Company.Actor(user), Company.Directory, Company.Now));
}
