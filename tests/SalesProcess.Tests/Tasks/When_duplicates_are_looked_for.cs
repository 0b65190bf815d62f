using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_duplicates_are_looked_for
{
    [TestCase("上海测试有限公司", "上海测试有限公司")]
    [TestCase(" ACME (Shanghai) Co., Ltd. ", "acmeshanghaicoltd")]
    [TestCase("ＡＣＭＥ（上海）", "acme上海")]
    [TestCase("+86 138-0013-8000", "13800138000")]
    [TestCase("13800138000", "13800138000")]
    [TestCase("0086 13800138000", "13800138000")]
    [TestCase("+49 (30) 123456", "4930123456")]
    [TestCase("Li.Na@Example.COM", "li.na@example.com")]
    [TestCase("91310000MA1FL0XX1X", "91310000ma1fl0xx1x")]
    [TestCase("--", null)]
    [TestCase(null, null)]
    public void Keys_are_compared_in_one_form(string? key, string? form) => Assert.That(DuplicateKey.Normalize(key), Is.EqualTo(form));

    [Test]
    public void The_server_is_asked_once_for_each_key()
    {
        var run = ActivityRun.Of("SalesProcess.FindDuplicates", """{"keys":["ACME","acme ",null,"","138 0013 8000"]}""");
        var asked = run.Last.Effects.OfType<FindDuplicates>().Single();
        Assert.That(asked.Keys, Is.EqualTo((string[])["acme", "13800138000"]));
        Assert.That(asked.BookmarkId, Is.EqualTo(run.State.Bookmarks.Single().Id));
    }

    [TestCase("""{"matches":[{"instanceId":"i2","businessKey":"b","key":"acme"}]}""", "Found")]
    [TestCase("""{"matches":[]}""", "None")]
    public void The_answer_decides_the_outcome(string answer, string outcome)
    {
        var run = ActivityRun.Of("SalesProcess.FindDuplicates", """{"keys":["acme"]}""");
        Assert.That(run.Resume(run.State.Bookmarks[0].Id, answer).Outcomes, Is.EqualTo((string[])[outcome]));
    }

    [Test]
    public void Without_keys_there_is_nothing_to_ask()
    {
        var run = ActivityRun.Of("SalesProcess.FindDuplicates", """{"keys":[]}""");
        Assert.That(run.Outcomes, Is.EqualTo((string[])["None"]));
        Assert.That(run.Last.Effects, Is.Empty);
    }
}
