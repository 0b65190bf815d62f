using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.IntegrationTests.Trials;
using SalesProcess.IntegrationTests.Walk;

namespace SalesProcess.IntegrationTests.Refusals;

public sealed class When_a_task_is_not_to_be_completed
{
    private LocalServer _server = null!;
    private string _task = null!;
    private JsonObject _data = null!;

    private PersonClient Anna => _server.Staff.As("anna");

    private PersonClient Bob => _server.Staff.As("bob");

    [OneTimeSetUp]
    public void StartServer() => _server = new LocalServer(CompanyFolder.Full());

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [SetUp]
    public async Task OpenScreening()
    {
        // Every lead of these tests is the same; as repeat business it is not taken for a duplicate.
        var lead = _server.Folder.Read("samples/leads.json")[0]!.DeepClone().AsObject();
        lead["repeatBusiness"] = true;
        var started = (await Anna.StartAsync("sales-process", lead)).Expect(201).Json;
        _task = started["tasks"]!.AsArray().Single()!["id"]!.GetValue<string>();
        var task = (await Anna.GetAsync($"/tasks/{_task}")).Expect(200).Json;
        _data = new FormFiller(DateTimeOffset.UnixEpoch).Fill(task["form"]!["schema"]!.AsObject());
    }

    [Test]
    public async Task Somebody_elses_task_stays_his()
    {
        (await Anna.PostAsync($"/tasks/{_task}/claim")).Expect(200);

        (await Bob.CompleteAsync(_task, "Advance", _data)).Expect(409, "task-not-owned");
        (await Bob.PostAsync($"/tasks/{_task}/claim")).Expect(409, "task-already-claimed");
        (await Anna.PostAsync($"/tasks/{_task}/claim")).Expect(200);
        (await Anna.CompleteAsync(_task, "Advance", _data)).Expect(200);
    }

    [Test]
    public async Task A_second_completion_does_not_count()
    {
        (await Anna.CompleteAsync(_task, "Disqualify", _data)).Expect(200);

        (await Anna.CompleteAsync(_task, "Advance", _data)).Expect(409, "task-completed");
        (await Bob.CompleteAsync(_task, "Disqualify", _data)).Expect(409, "task-completed");
        (await Bob.PostAsync($"/tasks/{_task}/claim")).Expect(409, "task-completed");
    }

    [TestCase("Approve")]
    [TestCase("advance")]
    [TestCase("")]
    [TestCase("Timeout")]
    public async Task An_unknown_action_is_refused_and_the_known_ones_are_named(string action)
    {
        var answer = (await Anna.CompleteAsync(_task, action, _data)).Expect(422, "action-unknown");

        Assert.That(answer.Json["allowed"]!.AsArray().Select(a => a!.GetValue<string>()), Is.EqualTo(new[] { "Advance", "Nurture", "Disqualify", "Duplicate" }));
    }

    [Test]
    public async Task Everything_that_is_missing_or_wrong_is_named_and_the_task_stays_open()
    {
        var wrong = new JsonObject { ["fit"] = 6, ["grade"] = "D", ["assessment"] = "  ", ["colour"] = "blue" };

        var answer = (await Anna.CompleteAsync(_task, "Advance", wrong)).Expect(422, "form-invalid");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Pointers, Is.SupersetOf(new[] { "/fit", "/feasibility", "/grade", "/assessment", "/followUpAdvice", "/colour" }));
            Assert.That(answer.Text, Does.Contain("Feasibility").And.Contain("可行性"));
        });
        (await Anna.CompleteAsync(_task, "Advance", _data)).Expect(200);
    }

    [Test]
    public async Task Of_two_people_at_once_exactly_one_wins()
    {
        var answers = await AtOnce.RunAsync<ApiAnswer>([() => Anna.CompleteAsync(_task, "Advance", _data), () => Bob.CompleteAsync(_task, "Disqualify", _data)]);

        Assert.That(answers.Select(a => a.Status), Is.EquivalentTo(new[] { 200, 409 }), string.Join('\n', answers));
        Assert.That(answers.Single(a => a.Status == 409).Code, Is.EqualTo("task-completed"));
    }

    [Test]
    public async Task A_task_that_there_is_not_is_not_found() => (await Anna.CompleteAsync("no-such-task", "Advance", _data)).Expect(404, "not-found");
}
