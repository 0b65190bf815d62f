using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Boxes;

/// <summary>Failure class F12: pages do not jump when rows leave or come. What is there and unchanged during a whole walk is seen exactly once.</summary>
public sealed class When_boxes_are_walked_while_others_work
{
    private const int Tasks = 24;

    private Wire _wire = null!;
    private Random _random = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCaseSource(typeof(Walks), nameof(Walks.BoxesAndSorts))]
    public async Task The_union_of_the_pages_is_what_did_not_change(string box, string sort)
    {
        _random = new Random(box.Length * 31 + sort.Length);
        for (var i = 0; i < Tasks; i++)
        {
            var task = await _wire.TaskAsync();
            await ChangeAsync(task, $$"""{"priority":{{_random.Next(3) * 40}},"dueAt":"{{(_random.Next(2) == 0 ? 2099 : 2098)}}-01-{{1 + _random.Next(28):00}}T00:00:00Z"}""");
            if (i % 2 == 0 && box is "mine" or "done")
            {
                (await _wire.As("anna").PostAsync($"/tasks/{task}/{(box == "mine" ? "claim" : "complete")}", box == "mine" ? null : System.Text.Json.Nodes.JsonNode.Parse("""{"action":"Yes","data":{}}"""))).Expect(200);
            }
        }

        var before = await LyingAsync(box);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        var open = (await LyingAsync("team")).Keys.ToList();
        var list = await _wire.WalkAsync($"/tasks?box={box}&sort={sort}", "anna", limit: 5, between: async () =>
        {
            if (open.Count == 0)
            {
                return;
            }

            var task = open[_random.Next(open.Count)];
            open.Remove(task);
            touched.Add(task);
            switch (_random.Next(4))
            {
                case 0:
                    await _wire.SendAsync("POST", $"/tasks/{task}/claim", "bob", "{}"u8.ToArray());
                    break;
                case 1:
                    await _wire.SendAsync("POST", $"/tasks/{task}/complete", "bob", """{"action":"Yes","data":{}}"""u8.ToArray());
                    break;
                case 2:
                    await ChangeAsync(task, """{"priority":99,"dueAt":null}""");
                    break;
                default:
                    touched.Add(await _wire.TaskAsync());
                    break;
            }
        });

        var after = await LyingAsync(box);
        var unchanged = before.Keys.Where(id => !touched.Contains(id) && after.ContainsKey(id)).ToList();
        Assert.That(list.Select(Walks.Id).Where(id => !touched.Contains(id)), Is.EquivalentTo(unchanged));
        Assert.That(unchanged.Count > 5 || box == "needs-attention", "the walk had something to see");
    }

    /// <summary>Failure class F8: a read after an acknowledged act shows it.</summary>
    [Test]
    public async Task What_was_acknowledged_is_in_the_next_list_and_count()
    {
        for (var i = 0; i < 10; i++)
        {
            var (available, mine, done) = (await CountAsync("available"), await CountAsync("mine"), await CountAsync("done"));
            var task = await _wire.TaskAsync();
            Assert.That((await CountAsync("available"), (await LyingAsync("available")).ContainsKey(task)), Is.EqualTo((available + 1, true)));

            (await _wire.As("anna").PostAsync($"/tasks/{task}/claim")).Expect(200);
            Assert.That((await CountAsync("available"), await CountAsync("mine")), Is.EqualTo((available, mine + 1)));
            Assert.That(((await LyingAsync("available")).ContainsKey(task), (await LyingAsync("mine")).ContainsKey(task)), Is.EqualTo((false, true)));

            (await _wire.As("anna").CompleteAsync(task, "Yes")).Expect(200);
            Assert.That((await CountAsync("mine"), await CountAsync("done")), Is.EqualTo((mine, done + 1)));
            Assert.That(((await LyingAsync("mine")).ContainsKey(task), (await LyingAsync("done")).ContainsKey(task)), Is.EqualTo((false, true)));
        }
    }

    private async Task<Dictionary<string, string>> LyingAsync(string box) =>
        (await _wire.WalkAsync($"/tasks?box={box}", "anna", limit: 200)).ToDictionary(Walks.Id, task => task["revision"]!.ToString(), StringComparer.Ordinal);

    private async Task<int> CountAsync(string box) => (await _wire.PostAsync("/tasks/count", $$"""{"box":"{{box}}"}""")).Json["count"]!.GetValue<int>();

    private async Task ChangeAsync(string task, string body) => Assert.That(
        (await _wire.SendAsync("PATCH", $"/tasks/{task}", "martin", System.Text.Encoding.UTF8.GetBytes(body), headers: ("If-Match", "*"))).Status, Is.EqualTo(200).Or.EqualTo(409).Or.EqualTo(404));
}
