using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_opened
{
    private static readonly TaskOrigin Origin = new()
    {
        InstanceId = "i1",
        RootId = "r1",
        DefinitionId = "lead-screening",
        StageId = "lead-screening",
        Stage = new LocalizedText("Screening", "筛选"),
        Team = "team-east",
        Owner = "anna",
        BusinessKey = "DEAL-1",
    };

    private static readonly TaskForm Form = TaskForm.Parse("note", """{"type":"object","title":"Note","properties":{}}""");

    private static readonly Dictionary<string, Calendar> Calendars = new(StringComparer.Ordinal)
    {
        ["china"] = Calendar.Parse("""{"id":"china","timeZone":"Asia/Shanghai","workingHours":{"mon":[["09:00","18:00"]],"tue":[["09:00","18:00"]]}}"""),
    };

    private static readonly OpenUserTask Effect = new()
    {
        BookmarkId = "b1",
        ActivityId = "a1",
        Name = "screen",
        Title = new LocalizedText("Screen", "筛选"),
        CandidateGroups = ["team-east"],
        Form = "note",
        DueIn = "1wd",
    };

    [Test]
    public void It_is_open_to_its_candidates_and_knows_where_it_comes_from()
    {
        var task = Open(Effect);
        Assert.That((task.Id, task.BookmarkId, task.Status, task.Revision, task.Fault), Is.EqualTo(("b1", "b1", TaskStatus.Ready, 1L, (string?)null)));
        Assert.That((task.Team, task.Owner, task.BusinessKey, task.StageId, task.Stage!.Zh), Is.EqualTo(("team-east", "anna", "DEAL-1", "lead-screening", "筛选")));
        Assert.That((task.FormId, task.FormHash), Is.EqualTo(("note", Form.Hash)));
        Assert.That(task.DueAt, Is.EqualTo(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8))));
    }

    [Test]
    public void An_assignee_has_it_at_once()
    {
        var task = Open(Effect with { Assignee = "bob" });
        Assert.That((task.Status, task.Assignee, task.ReservedAt), Is.EqualTo((TaskStatus.Reserved, "bob", (DateTimeOffset?)Company.Now)));
    }

    [Test]
    public void An_excluded_assignee_does_not_get_it()
    {
        var task = Open(Effect with { Assignee = "bob" }, excluded: ["bob"]);
        Assert.That((task.Status, task.Assignee), Is.EqualTo((TaskStatus.Ready, (string?)null)));
        Assert.That(task.ExcludedUsers, Is.EqualTo((string[])["bob"]));
        Assert.That(TaskRules.Claim(task, Company.Actor("bob"), Company.Directory, Company.Now).Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [Test]
    public void An_assignee_whom_the_definition_itself_excludes_does_not_get_it()
    {
        Assert.That(Open(Effect with { Assignee = "bob", ExcludedUsers = ["bob"], CandidateGroups = [] }).Assignee, Is.Null);
    }

    [Test]
    public void A_task_for_one_excluded_person_is_not_opened_to_others_but_to_be_given_by_his_manager()
    {
        var task = Open(Effect with { Assignee = "carl", CandidateGroups = [] }, excluded: ["carl"]);
        Assert.That(task.CandidateUsers, Is.EqualTo((string[])["carl"]));
        Assert.That(TaskRules.Claim(task, Company.Actor("bob"), Company.Directory, Company.Now), Is.TypeOf<TaskDecision.Refused>());
        Assert.That(TaskRules.Delegate(task, Company.Actor("sophie"), "bob", Company.Directory, Company.Now).Accepted().Assignee, Is.EqualTo("bob"));
    }

    [Test]
    public void A_task_that_names_nobody_is_open_to_the_deal_s_owner_and_team()
    {
        var task = Open(Effect with { CandidateGroups = [] });
        Assert.That(task.CandidateUsers, Is.EqualTo((string[])["anna"]));
        Assert.That(task.CandidateGroups, Is.EqualTo((string[])["team-east"]));
    }

    [Test]
    public void A_task_for_nobody_at_all_is_a_fault()
    {
        var task = UserTasks.Open(
            Effect with { CandidateGroups = [] }, Origin with { Owner = null, Team = null }, Calendars, [], _ => Form, "b1", Company.Now);
        Assert.That(task.Fault, Does.Contain("screen").And.Contain("candidateGroups"));
    }

    [Test]
    public void Everything_unknown_is_a_fault_and_said_at_once()
    {
        var task = Open(Effect with { Form = "gone", Calendar = "mars" });
        Assert.That(task.Fault, Does.Contain("'gone'").And.Contain("'mars'").And.Contain("Known: china"));
        Assert.That((task.DueAt, task.FormHash), Is.EqualTo(((DateTimeOffset?)null, (string?)null)));
    }

    [Test]
    public void A_given_time_is_stronger_than_a_computed_one()
    {
        var due = Company.Now.AddMinutes(5);
        Assert.That(Open(Effect with { DueAt = due, Calendar = "mars" }).DueAt, Is.EqualTo(due));
    }

    [Test]
    public void The_votes_of_an_approval_exclude_each_other()
    {
        Assert.That(Open(Effect with { Approver = "legal", NotCompletersOf = ["draft"] }).NotCompletersOf, Is.EqualTo((string[])["draft", "screen"]));
        Assert.That(Open(Effect with { NotCompletersOf = ["draft"] }).NotCompletersOf, Is.EqualTo((string[])["draft"]));
    }

    private static UserTask Open(OpenUserTask effect, string[]? excluded = null) =>
        UserTasks.Open(effect, Origin, Calendars, [.. (excluded ?? []).Select(user => new Exclusion(user, Exclusion.NotCompletersOf))], id => id == "note" ? Form : null, "b1", Company.Now);
}
