using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_workflow_asks_a_person
{
    private const string Type = "SalesProcess.UserTask";

    private const string Full = """
        {
          "title":{"en":"Screen the lead","zh":"筛选线索"}, "instructions":"Look closely.", "assignee":" anna ", "candidateGroups":["team-east","",null], "candidateUsers":["bob"],
          "excludedUsers":["carl"], "notCompletersOf":["draft"], "form":"screen-lead", "data":{"fit":3}, "actions":[{"key":"Advance","title":{"en":"Advance","zh":"推进"}},{"key":"Drop"}],
          "dueIn":"2wd", "calendar":"germany", "priority":80, "followUpAt":"2026-11-24T09:00:00+08:00", "remindAt":"2026-11-25T09:00:00+08:00", "escalateTo":"gm"
        }
        """;

    [Test]
    public void The_task_is_asked_for_as_the_inputs_say()
    {
        var run = ActivityRun.Of(Type, Full);
        var task = run.Tasks.Single();
        Assert.That((task.Name, task.ActivityId, task.Title, task.Instructions), Is.EqualTo(
            ("the-step", "step", new LocalizedText("Screen the lead", "筛选线索"), new LocalizedText("Look closely.", "Look closely."))));
        Assert.That((task.Assignee, task.Form, task.DueIn, task.Calendar, task.Priority, task.EscalateTo), Is.EqualTo(("anna", "screen-lead", "2wd", "germany", 80, "gm")));
        Assert.That(task.CandidateGroups, Is.EqualTo((string[])["team-east"]));
        Assert.That(task.CandidateUsers, Is.EqualTo((string[])["bob"]));
        Assert.That(task.ExcludedUsers, Is.EqualTo((string[])["carl"]));
        Assert.That(task.NotCompletersOf, Is.EqualTo((string[])["draft"]));
        Assert.That(task.Actions.Select(a => (a.Key, a.Title.Zh)), Is.EqualTo(new[] { ("Advance", "推进"), ("Drop", "Drop") }));
        Assert.That(task.BookmarkId, Is.EqualTo(run.State.Bookmarks.Single().Id));
        Assert.That(run.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Suspended));
    }

    [Test]
    public void The_action_becomes_the_outcome_and_the_answer_the_result()
    {
        var run = ActivityRun.Of(Type, Full);
        run.Resume(run.Tasks[0].BookmarkId, """{"action":"Drop","data":{"why":"no need"},"comment":"sorry","completedBy":"bob","onBehalfOf":"anna","completedAt":"2026-11-23T11:00:00+08:00","taskId":"x"}""");
        Assert.That(run.Outcomes, Is.EqualTo((string[])["Drop"]));
        Assert.That(run.Result.Keys, Is.EqualTo((string[])["action", "data", "comment", "completedBy", "onBehalfOf", "completedAt"]));
        Assert.That((run.Result["action"], run.Result["completedBy"], run.Result["onBehalfOf"]), Is.EqualTo(((object?)"Drop", (object?)"bob", (object?)"anna")));
    }

    [Test]
    public void Without_actions_there_is_one_that_is_Complete()
    {
        var run = ActivityRun.Of(Type, "{}");
        Assert.That(run.Tasks[0].Actions.Single().Key, Is.EqualTo("Complete"));
        Assert.That(run.Tasks[0].Title.En, Is.EqualTo("the-step"));
        Assert.That(run.Resume(run.Tasks[0].BookmarkId, "{}").Outcomes, Is.EqualTo((string[])["Complete"]));
    }

    [Test]
    public void An_action_that_is_none_of_the_task_s_is_an_incident()
    {
        var run = ActivityRun.Of(Type, Full);
        Assert.That(run.Resume(run.Tasks[0].BookmarkId, """{"action":"advance"}""").Incident, Does.Contain("'advance'").And.Contain("Advance, Drop"));
    }

    [Test]
    public void The_time_out_comes_by_itself_and_takes_the_task_with_it()
    {
        var run = ActivityRun.Of(Type, """{"timeoutAt":"2026-11-25T09:00:00+08:00"}""");
        var timer = run.State.Bookmarks.Single(b => b.ResumeAt is not null);
        run.Resume(timer.Id, "{}", TimeSpan.FromDays(2));
        Assert.That(run.Outcomes, Is.EqualTo((string[])["Timeout"]));
        Assert.That(run.Result["action"], Is.EqualTo("Timeout"));
        Assert.That(run.Last.Removed.Select(b => b.Id), Has.Member(run.Last.Removed.Single(b => b.ResumeAt is null).Id));
        Assert.That(run.State.Bookmarks, Is.Empty);
    }

    [Test]
    public void An_answer_in_time_takes_the_timer_with_it()
    {
        var run = ActivityRun.Of(Type, """{"timeoutAt":"2026-11-25T09:00:00+08:00"}""");
        run.Resume(run.Tasks[0].BookmarkId, """{"action":"Complete"}""");
        Assert.That(run.State.Bookmarks, Is.Empty);
        Assert.That(run.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
    }

    [TestCase("""{"dueIn":"2 days"}""", "2 days", "2wd")]
    [TestCase("""{"priority":101}""", "101", "0 to 100")]
    [TestCase("""{"actions":[]}""", "actions", "key")]
    [TestCase("""{"actions":[{"title":"x"}]}""", "actions", "key")]
    [TestCase("""{"actions":["A","A"]}""", "'A'", "twice")]
    [TestCase("""{"actions":["Timeout"]}""", "Timeout", "reserved")]
    [TestCase("""{"title":[1]}""", "title", "[1]")]
    [TestCase("""{"actions":"[{broken"}""", "actions", "key")]
    public void A_wrong_input_is_an_incident_that_names_it(string inputs, string value, string accepted)
    {
        var run = ActivityRun.Of(Type, inputs);
        Assert.That(run.Incident, Does.Contain(value).And.Contain(accepted));
        Assert.That(run.Tasks, Is.Empty);
        Assert.That(run.State.Bookmarks, Is.Empty);
    }

    [Test]
    public void Its_outcomes_are_known_when_the_actions_stand_in_the_file()
    {
        Assert.That(ActivityRun.Read(Type, Full).KnownOutcomes(), Is.EqualTo((string[])["Advance", "Drop"]));
        Assert.That(ActivityRun.Read(Type, "{}").KnownOutcomes(), Is.EqualTo((string[])["Complete"]));
        Assert.That(ActivityRun.Read(Type, """{"timeoutAt":"2026-11-25T09:00:00Z"}""").KnownOutcomes(), Is.EqualTo((string[])["Complete", "Timeout"]));
    }

    [Test]
    public void A_title_may_look_like_a_list()
    {
        Assert.That(ActivityRun.Of(Type, """{"title":"[Urgent] Call"}""").Tasks[0].Title.En, Is.EqualTo("[Urgent] Call"));
    }

    [Test]
    public void The_same_run_gives_the_same_task()
    {
        var first = ActivityRun.Of(Type, Full).Tasks[0];
        var second = ActivityRun.Of(Type, Full).Tasks[0];
        Assert.That(second.BookmarkId, Is.EqualTo(first.BookmarkId));
    }
}
