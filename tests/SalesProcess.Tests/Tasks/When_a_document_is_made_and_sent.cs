using System.Text;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_document_is_made_and_sent
{
    [Test]
    public void The_very_bytes_and_their_hash_are_kept()
    {
        var run = ActivityRun.Of(
            "SalesProcess.CreateDocument", """{"documentName":"c.txt","content":"合同 A","documentMetadata":{"kind":"contract"},"author":"anna"}""");
        var stored = run.Last.Effects.OfType<StoreDocument>().Single();
        Assert.That(Encoding.UTF8.GetString(stored.Content), Is.EqualTo("合同 A"));
        Assert.That(stored.Sha256, Is.EqualTo(DocumentRelease.Sha256Of(stored.Content)).And.Length.EqualTo(64));
        Assert.That((stored.Name, stored.ContentType), Is.EqualTo(("c.txt", "text/plain; charset=utf-8")));
        Assert.That((stored.Metadata["kind"], stored.Metadata["author"]), Is.EqualTo(((object?)"contract", (object?)"anna")));
        Assert.That(run.Result.Keys, Is.EqualTo((string[])["id", "name", "sha256", "size", "contentType", "metadata"]));
        Assert.That((run.Result["id"], run.Result["size"]), Is.EqualTo(((object?)stored.Id, (object?)8L)));
        Assert.That(run.Outcomes, Is.EqualTo((string[])["Done"]));
    }

    [Test]
    public void Its_metadata_may_stand_under_the_plain_name_beside_the_designer_s()
    {
        var run = ActivityRun.Of("SalesProcess.CreateDocument", """{"content":"x","metadata":{"kind":"contract"}}""");
        Assert.That(run.Last.Effects.OfType<StoreDocument>().Single().Metadata["kind"], Is.EqualTo("contract"));
    }

    [Test]
    public void An_empty_document_is_an_incident()
    {
        Assert.That(ActivityRun.Of("SalesProcess.CreateDocument", """{"content":""}""").Incident, Does.Contain("empty"));
    }

    [Test]
    public void It_is_sent_by_the_server_which_answers_what_became_of_it()
    {
        var run = ActivityRun.Of("SalesProcess.SendDocument", """{"document":{"id":"doc1","sha256":"ab"},"recipient":"c@example.com","channel":"email"}""");
        var bookmark = run.State.Bookmarks.Single().Id;
        Assert.That(run.Last.Effects.Single(), Is.EqualTo(new SendDocument(bookmark, "doc1", "ab", "c@example.com", "email")));
        run.Resume(bookmark, """{"outcome":"Refused","sha256":"ab","missing":["legal"],"reason":"Not approved."}""");
        Assert.That(run.Outcomes, Is.EqualTo((string[])["Refused"]));
        Assert.That(run.Result["missing"], Is.EqualTo(new List<object?> { "legal" }));
        Assert.That(run.Result.Keys, Is.EqualTo((string[])["outcome", "sha256", "sentAt", "missing", "reason"]));
    }

    [Test]
    public void An_answer_that_is_neither_sent_nor_refused_is_an_incident()
    {
        var run = ActivityRun.Of("SalesProcess.SendDocument", """{"document":{"id":"doc1","sha256":"ab"},"recipient":"c@example.com"}""");
        Assert.That(run.Resume(run.State.Bookmarks[0].Id, "{}").Incident, Does.Contain("Sent, Refused"));
    }

    [TestCase("""{"recipient":"x"}""", "document")]
    [TestCase("""{"document":{"id":"d","sha256":"ab"}}""", "recipient")]
    public void Without_document_or_recipient_it_is_an_incident(string inputs, string names)
    {
        Assert.That(ActivityRun.Of("SalesProcess.SendDocument", inputs).Incident, Does.Contain(names));
    }

    [Test]
    public void A_notice_goes_out_and_the_flow_goes_on()
    {
        var run = ActivityRun.Of("SalesProcess.Notify", """{"eventType":"contract.signed","data":{"owner":"anna"}}""");
        var notice = run.Last.Effects.OfType<Notify>().Single();
        Assert.That((notice.EventType, notice.Data["owner"]), Is.EqualTo(("contract.signed", (object?)"anna")));
        Assert.That(ActivityRun.Of("SalesProcess.Notify", "{}").Incident, Does.Contain("eventType"));
    }
}
