using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Tests.Tasks;

public sealed class When_the_directory_is_read
{
    [Test]
    public void People_know_their_groups_and_managers()
    {
        Assert.That(Company.Directory.Find("anna")!.Groups, Is.EqualTo((string[])["sales-rep", "team-east"]));
        Assert.That(Company.Directory.ManagersOf("anna").Select(p => p.Id), Is.EqualTo((string[])["martin", "grace"]));
        Assert.That(Company.Directory.MembersOf("legal").Select(p => p.Id), Is.EqualTo((string[])["lena", "min"]));
        Assert.That(Company.Directory.FindGroup("legal")!.Title.For("zh-CN"), Is.EqualTo("法务"));
        Assert.That(Company.Directory.ActorFor("nobody"), Is.Null);
    }

    [TestCase("martin", "anna", true)]
    [TestCase("grace", "anna", true)]
    [TestCase("grace", "team-east", true)]
    [TestCase("martin", "team-east", true)]
    [TestCase("martin", "team-south", false)]
    [TestCase("anna", "bob", false)]
    [TestCase("martin", "martin", false)]
    [TestCase("martin", "nobody", false)]
    public void A_manager_is_one_at_any_level(string manager, string of, bool isManager)
    {
        Assert.That(Company.Actor(manager).IsManagerOf(Company.Directory, of), Is.EqualTo(isManager));
    }

    [Test]
    public void Every_fault_is_told_at_once()
    {
        var fault = Assert.Throws<ConfigurationFault>(() => Directory.Parse("""
            {"people":[{"id":"a","groups":["gone"],"manager":"b"},{"id":"b","manager":"a"},{"id":"b"},{"id":"c","manager":"nobody"},{"name":"x"},{"id":"d","groups":"legal","title":7}],
             "groups":[{"id":"legal"},{"id":"legal"},{"id":"a"},7]}
            """))!;
        Assert.That(fault.Message, Does.Contain("'gone'").And.Contain("'nobody'").And.Contain("/people/4").And.Contain("/people/5/groups").And.Contain("/people/5/title"));
        Assert.That(fault.Message, Does.Contain("'b' is used 2 times").And.Contain("'legal' is used 2 times").And.Contain("'a' is his own manager").And.Contain("/groups/3"));
        Assert.That(fault.Message, Does.Contain("'a' is both a person and a group"));
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("""{"people":{}}""")]
    public void What_is_no_directory_is_a_fault(string json) => Assert.That(() => Directory.Parse(json), Throws.TypeOf<ConfigurationFault>());
}
