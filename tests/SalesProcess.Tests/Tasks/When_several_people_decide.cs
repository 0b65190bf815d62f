using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_several_people_decide
{
    private const string Type = "SalesProcess.Approval";
    private const string Three = """[{"group":"legal","title":{"en":"Legal","zh":"法务"}},{"group":"finance"},{"user":"martin"}]""";

    [Test]
    public void Each_approver_has_a_task_that_says_for_whom_it_votes()
    {
        var run = Ask("all", true);
        Assert.That(run.Tasks.Select(t => (t.Approver, t.Assignee, string.Join(',', t.CandidateGroups))), Is.EqualTo(new[]
        {
            ("legal", (string?)null, "legal"), ("finance", null, "finance"), ("martin", "martin", ""),
        }));
        Assert.That(run.Tasks.Select(t => t.Name), Is.All.EqualTo("the-step"));
        Assert.That(run.Tasks.Select(t => t.Title.Zh), Is.EqualTo((string[])["法务", "the-step", "the-step"]));
        Assert.That(run.Tasks.Select(t => t.BookmarkId).Distinct().Count(), Is.EqualTo(3));
    }

    [TestCase("all", true, "Approve,Approve,Approve", "Approve")]
    [TestCase("all", true, "Approve,Approve", "")]
    [TestCase("all", true, "Approve,RequestChanges", "RequestChanges")]
    [TestCase("all", true, "Reject", "Reject")]
    [TestCase("majority", true, "Approve,Approve", "Approve")]
    [TestCase("majority", true, "Approve,Reject", "Reject")]
    [TestCase("majority", false, "Reject,Approve,Approve", "Approve")]
    [TestCase("majority", false, "Reject,RequestChanges", "RequestChanges")]
    [TestCase("majority", false, "Reject,Approve,Reject", "Reject")]
    [TestCase("1", true, "Approve", "Approve")]
    [TestCase("1", false, "Reject,Reject", "")]
    [TestCase("1", false, "Reject,Reject,RequestChanges", "Reject")]
    [TestCase("1", false, "Reject,Reject,Approve", "Approve")]
    [TestCase("2", false, "Reject,Approve,Approve", "Approve")]
    [TestCase("all", false, "RequestChanges", "RequestChanges")]
    public void The_quorum_decides(string quorum, bool veto, string votes, string outcome)
    {
        var run = Ask(quorum, veto);
        var tasks = run.Tasks;
        foreach (var (vote, i) in votes.Split(',').Select((v, i) => (v, i)))
        {
            run.Resume(tasks[i].BookmarkId, $$"""{"action":"{{vote}}","completedBy":"p{{i}}"}""");
        }

        Assert.That(string.Join(',', run.Outcomes), Is.EqualTo(outcome));
        Assert.That(run.State.Bookmarks, outcome.Length == 0 ? Is.Not.Empty : Is.Empty);
    }

    [TestCase("2,0,1")]
    [TestCase("1,2,0")]
    public void The_votes_come_in_any_order_and_keep_their_roles(string order)
    {
        var run = Ask("all", true);
        var tasks = run.Tasks;
        foreach (var i in order.Split(',').Select(int.Parse))
        {
            run.Resume(tasks[i].BookmarkId, $$$"""{"action":"Approve","completedBy":"p{{{i}}}","comment":"fine","data":{"n":{{{i}}}},"completedAt":"2026-11-23T11:00:00+08:00"}""");
        }

        var votes = ((List<object?>)run.Result["votes"]!).Cast<IReadOnlyDictionary<string, object?>>().ToList();
        Assert.That(votes.Select(v => (v["user"], v["role"])), Is.EquivalentTo(new[] { ((object?)"p0", (object?)"legal"), ("p1", "finance"), ("p2", "martin") }));
        Assert.That(votes[0].Keys, Is.EqualTo((string[])["role", "user", "action", "data", "comment", "at"]));
        Assert.That(run.Result["outcome"], Is.EqualTo("Approve"));
        Assert.That(run.Result["document"], Is.Null);
    }

    [Test]
    public void Deciding_early_takes_the_others_tasks_away()
    {
        var run = Ask("all", true);
        var tasks = run.Tasks;
        run.Resume(tasks[1].BookmarkId, """{"action":"Reject"}""");
        Assert.That(run.Last.Removed.Select(b => b.Id), Is.EquivalentTo(tasks.Select(t => t.BookmarkId)));
    }

    [Test]
    public void The_document_and_the_round_go_with_every_task()
    {
        var run = ActivityRun.Of(Type, $$$"""{"approvers":{{{Three}}},"document":{"id":"doc1","sha256":"ab"}}""");
        Assert.That(run.Tasks.Select(t => t.Document), Is.All.EqualTo(new DocumentReference("doc1", "ab")));
        Assert.That(run.Tasks.Select(t => t.VotingRound).Distinct().Single(), Does.StartWith("i1:"));
        run.Resume(run.Tasks[0].BookmarkId, """{"action":"Reject"}""");
        Assert.That(run.Result["document"], Is.EqualTo(new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "doc1", ["sha256"] = "ab" }));
    }

    [Test]
    public void Who_is_named_in_person_cannot_vote_for_a_group()
    {
        Assert.That(Ask("all", true).Tasks.Select(t => string.Join(',', t.ExcludedUsers)), Is.EqualTo((string[])["martin", "martin", ""]));
    }

    [TestCase("4")]
    [TestCase("0")]
    [TestCase("most")]
    public void A_quorum_that_cannot_be_is_an_incident(string quorum)
    {
        var run = Ask(quorum, true);
        Assert.That(run.Incident, Does.Contain($"'{quorum}'").And.Contain("majority"));
        Assert.That(run.State.Bookmarks, Is.Empty);
    }

    [TestCase("[]")]
    [TestCase("""[{"role":"legal"}]""")]
    [TestCase("""[{"group":"legal","user":"lena"}]""")]
    [TestCase("""[{"user":"lena"},{"user":"lena"}]""")]
    [TestCase("null")]
    public void Approvers_that_are_none_are_an_incident(string approvers)
    {
        Assert.That(ActivityRun.Of(Type, $$"""{"approvers":{{approvers}}}""").Incident, Does.Contain("approvers"));
    }

    [Test]
    public void Two_members_of_one_group_can_be_asked_for()
    {
        var run = ActivityRun.Of(Type, """{"approvers":[{"group":"legal"},{"group":"legal"}]}""");
        Assert.That(run.Tasks, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_time_out_ends_it_with_the_votes_so_far()
    {
        var run = ActivityRun.Of(Type, $$"""{"approvers":{{Three}},"timeoutAt":"2026-11-24T09:00:00Z"}""");
        run.Resume(run.Tasks[0].BookmarkId, """{"action":"Approve","completedBy":"lena"}""");
        run.Resume(run.State.Bookmarks.Single(b => b.ResumeAt is not null).Id, "{}");
        Assert.That(run.Outcomes, Is.EqualTo((string[])["Timeout"]));
        Assert.That((List<object?>)run.Result["votes"]!, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_review_asks_for_scores_and_may_end_with_rework()
    {
        var run = ActivityRun.Of("SalesProcess.InternalReview", """{"approvers":[{"group":"product-reviewer"}]}""");
        Assert.That(run.Tasks[0].Form, Is.EqualTo("review"));
        Assert.That(run.Tasks[0].Actions.Select(a => a.Key), Is.EqualTo((string[])["Approve", "Rework", "Reject"]));
        Assert.That(run.Resume(run.Tasks[0].BookmarkId, """{"action":"Rework"}""").Outcomes, Is.EqualTo((string[])["Rework"]));
    }

    [Test]
    public void What_is_remembered_can_be_stored()
    {
        var run = Ask("majority", false);
        run.Resume(run.Tasks[0].BookmarkId, """{"action":"Approve","completedBy":"lena","data":{"n":1}}""");
        var properties = run.State.Records.Single(r => r.Activity.Id == "step").Properties;
        Assert.That(properties.Keys, Is.SubsetOf((string[])["votes", "ballot", "roles", "document"]));
        Assert.DoesNotThrow(() => SalesProcess.Engine.Values.ValueJson.Format(properties));
        Assert.That(run.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Suspended));
    }

    private static ActivityRun Ask(string quorum, bool veto) =>
        ActivityRun.Of(Type, $$"""{"approvers":{{Three}},"quorum":"{{quorum}}","veto":{{(veto ? "true" : "false")}}}""");
}
