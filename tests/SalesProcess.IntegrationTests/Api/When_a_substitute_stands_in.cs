using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Api;

/// <summary>Lena of legal is away; Zhang Min or Peter stand in. On a clock that the test moves.</summary>
public sealed class When_a_substitute_stands_in
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));

    private LocalServer _server = null!;

    [SetUp]
    public void StartServer() => _server = new LocalServer(CompanyFolder.With().Add(
        "personal",
        """
        {"id":"personal-v1","definitionId":"personal","name":"Personal","isLatest":true,"isPublished":true,"root":{"id":"s","type":"Elsa.Sequence","activities":[
          {"id":"a","name":"a","type":"SalesProcess.UserTask","assignee":{"typeName":"String","expression":{"type":"Literal","value":"lena"}}},
          {"id":"b","name":"b","type":"SalesProcess.UserTask","candidateUsers":{"typeName":"String[]","expression":{"type":"Object","value":"[\"peter\",\"tom\"]"}},
           "notCompletersOf":{"typeName":"String[]","expression":{"type":"Object","value":"[\"a\"]"}}}]}}
        """), Now);

    [TearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [Test]
    public async Task The_substitute_sees_the_task_does_it_and_is_kept_out_of_what_follows()
    {
        var task = await StartAsync();
        (await Peter.GetAsync($"/tasks/{task}")).Expect(404);
        Assert.That(await BoxAsync("mine"), Is.Empty);
        (await Lena.PostAsync("/delegations", Absence("peter"))).Expect(201);

        Assert.That(await BoxAsync("mine"), Is.EqualTo((string[])[task]));
        Assert.That(await BoxAsync("all"), Has.Member(task));
        Assert.That((await Peter.GetAsync($"/tasks/{task}")).Expect(200).Json["allowedActions"]!.AsArray().Select(a => a!.ToString()), Has.Member("complete"));
        var done = (await Peter.CompleteAsync(task, "Complete")).Expect(200).Json;

        Assert.That((done["task"]!["completedBy"]!.ToString(), done["task"]!["onBehalfOf"]!.ToString()), Is.EqualTo(("peter", "lena")));
        var events = (await Auditor.GetAsync($"/tasks/{task}/events")).Expect(200).Json["items"]!.AsArray();
        Assert.That(events.Any(e => (e!["kind"]!.ToString(), e["actor"]?.ToString(), e["onBehalfOf"]?.ToString()) == ("complete", "peter", "lena")), Is.True);
        Assert.That((await Auditor.GetAsync($"/instances/{done["instance"]!["id"]}/journal")).Expect(200).Text, Does.Contain("\"onBehalfOf\":\"lena\""));
        var next = (await _server.Staff.As("tom").ListAsync("/tasks?box=available")).Single()["id"]!.ToString();
        (await Peter.PostAsync($"/tasks/{next}/claim")).Expect(409, "excluded-by-separation-of-duties");
    }

    [Test]
    public async Task At_the_end_it_is_handed_back()
    {
        var task = await StartAsync();
        (await Lena.PostAsync("/delegations", Absence("peter"))).Expect(201);
        (await Peter.PostAsync($"/tasks/{task}/claim")).Expect(200);

        _server.Clock!.Advance(TimeSpan.FromDays(3));
        await Eventually.Holds("the task is handed back", async () => (await Lena.GetAsync($"/tasks/{task}")).Json["assignee"]?.ToString() == "lena");

        (await Peter.CompleteAsync(task, "Complete")).Expect(404, "not-found");
        (await Lena.CompleteAsync(task, "Complete")).Expect(200);
    }

    [Test]
    public async Task Ended_early_it_is_handed_back_at_once()
    {
        var task = await StartAsync();
        var id = (await Lena.PostAsync("/delegations", Absence("peter"))).Expect(201).Json["id"]!.ToString();
        (await Peter.PostAsync($"/tasks/{task}/claim")).Expect(200);
        (await Peter.DeleteAsync($"/delegations/{id}")).Expect(403, "permission-missing");
        (await _server.Staff.As("tom").DeleteAsync($"/delegations/{id}")).Expect(404, "not-found");

        (await Lena.DeleteAsync($"/delegations/{id}")).Expect(204);

        Assert.That((await Lena.GetAsync($"/tasks/{task}")).Expect(200).Json["assignee"]!.ToString(), Is.EqualTo("lena"));
        Assert.That((await Lena.GetAsync("/delegations")).Expect(200).Json["items"]!.AsArray(), Is.Empty);
        (await Lena.DeleteAsync($"/delegations/{id}")).Expect(404, "not-found");
    }

    [Test]
    public async Task A_circle_of_substitutes_is_refused_even_if_both_ask_at_once()
    {
        var answers = await Trials.AtOnce.RunAsync<ApiAnswer>([() => Lena.PostAsync("/delegations", Absence("peter")), () => Peter.PostAsync("/delegations", Absence("lena"))]);
        Assert.That(answers.Select(a => a.Status), Is.EquivalentTo((int[])[201, 409]));
        answers.Single(a => a.Status == 409).Expect(409, "delegation-cycle");
    }

    [Test]
    public async Task What_was_arranged_is_seen_at_once_however_many_look_meanwhile()
    {
        var absences = _server.Get<SalesProcess.Runtime.Absences.AbsenceService>();
        // So many of the future that looking takes as long as arranging.
        _server.Database.Execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO absences (id, principal, substitute, from_at, to_at, created_by, created_at) SELECT 'future-' || i, 'p' || i, 'tom', 4000000000000, 4000000001000, 'p' || i, 0 FROM n
            """);
        using var over = new CancellationTokenSource();
        var lookers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                Assert.That(absences.All, Is.Not.Null);
            }
        })).ToList();
        for (var i = 0; i < 100; i++)
        {
            var made = (Answer.Accepted)await absences.CreateAsync(
                id => new Absence(id, "fiona", "frank", _server.Clock!.GetUtcNow(), _server.Clock.GetUtcNow().AddDays(1), null, null), new Caller(new Actor("fiona", new HashSet<string>())), default);
            var absence = absences.All.SingleOrDefault(a => a.Id == made.Id);
            Assert.That(absence, Is.Not.Null, $"arranged, and not seen ({i})");
            Assert.That(await absences.EndAsync(absence!, "fiona", default), Is.True);
            Assert.That(absences.All.Any(a => a.Id == made.Id), Is.False, $"ended, and still seen ({i})");
        }

        await over.CancelAsync();
        await Task.WhenAll(lookers);
    }

    [Test]
    public async Task What_is_wrong_is_told_at_once_and_others_are_not_sent_away()
    {
        var refused = (await Lena.PostAsync("/delegations", new JsonObject { ["substitute"] = "nobody", ["to"] = "2020-01-01T00:00:00Z" })).Expect(422, "form-invalid");
        Assert.That(refused.Pointers, Is.EqualTo((string[])["/substitute", "/to"]));
        (await Lena.PostAsync("/delegations", new JsonObject { ["substitute"] = "peter" })).Expect(400, "malformed-request");
        var nowhere = Absence("peter");
        (nowhere["definition"], nowhere["stage"]) = ("no-such-definition", "no-such-stage");
        Assert.That((await Lena.PostAsync("/delegations", nowhere)).Expect(422, "form-invalid").Pointers, Is.EqualTo((string[])["/definition", "/stage"]));
        var others = Absence("peter");
        others["principal"] = "fiona";
        (await Lena.PostAsync("/delegations", others)).Expect(403, "permission-missing");
    }

    private PersonClient Lena => _server.Staff.As("lena");

    private PersonClient Peter => _server.Staff.As("peter");

    private PersonClient Auditor => _server.Staff.As(Staff.Auditor);

    private static JsonObject Absence(string substitute) => new() { ["substitute"] = substitute, ["to"] = Now.AddDays(2).ToString("O") };

    private async Task<string> StartAsync() => (await Anna.StartAsync("personal", [])).Expect(201).Json["tasks"] is JsonArray { Count: > 0 } tasks
        ? tasks[0]!["id"]!.ToString()
        : (await Lena.ListAsync("/tasks?box=mine")).Single()["id"]!.ToString();

    private PersonClient Anna => _server.Staff.As("anna");

    private async Task<IReadOnlyList<string>> BoxAsync(string box) => [.. (await Peter.ListAsync($"/tasks?box={box}")).Select(t => t["id"]!.ToString())];
}
