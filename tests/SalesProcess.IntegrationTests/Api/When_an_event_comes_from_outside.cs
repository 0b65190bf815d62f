using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_an_event_comes_from_outside
{
    private const string Admin = "adam";

    private Wire _wire = null!;

    [SetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_starts_what_waits_for_it_once_a_key()
    {
        await PublishAsync("listens", "AllowAlwaysStrategy");

        for (var i = 0; i < 2; i++)
        {
            var answer = await _wire.SendAsync("POST", "/events/paid", Admin, """{"payload":{"amount":12},"correlationId":"Q-1"}"""u8.ToArray(), headers: ("Idempotency-Key", "k-1"));
            Assert.That((answer.Status, answer.Text, answer.Header("Idempotency-Replayed")), Is.EqualTo((204, "", i == 0 ? null : "true")));
        }

        var instances = (await _wire.SendAsync("GET", "/instances?definition=listens", Admin)).Json["items"]!.AsArray();
        Assert.That(instances.Select(i => i!["correlationId"]!.ToString()), Is.EqualTo(new[] { "Q-1" }));
    }

    [TestCase("anna", 403)]
    [TestCase("diana", 403)]
    [TestCase(Admin, 204)]
    public async Task Only_integrators_and_administrators_send_it(string person, int status) =>
        Assert.That((await _wire.SendAsync("POST", "/events/paid", person)).Status, Is.EqualTo(status));

    [Test]
    public async Task Everything_wrong_with_it_is_told_at_once()
    {
        var refused = await _wire.SendAsync("POST", "/events/paid", Admin, """{"correlationId":7,"instance":"x"}"""u8.ToArray());
        refused.Problem(400, "malformed-request");
        Assert.That(refused.Pointers, Is.EquivalentTo(["/correlationId", "/instance"]));
        (await _wire.SendAsync("POST", "/events/paid?to=all", Admin)).Problem(400, "unknown-parameter");
    }

    [Test]
    public async Task A_singleton_is_started_once_by_hand()
    {
        await PublishAsync("listens", "SingletonStrategy");
        var first = (await _wire.PostAsync("/instances", """{"definition":"listens"}""")).Json;

        var problem = (await _wire.PostAsync("/instances", """{"definition":"listens"}""")).Problem(409, "instance-running");
        Assert.That(problem["strategy"]!.ToString(), Is.EqualTo("Singleton"));

        // Who may not see the one that runs is not told which it is.
        var hidden = (await _wire.SendAsync("POST", "/instances", "diana", """{"definition":"listens"}"""u8.ToArray())).Problem(409, "instance-running");
        Assert.That(hidden["instanceId"], Is.Null);

        await _wire.PostAsync($"/instances/{first["id"]}/cancel", "{}");
        Assert.That((await _wire.PostAsync("/instances", """{"definition":"listens"}""")).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task An_unknown_strategy_is_not_published()
    {
        await _wire.SendAsync("PUT", "/definitions/listens", "diana", Encoding.UTF8.GetBytes(Listens("OnlyOnSundaysStrategy")));

        var refused = (await _wire.SendAsync("POST", "/definitions/listens/publish", "diana")).Problem(422, "definition-invalid");
        Assert.That(refused["errors"]![0]!["message"]!.ToString(), Does.Contain("OnlyOnSundays").And.Contain("CorrelatedSingleton"));
    }

    private async Task PublishAsync(string id, string strategy)
    {
        Assert.That((await _wire.SendAsync("PUT", $"/definitions/{id}", "diana", Encoding.UTF8.GetBytes(Listens(strategy)))).Status, Is.EqualTo(200));
        Assert.That((await _wire.SendAsync("POST", $"/definitions/{id}/publish", "diana")).Status, Is.EqualTo(200));
    }

    private static string Listens(string strategy) => $$$"""
        {"name":"Listens","options":{"activationStrategyType":"Elsa.Workflows.Runtime.ActivationValidators.{{{strategy}}}, Elsa.Workflows.Runtime"},"root":{"id":"s","type":"Elsa.Sequence","activities":[
          {"id":"t","type":"Elsa.Event","customProperties":{"canStartWorkflow":true},"eventName":{"typeName":"String","expression":{"type":"Literal","value":"paid"} } },
          {"id":"w","type":"Elsa.Event","eventName":{"typeName":"String","expression":{"type":"Literal","value":"never"} } }]} }
        """;
}
