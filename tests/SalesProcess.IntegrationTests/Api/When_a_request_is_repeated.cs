using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_request_is_repeated
{
    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task A_start_is_done_once_and_answered_the_same()
    {
        var key = Key();
        var first = await _wire.PostAsync("/instances", """{"definition":"one-task","input":{}}""", key);
        var before = _wire.Server.Database.RowCounts();

        var second = await _wire.PostAsync("/instances", """{ "input": {}, "definition": "one-task" }""", key);

        Assert.That(first.Status, Is.EqualTo(201));
        Assert.That(first.Header("Idempotency-Replayed"), Is.Null);
        Assert.That((second.Status, second.Text, second.Header("Location")), Is.EqualTo((first.Status, first.Text, first.Header("Location"))));
        Assert.That(second.Header("Idempotency-Replayed"), Is.EqualTo("true"));
        Assert.That(_wire.Server.Database.RowCounts(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_completion_is_answered_as_the_first_time_although_the_task_is_over()
    {
        var task = await _wire.TaskAsync();
        var key = Key();

        var first = await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""", key);
        var second = await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""", key);

        Assert.That(first.Status, Is.EqualTo(200), first.Text);
        Assert.That((second.Status, second.Text), Is.EqualTo((200, first.Text)));
        Assert.That(second.Header("Idempotency-Replayed"), Is.EqualTo("true"));
        (await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""")).Problem(409, "task-completed");
    }

    [Test]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var key = Key();
        await _wire.PostAsync("/instances", """{"definition":"one-task"}""", key);

        (await _wire.PostAsync("/instances", """{"definition":"one-task","businessKey":"x"}""", key)).Problem(422, "idempotency-key-reused");
        (await _wire.PostAsync("/instances", "nonsense", key)).Problem(422, "idempotency-key-reused");
    }

    [Test]
    public async Task Keys_of_different_people_and_addresses_do_not_meet()
    {
        var key = Key();
        var anna = await _wire.PostAsync("/instances", """{"definition":"one-task"}""", key);
        var bob = await _wire.SendAsync("POST", "/instances", "bob", """{"definition":"one-task"}"""u8.ToArray(), headers: key);
        var task = anna.Json["tasks"]![0]!["id"]!.ToString();
        var claim = await _wire.PostAsync($"/tasks/{task}/claim", "{}", key);

        Assert.That(bob.Json["id"]!.ToString(), Is.Not.EqualTo(anna.Json["id"]!.ToString()));
        Assert.That(claim.Status, Is.EqualTo(200));
        Assert.That(claim.Header("Idempotency-Replayed"), Is.Null);
    }

    [Test]
    public async Task What_was_refused_may_be_tried_again_under_its_key()
    {
        var key = Key();
        var task = await _wire.TaskAsync();
        (await _wire.As("bob").PostAsync($"/tasks/{task}/claim")).Expect(200);
        (await _wire.PostAsync($"/tasks/{task}/claim", "{}", key)).Problem(409, "task-already-claimed");

        (await _wire.As("bob").PostAsync($"/tasks/{task}/release")).Expect(200);

        Assert.That((await _wire.PostAsync($"/tasks/{task}/claim", "{}", key)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Many_at_once_start_one()
    {
        var key = Key();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _wire.PostAsync("/instances", """{"definition":"one-task"}""", key)));

        Assert.That(answers.Select(a => a.Status), Has.All.AnyOf(201, 409));
        Assert.That(answers.Where(a => a.Status == 201).Select(a => a.Json["id"]!.ToString()).Distinct().Count(), Is.EqualTo(1));
        foreach (var waiting in answers.Where(a => a.Status == 409))
        {
            waiting.Problem(409, "idempotency-in-progress");
            Assert.That(waiting.Header("Retry-After"), Is.EqualTo("1"));
        }
    }

    [TestCase("instances")]
    [TestCase("claim")]
    [TestCase("complete")]
    public async Task An_answer_that_was_not_kept_is_made_again(string what)
    {
        var task = await _wire.TaskAsync();
        var (path, body) = what switch
        {
            "instances" => ("/instances", """{"definition":"one-task"}"""),
            "claim" => ($"/tasks/{task}/claim", "{}"),
            _ => ($"/tasks/{task}/complete", """{"action":"No"}"""),
        };
        var key = Key();
        var first = await _wire.PostAsync(path, body, key);
        _wire.Server.Database.Execute("UPDATE idempotency SET status = NULL, location = NULL, body = NULL");

        var second = await _wire.PostAsync(path, body, key);

        Assert.That((second.Status, second.Text), Is.EqualTo((first.Status, first.Text)));
        Assert.That(second.Header("Idempotency-Replayed"), Is.EqualTo("true"));
    }

    [TestCase("")]
    [TestCase("two words")]
    public async Task A_key_that_is_none_is_refused(string key) =>
        (await _wire.PostAsync("/instances", """{"definition":"one-task"}""", ("Idempotency-Key", key))).Problem(400, "malformed-request");

    [Test]
    public async Task A_key_that_is_too_long_is_refused()
    {
        (await _wire.PostAsync("/instances", """{"definition":"one-task"}""", ("Idempotency-Key", new string('k', 256)))).Problem(400, "malformed-request");
        Assert.That((await _wire.PostAsync("/instances", """{"definition":"one-task"}""", ("Idempotency-Key", new string('k', 255)))).Status, Is.EqualTo(201));
    }

    private static (string, string) Key() => ("Idempotency-Key", Guid.NewGuid().ToString());
}
