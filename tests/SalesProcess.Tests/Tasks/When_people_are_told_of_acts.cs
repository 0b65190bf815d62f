using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_people_are_told_of_acts
{
    [Test]
    public void An_open_task_is_told_to_those_who_can_do_it_if_they_are_few()
    {
        var task = Company.Task() with { ExcludedUsers = ["bob"] };
        Assert.That(Told("open", "anna", null, task), Is.EqualTo((string[])["Opened martin"]));
        Assert.That(Told("open", "anna", null, task, few: 1), Is.Empty);
    }

    [Test]
    public void A_vote_is_told_to_those_who_have_it() =>
        Assert.That(Told("open", "anna", null, Company.LegalVote() with { CandidateUsers = ["carl"] }), Is.EqualTo((string[])["Opened lena", "Opened min"]));

    [Test]
    public void A_task_is_told_to_whoever_was_given_it_and_still_has_it()
    {
        var (before, after) = (Company.Task(), Company.Task().ClaimedBy("bob"));
        Assert.That(Told("assign", "martin", before, after), Is.EqualTo((string[])["Assigned bob"]));
        Assert.That(Told("claim", "bob", before, after), Is.Empty);
        Assert.That(Told("assign", "martin", before, after, now: Company.Task().ClaimedBy("anna")), Is.Empty);
    }

    [Test]
    public void An_escalation_is_told_to_whom_it_comes_and_else_to_the_manager()
    {
        var task = Company.Task().ClaimedBy("anna");
        Assert.That(Told("escalate", "anna", task, task with { CandidateUsers = ["martin"] }), Is.EqualTo((string[])["Escalated martin"]));
        Assert.That(Told("escalate", null, task, task with { CandidateGroups = ["team-east", "legal"] }), Is.EqualTo((string[])["Escalated lena", "Escalated min"]));
        Assert.That(Told("escalate", null, task, task with { Priority = 70 }), Is.EqualTo((string[])["Escalated martin"]));
        Assert.That(Told("escalate", null, task, task with { Priority = 70, ExcludedUsers = ["martin"] }), Is.EqualTo((string[])["Escalated grace"]));
    }

    [Test]
    public void A_reminder_is_told_to_whoever_has_it_and_else_to_those_who_can()
    {
        Assert.That(Told("remind", null, Company.Task().ClaimedBy("bob"), Company.Task().ClaimedBy("bob")), Is.EqualTo((string[])["Reminder bob"]));
        Assert.That(Told("remind", null, Company.Task(), Company.Task()), Is.EquivalentTo((string[])["Reminder anna", "Reminder bob", "Reminder martin"]));
    }

    [Test]
    public void A_decision_that_is_taken_back_is_told_to_the_owner_and_to_those_whose_tasks_are_open_again()
    {
        var task = Company.Task().ClaimedBy("bob") with { OnBehalfOf = "martin" };
        Assert.That(Told("recall", "bob", task with { Status = TaskStatus.Completed }, task), Is.EqualTo((string[])["Recalled martin", "Recalled anna"]));
        Assert.That(Told("reopen", "bob", Company.Task(), Company.Task().ClaimedBy("martin")), Is.EqualTo((string[])["Recalled martin"]));
    }

    [Test]
    public void Nobody_is_told_of_what_is_over_of_what_he_may_not_see_or_does_not_want()
    {
        var quiet = Directory.Parse("""{"people":[{"id":"bob","groups":["team-east"],"quiet":["assigned"]}],"groups":[{"id":"team-east"}]}""");
        var given = Company.Task().ClaimedBy("bob");
        Assert.That(Told("assign", "martin", Company.Task(), given with { Status = TaskStatus.Completed }), Is.Empty);
        Assert.That(Told("assign", "martin", Company.Task(), given, directory: quiet), Is.Empty);
        Assert.That(Told("remind", null, given, given, directory: quiet), Is.EqualTo((string[])["Reminder bob"]));
        Assert.That(Told("recall", "anna", given, given with { OnBehalfOf = null, Owner = "nobody" }), Is.Empty);
    }

    [TestCase("""{"id":"a","email":"a@example.com\r\nBcc: b@example.com"}""", "/people/0/email")]
    [TestCase("""{"id":"a","email":"A <a@example.com>"}""", "/people/0/email")]
    [TestCase("""{"id":"a","email":"a@example.com,b@example.com"}""", "/people/0/email")]
    [TestCase("""{"id":"a","email":"a"}""", "is 'a'. Accepted is one mail address")]
    [TestCase("""{"id":"a","email":7}""", "/people/0/email")]
    [TestCase("""{"id":"a","language":"fr"}""", "is 'fr'. Accepted are en and zh")]
    [TestCase("""{"id":"a","quiet":["all"]}""", "names 'all'. Accepted are opened, assigned, reminder, escalated, recalled")]
    [TestCase("""{"id":"a","quiet":"opened"}""", "must be a list of kinds of mail")]
    public void What_the_directory_says_wrong_about_mail_is_a_fault(string person, string fault) =>
        Assert.That(() => Directory.Parse($$"""{"people":[{{person}}],"groups":[]}"""), Throws.TypeOf<ConfigurationFault>().With.Message.Contains(fault));

    [Test]
    public void Whoever_stands_in_is_told_too_unless_duties_are_separated()
    {
        Absence away = new("a1", "bob", "carl", Company.Now.AddDays(-1), Company.Now.AddDays(1), null, null);
        var (before, after) = (Company.Task(), Company.Task().ClaimedBy("bob"));
        Assert.That(Told("assign", "martin", before, after, absences: away), Is.EqualTo((string[])["Assigned bob", "Assigned carl"]));
        Assert.That(Told("remind", null, after, after, absences: away), Is.EqualTo((string[])["Reminder bob", "Reminder carl"]));
        Assert.That(Told("assign", "martin", before, after with { ExcludedUsers = ["carl"] }, absences: away), Is.EqualTo((string[])["Assigned bob"]));
        Assert.That(Told("assign", "martin", before, after, absences: away with { To = Company.Now }), Is.EqualTo((string[])["Assigned bob"]));
        Assert.That(Told("assign", "martin", before, after, absences: away with { DefinitionId = "other" }), Is.EqualTo((string[])["Assigned bob"]));
    }

    private static IEnumerable<string> Told(
        string act, string? actor, UserTask? before, UserTask after, int few = 5, UserTask? now = null, Directory? directory = null, params Absence[] absences) =>
        new Notices(directory ?? Company.Directory, absences, Company.Now, few).Of(act, actor, TaskChanges.Between(before, after), now ?? after).Select(n => $"{n.Kind} {n.Receiver}");
}
