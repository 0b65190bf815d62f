using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_somebody_asks_what_is_next
{
    private Wire _wire = null!;

    [SetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task", "two-steps"));

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_is_the_most_urgent_and_his_at_once()
    {
        var (first, second, urgent) = (await _wire.TaskAsync(), await _wire.TaskAsync(), await _wire.TaskAsync());
        Assert.That((await _wire.SendAsync("PATCH", $"/tasks/{urgent}", "martin", """{"priority":90}"""u8.ToArray(), headers: ("If-Match", "*"))).Status, Is.EqualTo(200));
        Assert.That((await _wire.SendAsync("PATCH", $"/tasks/{second}", "martin", """{"dueAt":"2099-01-01T00:00:00Z"}"""u8.ToArray(), headers: ("If-Match", "*"))).Status, Is.EqualTo(200));

        var order = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var next = await _wire.PostAsync("/tasks/next", "{}");
            Assert.That((next.Status, next.Json["assignee"]?.ToString(), next.Json["state"]?.ToString()), Is.EqualTo((200, "anna", "Reserved")));
            order.Add(next.Json["id"]!.ToString());
        }

        Assert.That(order, Is.EqualTo(new[] { urgent, second, first }), "by priority, then by due time, then by age");
        Assert.That((await _wire.PostAsync("/tasks/next", "{}")).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Two_who_ask_at_once_never_get_the_same()
    {
        for (var i = 0; i < 30; i++)
        {
            await _wire.TaskAsync();
        }

        string[] people = ["anna", "bob", "li.na"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 45).Select(n => _wire.SendAsync("POST", "/tasks/next", people[n % 3], "{}"u8.ToArray())));

        Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo(Enumerable.Repeat(200, 30).Concat(Enumerable.Repeat(204, 15))));
        Assert.That(answers.Where(a => a.Status == 200).Select(a => a.Json["id"]!.ToString()).Distinct().Count(), Is.EqualTo(30));
    }

    [Test]
    public async Task It_can_be_asked_for_by_definition()
    {
        await _wire.TaskAsync();

        Assert.That((await _wire.PostAsync("/tasks/next", """{"definition":"two-steps"}""")).Status, Is.EqualTo(204));
        Assert.That((await _wire.PostAsync("/tasks/next", """{"definition":"one-task"}""")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_stranger_gets_nothing_of_a_team_that_is_not_his()
    {
        await _wire.TaskAsync();

        Assert.That((await _wire.SendAsync("POST", "/tasks/next", "lena", "{}"u8.ToArray())).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Asked_again_under_the_same_key_it_is_the_same_task()
    {
        await _wire.TaskAsync();
        await _wire.TaskAsync();

        var first = await _wire.PostAsync("/tasks/next", "{}", ("Idempotency-Key", "k1"));
        var again = await _wire.PostAsync("/tasks/next", "{}", ("Idempotency-Key", "k1"));

        Assert.That(again.Json["id"]!.ToString(), Is.EqualTo(first.Json["id"]!.ToString()));
        Assert.That(again.Header("Idempotency-Replayed"), Is.EqualTo("true"));
    }
}
