using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Walk;

/// <summary>
/// The twenty sample leads become deals and are played to their ends, the care of the delivered customers after them. Together they run every activity and
/// every connection of every definition. The tests share one server; each plays what it needs and has not been played yet.
/// </summary>
public sealed class When_each_sample_lead_is_walked_to_an_end
{
    /// <summary>A Monday morning in Shanghai.</summary>
    private static readonly DateTimeOffset Beginning = new(2026, 3, 23, 9, 0, 0, TimeSpan.FromHours(8));

    private const string BottomLine = "Not below 271828 marker";

    private readonly ConcurrentDictionary<int, Lazy<Task<JsonNode>>> _ended = new();
    private Lazy<Task<IReadOnlyList<JsonNode>>> _newDeals = null!;
    private LocalServer _server = null!;
    private JsonArray _leads = null!;

    public static IEnumerable<TestCaseData> AllDeals => Deals.All.Select(d => new TestCaseData(d.Lead).SetArgDisplayNames(d.ToString()));

    [OneTimeSetUp]
    public void StartServer()
    {
        _server = new LocalServer(CompanyFolder.Full(), Beginning);
        _leads = _server.Folder.Read("samples/leads.json").AsArray();
        _newDeals = new Lazy<Task<IReadOnlyList<JsonNode>>>(CareForCustomersAsync);
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [TestCaseSource(nameof(AllDeals))]
    public async Task The_deal_ends_as_its_people_decide(int lead)
    {
        var ended = await WalkAsync(lead);

        Assert.Multiple(() =>
        {
            Assert.That(ended["outcome"]?.GetValue<string>(), Is.EqualTo(Deals.All[lead].Outcome));
            Assert.That(ended["subStatus"]!.GetValue<string>(), Is.EqualTo("Finished"));
            Assert.That(ended["finishedAt"], Is.Not.Null);
        });
    }

    [Test]
    public async Task A_new_need_and_a_referral_become_deals_of_their_own()
    {
        var deals = await _newDeals.Value;

        Assert.That(deals.Select(d => d["outcome"]?.GetValue<string>()), Is.EqualTo(new[] { "Duplicate", "Duplicate" }));
    }

    [Test]
    public async Task Every_activity_and_every_connection_of_every_definition_is_run()
    {
        await _newDeals.Value;
        var auditor = _server.Staff.As(Staff.Auditor);
        var coverage = new Coverage(_server.Folder.Workflows);
        foreach (var instance in await auditor.ListAsync("/instances"))
        {
            coverage.Add(instance["definition"]!["id"]!.GetValue<string>(), await auditor.ListAsync($"/instances/{instance["id"]}/journal"));
        }

        await TestContext.Progress.WriteLineAsync(coverage.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(coverage.Definitions.Count(), Is.EqualTo(7));
            Assert.That(coverage.Missing, Is.Empty);
        });
    }

    [Test]
    public async Task Nothing_is_left_running()
    {
        await _newDeals.Value;
        var auditor = _server.Staff.As(Staff.Auditor);

        var instances = await auditor.ListAsync("/instances");
        var open = (await auditor.ListAsync("/tasks?box=all")).Where(t => t["state"]!.GetValue<string>() is "Ready" or "Reserved" or "Suspended");

        Assert.Multiple(() =>
        {
            Assert.That(instances.Where(i => i["status"]!.GetValue<string>() != "Finished"), Is.Empty);
            Assert.That(open, Is.Empty);
            Assert.That(_server.Database.Count("SELECT count(*) FROM outbox"), Is.Zero, "messages still to be delivered");
        });
    }

    [Test]
    public async Task Every_instance_comes_out_the_same_when_it_is_computed_again()
    {
        await _newDeals.Value;
        var reports = Replays.OfAll(_server.Folder.DatabaseFile);

        await TestContext.Progress.WriteLineAsync($"Replay: {reports.Count} instances, {reports.Sum(r => r["runs"]!.GetValue<int>())} runs, {reports.Sum(r => r["entries"]!.GetValue<int>())} journal entries.");
        Assert.That(reports, Has.Count.GreaterThan(100));
        Assert.That(reports.Where(r => r["verdict"]!.ToString() != "Equal").Select(r => r.ToJsonString()), Is.Empty);
    }

    [Test]
    public async Task The_bottom_line_of_a_negotiation_is_nowhere_in_clear()
    {
        await _newDeals.Value;
        // What is committed may still stand in the write-ahead log beside the file.
        var places = Directory.GetFiles(Path.GetDirectoryName(_server.Folder.DatabaseFile)!)
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(BottomLine)) >= 0);

        Assert.That(places, Is.Empty);
    }

    private Task<JsonNode> WalkAsync(int lead) => _ended.GetOrAdd(lead, l => new Lazy<Task<JsonNode>>(() => PlayAsync(Deals.All[l]))).Value;

    private async Task<JsonNode> PlayAsync(Deal deal)
    {
        if (deal.After is { } before)
        {
            await WalkAsync(before);
        }

        var script = deal.Script().Always("prepare-negotiation", $$"""{"bottomLine": "{{BottomLine}}"}""");
        var started = (await _server.Staff.As(deal.Owner).StartAsync("sales-process", _leads[deal.Lead]!.AsObject(), $"deal-{deal.Lead:00}")).Expect(201).Json;
        var ended = await new Walker(_server).WalkAsync(started["id"]!.GetValue<string>(), deal.Owner, script);
        Assert.That(script.Left(), Is.Empty, "The scenario took another way than planned.");
        return ended;
    }

    private async Task<IReadOnlyList<JsonNode>> CareForCustomersAsync()
    {
        var roots = new HashSet<string>(StringComparer.Ordinal);
        var ends = new List<(Deal Deal, JsonNode End)>();
        foreach (var deal in Deals.All)
        {
            var end = await WalkAsync(deal.Lead);
            ends.Add((deal, end));
            roots.Add(end["id"]!.GetValue<string>());
        }

        var auditor = _server.Staff.As(Staff.Auditor);
        var cares = await auditor.ListAsync("/instances?definition=customer-care");
        foreach (var (deal, end) in ends.Where(e => e.Deal.Outcome == "Closed"))
        {
            var care = cares.Single(c => c["correlationId"]!.GetValue<string>() == end["correlationId"]!.GetValue<string>());
            var script = deal.Care();
            await new Walker(_server).WalkAsync(care["id"]!.GetValue<string>(), deal.Owner, script, isAlone: true);
            Assert.That(script.Left(), Is.Empty);
        }

        var grown = (await auditor.ListAsync("/instances?definition=sales-process")).Select(d => d["id"]!.GetValue<string>()).Where(id => !roots.Contains(id));
        var newDeals = new List<JsonNode>();
        foreach (var id in grown)
        {
            var script = new Script().On("decide-duplicate", "NotADuplicate").On("screen-lead", "Duplicate");
            newDeals.Add(await new Walker(_server).WalkAsync(id, Deals.All[0].Owner, script));
        }

        return newDeals;
    }
}
