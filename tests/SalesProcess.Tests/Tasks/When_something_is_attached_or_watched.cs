using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_something_is_attached_or_watched
{
    [TestCase("bob", null, TestName = "Whoever_attached_it_removes_it")]
    [TestCase("martin", null, TestName = "A_manager_removes_it")]
    [TestCase("root", null, TestName = "An_administrator_removes_it")]
    [TestCase("anna", RefusalCodes.PermissionMissing, TestName = "The_owner_of_the_deal_does_not_remove_what_others_attached")]
    [TestCase("ada", RefusalCodes.PermissionMissing, TestName = "An_auditor_does_not_remove_it")]
    [TestCase("carl", RefusalCodes.NotFound, TestName = "To_another_team_it_is_not_there")]
    public void Removing(string user, string? code) =>
        Assert.That(TaskRules.WhyAttachmentStays(Company.Task(), "bob", Company.Actor(user), Company.Directory, Company.Now)?.Code, Is.EqualTo(code));

    [TestCase(TaskStatus.Completed, RefusalCodes.TaskCompleted)]
    [TestCase(TaskStatus.Exited, RefusalCodes.TaskCancelled)]
    [TestCase(TaskStatus.Obsolete, RefusalCodes.TaskCancelled)]
    [TestCase(TaskStatus.Suspended, null)]
    [TestCase(TaskStatus.InProgress, null)]
    public void What_was_there_when_the_task_ended_stays(TaskStatus status, string? code) =>
        Assert.That(TaskRules.WhyAttachmentStays(Company.Task() with { Status = status }, "bob", Company.Actor("bob"), Company.Directory, Company.Now)?.Code, Is.EqualTo(code));

    [TestCase("bob", "bob", null, TestName = "Anybody_watches_what_he_sees")]
    [TestCase("martin", "bob", null, TestName = "A_manager_lets_others_watch")]
    [TestCase("martin", "grace", null, TestName = "And_those_above_him")]
    [TestCase("bob", "anna", RefusalCodes.PermissionMissing, TestName = "A_colleague_does_not")]
    [TestCase("martin", "carl", RefusalCodes.WatcherNotAllowed, TestName = "But_nobody_who_does_not_see_it")]
    [TestCase("martin", "team-east", RefusalCodes.WatcherNotAllowed, TestName = "A_group_is_nobody")]
    [TestCase("carl", "carl", RefusalCodes.NotFound, TestName = "Whoever_does_not_see_it_does_not_watch_it")]
    [TestCase("sophie", "bob", RefusalCodes.NotFound, TestName = "Nor_has_others_watch_it")]
    public void Watching(string user, string watcher, string? code) =>
        Assert.That(TaskRules.WhyNotToWatch(Company.Task(), Company.Actor(user), watcher, Company.Directory)?.Code, Is.EqualTo(code));

    [Test]
    public void A_manager_ends_the_watching_of_somebody_who_has_lost_sight_of_it() =>
        Assert.That(TaskRules.WhyNotToUnwatch(Company.Task(), Company.Actor("martin"), "carl", Company.Directory), Is.Null);

    [TestCase("offer.pdf")]
    [TestCase("报价单（终稿）.xlsx")]
    [TestCase("🦄👩‍👩‍👧.png")]
    [TestCase("a:b*c?.txt")]
    [TestCase("..pdf")]
    public void A_name_is_any_one_name(string name) => Assert.That(AttachmentRules.NameFault(name), Is.Null);

    [TestCase("", "blank")]
    [TestCase("\u3000", "blank")]
    [TestCase("a/b", "'a/b' is a path")]
    [TestCase("..", "'..' is a path")]
    [TestCase("a\u0007b", "'a[U+0007]b' holds U+0007")]
    [TestCase("a\u2028b", "U+2028")]
    [TestCase("fdp\u202Eexe", "'fdp[U+202E]exe' holds U+202E")]
    public void What_is_none_is_told_without_acting(string name, string told)
    {
        var fault = AttachmentRules.NameFault(name);

        Assert.That(fault, Does.Contain(told));
        Assert.That(fault!.Any(c => char.IsControl(c) || c is '\u202E' or '\u2028'), Is.False);
    }

    [TestCase(255, false)]
    [TestCase(256, true)]
    public void A_name_has_its_length(int length, bool isTooLong) => Assert.That(AttachmentRules.NameFault(new string('x', length)) is not null, Is.EqualTo(isTooLong));

    [TestCase("https://example.com/a?b=c#d", true)]
    [TestCase("http://例子.公司/合同", true)]
    [TestCase("HTTPS://EXAMPLE.COM", true)]
    [TestCase("ftp://example.com/a", false)]
    [TestCase("javascript:alert(1)", false)]
    [TestCase("data:text/html,x", false)]
    [TestCase("//example.com/a", false)]
    [TestCase("/a", false)]
    [TestCase("https://", false)]
    [TestCase("https://user@example.com/", false)]
    public void A_link_leads_to_the_web(string uri, bool isAccepted) => Assert.That(AttachmentRules.UriFault(uri) is null, Is.EqualTo(isAccepted));
}
