using System.Text;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_contract_needs_legal_approval
{
    private const string Matrix = """
        {"contract":{"always":["legal","finance","sales-manager"],"whenDepartment":["product-reviewer","delivery"],"aboveAmount":[{"amount":"1000000.00","currency":"CNY","groups":["gm"]}]}}
        """;

    private static readonly byte[] Content = Encoding.UTF8.GetBytes("The contract. 合同。");
    private static readonly DocumentReference Asked = new("doc1", DocumentRelease.Sha256Of(Content));
    private static readonly object? Metadata = ValueJson.Parse("""{"kind":"contract","amount":"120000.00","currency":"CNY","departments":[],"author":"anna"}""");

    [TestCase("120000.00", "CNY", "", "legal,finance,sales-manager")]
    [TestCase("1000000.00", "CNY", "", "legal,finance,sales-manager")]
    [TestCase("1000000.01", "CNY", "", "legal,finance,sales-manager,gm")]
    [TestCase("10.00", "EUR", "", "legal,finance,sales-manager,gm")]
    [TestCase("120000.00", "CNY", "\"delivery\",\"kitchen\"", "legal,finance,sales-manager,delivery")]
    public void The_matrix_says_who(string amount, string currency, string departments, string groups)
    {
        var metadata = ValueJson.Parse($$"""{"kind":"contract","amount":"{{amount}}","currency":"{{currency}}","departments":[{{departments}}]}""");
        Assert.That(string.Join(',', ApprovalMatrix.Required(ValueJson.Parse(Matrix), metadata)), Is.EqualTo(groups));
    }

    [Test]
    public void Legal_is_asked_whatever_the_matrix_says()
    {
        Assert.That(ApprovalMatrix.Required(ValueJson.Parse("""{"contract":{}}"""), Metadata), Is.EqualTo((string[])["legal"]));
    }

    [TestCase("""{"kind":"contract","amount":"many","currency":"CNY"}""", "many")]
    [TestCase("""{"kind":"contract","currency":"CNY"}""", "amount")]
    [TestCase("""{"kind":"offer","amount":"1","currency":"CNY"}""", "offer")]
    [TestCase("""{"amount":"1","currency":"CNY"}""", "kind")]
    [TestCase("""{"kind":"contract","amount":"1","currency":"CNY","departments":"delivery"}""", "departments")]
    [TestCase("null", "metadata")]
    public void What_the_matrix_cannot_read_is_a_fault(string metadata, string names)
    {
        Assert.That(() => ApprovalMatrix.Required(ValueJson.Parse(Matrix), ValueJson.Parse(metadata)), Throws.TypeOf<ActivityFault>().With.Message.Contains(names));
    }

    [Test]
    public void Everybody_required_has_to_approve()
    {
        var run = Start("""{"id":"doc1","sha256":"ab","metadata":{"kind":"contract","amount":"2000000.00","currency":"CNY","departments":["delivery"]}}""");
        var tasks = run.Tasks;
        Assert.That(tasks.Select(t => t.Approver), Is.EqualTo((string[])["legal", "finance", "sales-manager", "delivery", "gm"]));
        Assert.That(tasks.Select(t => t.Form), Is.All.EqualTo("contract-approval"));
        foreach (var task in tasks.Take(4))
        {
            Assert.That(run.Resume(task.BookmarkId, """{"action":"Approve"}""").Outcomes, Is.Empty);
        }

        Assert.That(run.Resume(tasks[4].BookmarkId, """{"action":"Approve"}""").Outcomes, Is.EqualTo((string[])["Approve"]));
    }

    [TestCase("RequestChanges")]
    [TestCase("Reject")]
    public void One_objection_is_enough(string objection)
    {
        var run = Start("""{"id":"doc1","sha256":"ab","metadata":{"kind":"contract","amount":"1","currency":"CNY"}}""");
        Assert.That(run.Resume(run.Tasks[1].BookmarkId, $$"""{"action":"{{objection}}"}""").Outcomes, Is.EqualTo((string[])[objection]));
    }

    [TestCase("null")]
    [TestCase("""{"id":"doc1"}""")]
    [TestCase("""{"id":"doc1","sha256":"ab"}""")]
    public void Without_the_document_or_its_metadata_it_is_an_incident(string document)
    {
        Assert.That(Start(document).Incident, Does.Contain("document"));
    }

    [Test]
    public void Without_the_matrix_it_is_an_incident()
    {
        var run = ActivityRun.Of("SalesProcess.LegalApproval", """{"document":{"id":"doc1","sha256":"ab","metadata":{"kind":"contract"}}}""");
        Assert.That(run.Incident, Does.Contain("approval-matrix"));
    }

    [Test]
    public void It_is_sent_when_every_role_has_approved_exactly_these_bytes()
    {
        var decision = Check(Content, Approvals());
        Assert.That((decision.Outcome, decision.Reason, decision.Sha256), Is.EqualTo((ReleaseDecision.Sent, (string?)null, Asked.Sha256)));
    }

    [Test]
    public void It_is_not_sent_before_the_approval()
    {
        var decision = Check(Content, Approvals().Where(a => a.Role != "finance"));
        Assert.That(decision.Outcome, Is.EqualTo(ReleaseDecision.Refused));
        Assert.That(decision.Missing, Is.EqualTo((string[])["finance"]));
    }

    [Test]
    public void One_changed_byte_refuses_it()
    {
        var changed = (byte[])Content.Clone();
        changed[3] ^= 1;
        Assert.That(Check(changed, Approvals()).Reason, Does.Contain("not the one that was asked for"));

        // Even if somebody asks for the changed bytes: nobody has approved those.
        var asked = Asked with { Sha256 = DocumentRelease.Sha256Of(changed) };
        var decision = DocumentRelease.Check(changed, asked, Metadata, ValueJson.Parse(Matrix), [.. Approvals()]);
        Assert.That(decision.Missing, Is.EqualTo((string[])["legal", "finance", "sales-manager"]));
    }

    [Test]
    public void An_approval_of_another_document_with_the_same_bytes_does_not_count()
    {
        Assert.That(Check(Content, Approvals().Select(a => a with { DocumentId = "doc0" })).IsReleased, Is.False);
    }

    [Test]
    public void The_latest_vote_of_a_role_counts()
    {
        var withdrawn = new ApprovalRecord("legal", "min", "Reject", "doc1", Asked.Sha256, Company.Now.AddHours(2));
        Assert.That(Check(Content, Approvals().Append(withdrawn)).Missing, Is.EqualTo((string[])["legal"]));
        Assert.That(Check(Content, Approvals().Prepend(withdrawn with { At = Company.Now.AddHours(-2) })).IsReleased, Is.True);
    }

    [Test]
    public void The_author_s_own_approval_does_not_count()
    {
        var decision = Check(Content, Approvals().Select(a => a.Role == "legal" ? a with { User = "anna" } : a));
        Assert.That(decision.Missing, Is.EqualTo((string[])["legal"]));
        Assert.That(decision.Reason, Does.Contain("anna"));
    }

    [Test]
    public void Nothing_is_sent_when_the_matrix_cannot_be_read()
    {
        var decision = DocumentRelease.Check(Content, Asked, Metadata, null, [.. Approvals()]);
        Assert.That((decision.Outcome, decision.Reason), Is.EqualTo((ReleaseDecision.Refused, "There is no approval matrix. Put it into approval-matrix.json.")));
    }

    private static ActivityRun Start(string document) =>
        ActivityRun.Of("SalesProcess.LegalApproval", $$"""{"document":{{document}}}""", $$"""{"approval-matrix":{{Matrix}}}""");

    private static ReleaseDecision Check(byte[] content, IEnumerable<ApprovalRecord> approvals) =>
        DocumentRelease.Check(content, Asked, Metadata, ValueJson.Parse(Matrix), [.. approvals]);

    private static IEnumerable<ApprovalRecord> Approvals() =>
        new[] { ("legal", "lena"), ("finance", "fiona"), ("sales-manager", "martin") }
            .Select(a => new ApprovalRecord(a.Item1, a.Item2, "Approve", "doc1", Asked.Sha256, Company.Now));
}
