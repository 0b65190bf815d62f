using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

public sealed class When_a_task_is_completed
{
    private static readonly Ambient Later = new(Company.Now.AddHours(1), 1);

    private static readonly TaskForm Form = TaskForm.Parse("note", """
        {"$id":"note","type":"object","title":"Note","x-title-zh":"备注","required":["note","amount"],"additionalProperties":false,
         "properties":{"note":{"type":"string","title":"Note text","x-title-zh":"备注内容","minLength":1},"amount":{"type":"integer","title":"Amount","x-title-zh":"金额"}}}
        """);

    [Test]
    public void It_keeps_who_did_what_and_when()
    {
        var task = Complete(Company.Task().ClaimedBy("bob"), "bob", "Skip", comment: "no phone").Accepted();
        Assert.That(
            (task.Status, task.CompletedBy, task.CompletedAt, task.Action, task.Comment, task.Revision),
            Is.EqualTo((TaskStatus.Completed, "bob", Later.Now, "Skip", "no phone", 2L)));
    }

    [Test]
    public void A_candidate_need_not_claim_it_first()
    {
        var task = Complete(Company.Task(), "bob").Accepted();
        Assert.That((task.Status, task.Assignee, task.CompletedBy), Is.EqualTo((TaskStatus.Completed, "bob", "bob")));
    }

    [Test]
    public void Somebody_else_s_task_is_refused()
    {
        var refusal = Complete(Company.Task().ClaimedBy("anna"), "bob").Refused();
        Assert.That((refusal.Code, refusal.Details!["owner"]), Is.EqualTo((RefusalCodes.TaskNotOwned, (object?)"anna")));
    }

    [Test]
    public void Whoever_delegated_it_does_not_complete_it_any_more()
    {
        var given = TaskRules.Delegate(Company.Task().ClaimedBy("anna"), Company.Actor("anna"), "carl", Company.Directory, Company.Now).Accepted();
        Assert.That(Complete(given, "anna").Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));
        Assert.That(Complete(given, "carl").Accepted().OnBehalfOf, Is.EqualTo("anna"));
    }

    [Test]
    public void An_excluded_candidate_is_refused()
    {
        Assert.That(Complete(Company.Task() with { ExcludedUsers = ["bob"] }, "bob").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [Test]
    public void An_assignee_who_was_excluded_afterwards_is_refused()
    {
        var task = Company.Task().ClaimedBy("bob") with { ExcludedUsers = ["bob"] };
        Assert.That(Complete(task, "bob").Refused().Code, Is.EqualTo(RefusalCodes.ExcludedBySeparationOfDuties));
    }

    [TestCase("ada")]
    [TestCase("root")]
    [TestCase("grace")]
    public void Auditors_administrators_and_managers_complete_nothing_by_their_office(string user)
    {
        Assert.That(Complete(Company.Task(), user).Refused().Code, Is.EqualTo(RefusalCodes.TaskNotClaimable));
        Assert.That(Complete(Company.Task().ClaimedBy("bob"), user).Refused().Code, Is.EqualTo(RefusalCodes.TaskNotOwned));
    }

    [Test]
    public void Completing_it_twice_tells_who_was_first()
    {
        var task = Complete(Company.Task(), "bob").Accepted();
        var refusal = Complete(task, "anna").Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.TaskCompleted));
        Assert.That((refusal.Details!["by"], refusal.Details["at"], refusal.Details["action"]), Is.EqualTo(((object?)"bob", (object?)Later.Now, (object?)"Done")));
    }

    [Test]
    public void A_cancelled_or_suspended_task_is_refused()
    {
        Assert.That(Complete(Company.Task() with { Status = TaskStatus.Exited }, "bob").Refused().Code, Is.EqualTo(RefusalCodes.TaskCancelled));
        Assert.That(Complete(Company.Task() with { Status = TaskStatus.Suspended }, "bob").Refused().Code, Is.EqualTo(RefusalCodes.TaskSuspended));
    }

    [TestCase("done")]
    [TestCase("")]
    [TestCase(null)]
    public void An_unknown_action_is_refused_with_those_that_exist(string? action)
    {
        var refusal = Complete(Company.Task(), "bob", action).Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.ActionUnknown));
        Assert.That(refusal.Details!["allowed"], Is.EqualTo((string[])["Done", "Skip"]));
    }

    [Test]
    public void Every_fault_of_the_data_is_listed_with_both_titles()
    {
        var refusal = Complete(Company.Task() with { FormId = "note" }, "bob", data: Value("amount", "many"), form: Form).Refused();
        Assert.That(refusal.Code, Is.EqualTo(RefusalCodes.FormInvalid));
        Assert.That(refusal.Errors!.Select(e => (e.Pointer, e.Code)), Is.EqualTo(new[] { ("/note", "required"), ("/amount", "type") }));
        Assert.That(refusal.Errors![0].Message, Does.Contain("Note text").And.Contain("备注内容"));
    }

    [Test]
    public void Data_without_a_form_must_be_an_object()
    {
        Assert.That(Complete(Company.Task(), "bob", data: "text").Refused().Code, Is.EqualTo(RefusalCodes.FormInvalid));
        Assert.That(Complete(Company.Task(), "bob", data: Value("any", 1L)).Accepted().Status, Is.EqualTo(TaskStatus.Completed));
    }

    [Test]
    public void A_form_that_is_not_there_is_not_taken_for_no_form()
    {
        Assert.That(Complete(Company.Task() with { FormId = "gone" }, "bob").Refused().Code, Is.EqualTo(RefusalCodes.FormUnavailable));
    }

    [Test]
    public void Somebody_who_does_not_see_it_is_told_that_there_is_none()
    {
        Assert.That(Complete(Company.Task() with { Status = TaskStatus.Completed }, "carl").Refused(), Is.EqualTo(Refusal.TaskNotFound("t1")));
    }

    private static Dictionary<string, object?> Value(string key, object? value) => new(StringComparer.Ordinal) { [key] = value };

    private static TaskDecision Complete(UserTask task, string user, string? action = "Done", object? data = null, string? comment = null, TaskForm? form = null) =>
        TaskRules.Complete(task, Company.Actor(user), action, data, comment, form, Company.Directory, Later);
}
