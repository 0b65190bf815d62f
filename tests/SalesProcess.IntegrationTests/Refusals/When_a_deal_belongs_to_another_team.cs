using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Refusals;

/// <summary>A rep of the south looks for a deal of the east: it might as well not exist.</summary>
public sealed class When_a_deal_belongs_to_another_team
{
    private const string Missing = "01900000-0000-7000-8000-000000000000";

    private LocalServer _server = null!;
    private JsonNode _deal = null!;

    private PersonClient Carl => _server.Staff.As("carl");

    private string DealId => _deal["id"]!.GetValue<string>();

    private string ChildId => _deal["children"]![0]!["id"]!.GetValue<string>();

    private string TaskId => _deal["tasks"]![0]!["id"]!.GetValue<string>();

    [OneTimeSetUp]
    public async Task StartDealOfTheEast()
    {
        _server = new LocalServer(CompanyFolder.Full());
        var lead = _server.Folder.Read("samples/leads.json")[0]!.AsObject();
        var started = (await _server.Staff.As("anna").StartAsync("sales-process", lead, "deal-east")).Expect(201).Json;
        _deal = (await _server.Staff.As("anna").GetAsync($"/instances/{started["id"]}")).Expect(200).Json;
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [TestCase("")]
    [TestCase("/journal")]
    [TestCase("/variables")]
    [TestCase("/diagram.svg")]
    public async Task Its_instance_is_like_one_that_does_not_exist(string part)
    {
        foreach (var id in new[] { DealId, ChildId })
        {
            (await _server.Staff.As("bob").GetAsync($"/instances/{id}{part}")).Expect(200);
            await IsLikeMissingAsync($"/instances/{id}{part}", id);
        }
    }

    [Test]
    public Task Its_task_is_like_one_that_does_not_exist() => IsLikeMissingAsync($"/tasks/{TaskId}", TaskId);

    [TestCase("claim")]
    [TestCase("release")]
    [TestCase("complete")]
    [TestCase("delegate")]
    [TestCase("forward")]
    [TestCase("suspend")]
    [TestCase("resume")]
    [TestCase("escalate")]
    public async Task Nothing_can_be_done_with_its_task(string verb)
    {
        var hidden = (await Carl.PostAsync($"/tasks/{TaskId}/{verb}", Body(verb))).Expect(404, "not-found");
        var missing = (await Carl.PostAsync($"/tasks/{Missing}/{verb}", Body(verb))).Expect(404, "not-found");

        Assert.That(hidden.Text.Replace(TaskId, Missing, StringComparison.Ordinal), Is.EqualTo(missing.Text));
    }

    [TestCase("cancel")]
    [TestCase("retry")]
    [TestCase("events/anything")]
    public async Task Nothing_can_be_done_with_its_instance(string verb)
    {
        var hidden = (await Carl.PostAsync($"/instances/{DealId}/{verb}")).Expect(404, "not-found");
        var missing = (await Carl.PostAsync($"/instances/{Missing}/{verb}")).Expect(404, "not-found");

        Assert.That(hidden.Text.Replace(DealId, Missing, StringComparison.Ordinal), Is.EqualTo(missing.Text));
    }

    [Test]
    public async Task No_list_has_it()
    {
        string[] lists =
        [
            "/instances", "/instances?businessKey=deal-east", $"/instances?rootId={DealId}",
            "/tasks?box=available", "/tasks?box=team", "/tasks?box=mine", "/tasks?box=done", $"/tasks?rootId={DealId}", $"/tasks?instanceId={ChildId}",
        ];
        foreach (var list in lists)
        {
            Assert.That(await Carl.ListAsync(list), Is.Empty, list);
        }

        Assert.That(await _server.Staff.As("anna").ListAsync($"/tasks?box=available&rootId={DealId}"), Is.Not.Empty);
    }

    [Test]
    public async Task The_box_with_everybodys_tasks_is_the_auditors()
    {
        var answer = await Carl.GetAsync($"/tasks?box=all&rootId={DealId}");

        // Either he is told that the box is not for him, or it holds only what he may see.
        Assert.That(answer.Status == 403 || answer.Json["items"]!.AsArray().Count == 0, answer.ToString());
        Assert.That(await _server.Staff.As(Staff.Auditor).ListAsync($"/tasks?box=all&rootId={DealId}"), Is.Not.Empty);
    }

    [Test]
    public async Task No_other_route_with_an_id_shows_it()
    {
        var routes = await Route.ReadableAsync(_server.Staff.As("adam"));
        foreach (var route in routes.Where(r => r.HasParameter && !r.Path.Contains("/definitions/", StringComparison.Ordinal)))
        {
            foreach (var id in new[] { DealId, ChildId, TaskId })
            {
                var answer = await Carl.GetAsync(route.With(id));
                Assert.That(answer.Status, Is.EqualTo(404), answer.ToString());
            }
        }
    }

    private static JsonObject? Body(string verb) => verb switch
    {
        "complete" => new JsonObject { ["action"] = "Advance", ["data"] = new JsonObject() },
        "delegate" => new JsonObject { ["to"] = "carl" },
        "forward" => new JsonObject { ["toUser"] = "carl" },
        _ => null,
    };

    private async Task IsLikeMissingAsync(string path, string id)
    {
        var hidden = (await Carl.GetAsync(path)).Expect(404, "not-found");
        var missing = (await Carl.GetAsync(path.Replace(id, Missing, StringComparison.Ordinal))).Expect(404, "not-found");

        Assert.That(hidden.Text.Replace(id, Missing, StringComparison.Ordinal), Is.EqualTo(missing.Text));
    }
}
