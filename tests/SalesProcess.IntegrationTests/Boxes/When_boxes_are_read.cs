using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Absences;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Boxes;

/// <summary>Any people, any tasks, any absences: lists, counts, totals and facets say what GET of one task says, and say the same among each other.</summary>
/// <param name="sorted">With 0 every order that a box is not kept in is found on the way through all tasks, as for large boxes.</param>
[TestFixture(1, 5_000)]
[TestFixture(2, 5_000)]
[TestFixture(3, 0)]
[TestFixture(4, 0)]
public sealed class When_boxes_are_read(int seed, int sorted)
{
    private readonly RandomTasks _random = new(seed);
    private readonly Dictionary<string, HashSet<string>> _seen = new(StringComparer.Ordinal);

    private Wire _wire = null!;

    private SalesProcess.Tasks.Directory Directory => _wire.Server.Get<CompanyRules>().Directory;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = _random.Start(sorted);
        await _random.WriteAsync(_wire, 80);
        var auditors = Directory.MembersOf("auditor").Select(p => p.Id).ToList();
        var people = _random.People.Except(auditors).ToList();
        await AwayAsync(people[0], people[1], definition: null);
        await AwayAsync(people[2], people[1], definition: "d1");
        foreach (var person in _random.People)
        {
            _seen[person] = new HashSet<string>(StringComparer.Ordinal);
            foreach (var id in _random.Ids)
            {
                // Not the task itself: whether its decision can be recalled is a matter of its instance, and there is none.
                if ((await _wire.SendAsync("GET", $"/tasks/{id}/comments", person)).Status == 200)
                {
                    _seen[person].Add(id);
                }
            }
        }
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCaseSource(typeof(Walks), nameof(Walks.BoxesAndSorts))]
    public async Task A_list_is_all_that_GET_shows_once_and_in_its_order(string box, string sort)
    {
        foreach (var person in _random.People)
        {
            var list = await _wire.WalkAsync($"/tasks?box={box}&sort={sort}", person, limit: 7);

            var actor = _wire.Server.Get<AbsenceService>().WithStandIns(Directory.ActorFor(person)!);
            Assert.That(list.Select(Walks.Id), Is.EquivalentTo(_seen[person].Where(id => Lies(Stored(id), box, actor))), person);
            Assert.That(list.Select(task => Key(Stored(Walks.Id(task)), box, sort)), Is.Ordered, person);
        }
    }

    [Test]
    public async Task Counts_totals_and_facets_are_those_of_the_list([ValueSource(typeof(Walks), nameof(Walks.Boxes))] string box)
    {
        foreach (var person in _random.People)
        {
            var list = await _wire.WalkAsync($"/tasks?box={box}", person, limit: 200);
            var count = await PostAsync("/tasks/count", person, $$"""{"box":"{{box}}"}""");
            var total = (await _wire.SendAsync("GET", $"/tasks?box={box}&total=true&limit=1", person)).Json;
            var facets = (await PostAsync("/tasks/search", person, $$$"""{"box":"{{{box}}}","facets":["stage","state","definition","assignee","priority"],"page":{"limit":1}}"""))["facets"]!;

            Assert.That((count["count"]!.GetValue<int>(), count["countIsExact"]!.GetValue<bool>()), Is.EqualTo((list.Count, true)), person);
            Assert.That((total["total"]!.GetValue<int>(), total["totalIsExact"]!.GetValue<bool>()), Is.EqualTo((list.Count, true)), person);
            Assert.That(Values(facets["state"]!), Is.EquivalentTo(Values(list, t => t["state"]!.ToString())), person);
            Assert.That(Values(facets["stage"]!), Is.EquivalentTo(Values(list, t => t["stage"]?["id"]!.ToString())), person);
            Assert.That(Values(facets["definition"]!), Is.EquivalentTo(Values(list, t => t["definition"]!.ToString())), person);
            Assert.That(Values(facets["assignee"]!), Is.EquivalentTo(Values(list, t => t["assignee"]?.ToString())), person);
            Assert.That(Values(facets["priority"]!), Is.EquivalentTo(Values(list, t => t["priority"]!.ToString())), person);
        }
    }

    [TestCase("all", """{"state":"Ready"}""")]
    [TestCase("all", """{"state":{"$in":["Ready","Reserved","InProgress","Suspended"]}}""")]
    [TestCase("all", """{"state":{"$in":["Reserved","Completed"]},"definition":"d1"}""")]
    [TestCase("all", """{"stage":{"$exists":false},"priority":{"$gte":50}}""")]
    [TestCase("team", """{"stage":{"$neq":"s1"}}""")]
    [TestCase("all", """{"assignee":"ann"}""")]
    [TestCase("all", """{"rootId":"r2"}""")]
    [TestCase("needs-attention", """{"definition":"d0"}""")]
    [TestCase("available", """{"dueAt":{"$lt":"2026-11-23T02:00:00Z"}}""")]
    public async Task What_is_filtered_is_counted_as_it_is_listed(string box, string filter)
    {
        foreach (var person in _random.People)
        {
            var body = $$$"""{"box":"{{{box}}}","filter":{{{filter}}},"facets":["state","assignee"],"page":{"limit":200}}""";
            var found = await PostAsync("/tasks/search", person, body);
            var list = found["items"]!.AsArray().Select(i => i!).ToList();

            Assert.That((await PostAsync("/tasks/count", person, $$"""{"box":"{{box}}","filter":{{filter}} }"""))["count"]!.GetValue<int>(), Is.EqualTo(list.Count), person);
            Assert.That(Values(found["facets"]!["state"]!), Is.EquivalentTo(Values(list, t => t["state"]!.ToString())), person);
            Assert.That(Values(found["facets"]!["assignee"]!), Is.EquivalentTo(Values(list, t => t["assignee"]?.ToString())), person);
        }
    }

    [Test]
    public async Task The_boxes_are_as_if_they_were_laid_anew()
    {
        var moved = Rows();
        var (queue, rules) = (_wire.Server.Get<CommitQueue>(), _wire.Server.Get<CompanyRules>());
        var empty = await queue.RunAsync(session => session.Execute("DELETE FROM task_boxes_fill"), CancellationToken.None);
        while (await queue.RunAsync(session => session.Boxes.Fill(rules.Directory), CancellationToken.None))
        {
        }

        Assert.That(empty, Is.EqualTo(1));
        Assert.That(moved, Has.Count.GreaterThan(1000));
        Assert.That(Rows(), Is.EqualTo(moved));
    }

    private List<string> Rows() =>
    [
        .. _wire.Server.Database.Query("SELECT list || ' ' || key || ' ' || task FROM task_boxes ORDER BY 1", r => r.GetString(0)),
        .. _wire.Server.Database.Query("SELECT box || ' ' || counter || ' ' || group_set || ' ' || kind || ' ' || n FROM task_box_counts WHERE n <> 0 ORDER BY 1", r => r.GetString(0)),
        .. _wire.Server.Database.Query("SELECT box || ' ' || counter || ' ' || group_set || ' ' || assignee || ' ' || n FROM task_box_assignees WHERE n <> 0 ORDER BY 1", r => r.GetString(0)),
    ];

    private async Task AwayAsync(string person, string substitute, string? definition)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { substitute, from = "2026-11-22T00:00:00Z", to = "2026-12-01T00:00:00Z", definition });
        var answer = await _wire.SendAsync("POST", "/delegations", person, body);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
    }

    private async Task<JsonNode> PostAsync(string path, string person, string body)
    {
        var answer = await _wire.SendAsync("POST", path, person, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json;
    }

    private static List<string> Values(JsonNode facet) => [.. facet.AsArray().Select(v => $"{v!["value"]} {v["count"]}")];

    private static List<string> Values(IEnumerable<JsonNode> list, Func<JsonNode, string?> by) => [.. list.GroupBy(by).Select(g => $"{g.Key} {g.Count()}")];

    // What a box is, said by the rules for one task and one person.
    private bool Lies(UserTask task, string box, Actor person) => box switch
    {
        "all" => true,
        "done" => task.CompletedBy == person.Id,
        "mine" => task.IsOpen && (task.Assignee == person.Id || (task.Assignee is not null && person.StandIns.Any(s => s.Principal == task.Assignee) && MayClaim(task with { Status = SalesProcess.Tasks.TaskStatus.Reserved }, person))),
        "available" => task.IsOpen && task.Assignee is null && MayClaim(task with { Status = SalesProcess.Tasks.TaskStatus.Ready }, person),
        "team" => task.IsOpen && ((task.Team is { } team && (person.Groups.Contains(team) || person.IsManagerOf(Directory, team)))
            || new[] { task.Assignee, task.Owner }.OfType<string>().Any(id => person.IsManagerOf(Directory, id))),
        _ => task.IsOpen && (task.DueAt < RandomTasks.Now || (task.Status == SalesProcess.Tasks.TaskStatus.Suspended && task.SuspendedUntil < RandomTasks.Now)
            || (task.Assignee is null && !Directory.People.Any(p => MayClaim(task with { Status = SalesProcess.Tasks.TaskStatus.Ready }, Directory.ActorFor(p.Id)!)))),
    };

    private bool MayClaim(UserTask task, Actor person) => TaskRules.AllowedActions(task, person, Directory, RandomTasks.Now).Contains("claim", StringComparer.Ordinal);

    // What an order is: overdue or not, the key, which task was opened first.
    private (long, long, long) Key(UserTask task, string box, string sort)
    {
        var due = box == "needs-attention" && BoxKeys.AttentionAt(task, Directory) is var at ? BoxKeys.At(at) : BoxKeys.Of(task, BoxOrder.Due);
        var level = BoxKeys.LevelOfPriority(task.Priority);
        var (created, updated) = (BoxKeys.Of(task, BoxOrder.Created), BoxKeys.Of(task, BoxOrder.Updated));
        var number = _wire.Server.Database.Query("SELECT number FROM tasks WHERE id = $id", r => r.GetInt64(0), ("$id", task.Id))[0];
        return sort switch
        {
            "dueAt" => (0, due, number),
            "-dueAt" => due == BoxKeys.Never ? (1, 0, -number) : (0, -due, -number),
            "priority" => (-level, due, number),
            "-priority" => (0, BoxKeys.Level(level) + due, number),
            "createdAt" => (0, created, number),
            "-createdAt" => (0, -created, -number),
            "updatedAt" => (0, updated, number),
            "-updatedAt" => (0, -updated, -number),
            _ => (!task.IsOpen ? 2 : due < BoxKeys.At(RandomTasks.Now) ? 0 : 1, BoxKeys.Level(level) + due, number),
        };
    }

    private UserTask Stored(string id) => _wire.Server.Get<Database>().Read(session => TaskRows.Find(session, id))!;
}
