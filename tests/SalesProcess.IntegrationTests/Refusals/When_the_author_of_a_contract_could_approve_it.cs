using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.IntegrationTests.Walk;

namespace SalesProcess.IntegrationTests.Refusals;

/// <summary>In this company two reps, Anna and Bob, are lawyers as well.</summary>
public sealed class When_the_author_of_a_contract_could_approve_it
{
    private const string Excluded = "excluded-by-separation-of-duties";

    private static readonly DateTimeOffset Now = new(2026, 3, 23, 9, 0, 0, TimeSpan.FromHours(8));

    private LocalServer _server = null!;

    private PersonClient Anna => _server.Staff.As("anna");

    private PersonClient Bob => _server.Staff.As("bob");

    private PersonClient Lena => _server.Staff.As("lena");

    [SetUp]
    public void StartServer()
    {
        var folder = CompanyFolder.Full();
        folder.Edit("directory.json", directory =>
        {
            foreach (var person in directory["people"]!.AsArray().Where(p => p!["id"]!.GetValue<string>() is "anna" or "bob"))
            {
                person!["groups"]!.AsArray().Add("legal");
            }
        });
        _server = new LocalServer(folder, Now);
    }

    [TearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [Test]
    public async Task She_cannot_approve_it_nor_be_given_the_approval()
    {
        var contract = await DraftAsync(draft => CompleteAsync(Anna, draft, "Complete"));
        var legal = await LegalVoteAsync(contract);

        (await Anna.PostAsync($"/tasks/{legal}/claim")).Expect(409, Excluded);
        (await Anna.CompleteAsync(legal, "Approve", Vote())).Expect(409, Excluded);
        (await Lena.PostAsync($"/tasks/{legal}/claim")).Expect(200);
        (await Lena.PostAsync($"/tasks/{legal}/delegate", Delegate("anna"))).Expect(409, Excluded);
        (await Lena.PostAsync($"/tasks/{legal}/forward", Forward("anna"))).Expect(409, Excluded);
        (await Lena.PostAsync($"/tasks/{legal}/delegate", Delegate("bob"))).Expect(200);
        (await Bob.PostAsync($"/tasks/{legal}/delegate", Delegate("anna"))).Expect(409, Excluded);
        (await Bob.CompleteAsync(legal, "Approve", Vote())).Expect(200);
    }

    [Test]
    public async Task Neither_she_nor_the_delegate_who_drafted_it_for_her_can_approve_it()
    {
        var contract = await DraftAsync(async draft =>
        {
            (await Anna.PostAsync($"/tasks/{draft}/claim")).Expect(200);
            (await Anna.PostAsync($"/tasks/{draft}/delegate", Delegate("bob"))).Expect(200);
            await CompleteAsync(Bob, draft, "Complete");
        });
        var legal = await LegalVoteAsync(contract);

        foreach (var person in new[] { Anna, Bob })
        {
            (await person.PostAsync($"/tasks/{legal}/claim")).Expect(409, Excluded);
            (await person.CompleteAsync(legal, "Approve", Vote())).Expect(409, Excluded);
        }

        (await Lena.CompleteAsync(legal, "Approve", Vote())).Expect(200);
    }

    [Test]
    public async Task It_is_not_sent_after_one_changed_byte()
    {
        var contract = await DraftAsync(draft => CompleteAsync(Anna, draft, "Complete"));
        await CompleteAsync(Lena, await LegalVoteAsync(contract), "Approve");
        Tampering.ChangeOneByte(_server.Database, contract);
        await CompleteAsync(_server.Staff.As("fiona"), await VoteAsync(contract, "finance"), "Approve");
        await CompleteAsync(_server.Staff.As("martin"), await VoteAsync(contract, "sales-manager"), "Approve");

        var refused = (await Anna.GetAsync($"/instances/{contract}")).Expect(200).Json;
        var sending = (await Anna.GetAsync($"/instances/{contract}/journal")).Expect(200).Text;
        Assert.Multiple(() =>
        {
            Assert.That(refused["tasks"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "draft-contract" }));
            Assert.That(sending, Does.Contain("Refused"));
            Assert.That(_server.Database.Count("SELECT count(*) FROM sendings"), Is.Zero);
        });
    }

    [Test]
    public async Task It_is_sent_only_after_the_last_approval()
    {
        var contract = await DraftAsync(draft => CompleteAsync(Anna, draft, "Complete"));
        foreach (var (person, role) in new[] { ("lena", "legal"), ("fiona", "finance"), ("martin", "sales-manager") })
        {
            Assert.That(_server.Database.Count("SELECT count(*) FROM sendings"), Is.Zero, $"before {role}");
            await CompleteAsync(_server.Staff.As(person), await VoteAsync(contract, role), "Approve");
        }

        Assert.That(_server.Database.Count("SELECT count(*) FROM sendings"), Is.EqualTo(1));
    }

    private static JsonObject Delegate(string person) => new() { ["to"] = person };

    private static JsonObject Forward(string person) => new() { ["toUser"] = person };

    private static JsonObject Vote() => new() { ["comments"] = "Read and found in order." };

    private Task<string> LegalVoteAsync(string contract) => VoteAsync(contract, "legal");

    private async Task<string> VoteAsync(string contract, string role)
    {
        var tasks = await _server.Staff.As(Staff.Auditor).ListAsync($"/tasks?box=all&rootId={contract}");
        return tasks.Single(t => t["name"]!.GetValue<string>() == "approve-contract" && t["candidateGroups"]![0]!.GetValue<string>() == role && t["state"]!.GetValue<string>() == "Ready")["id"]!.GetValue<string>();
    }

    // Starts the contract stage alone and takes it to the approval; the draft is done as the test says.
    private async Task<string> DraftAsync(Func<string, Task> draft)
    {
        var input = new JsonObject
        {
            ["customer"] = _server.Folder.Read("samples/leads.json")[0]!.DeepClone(),
            ["solution"] = new JsonObject { ["summary"] = "Machine data" },
        };
        var contract = (await Anna.StartAsync("contract-signing", input)).Expect(201).Json["id"]!.GetValue<string>();
        await CompleteAsync(Anna, await OpenAsync(contract, "prepare-negotiation"), "Complete");
        await CompleteAsync(Anna, await OpenAsync(contract, "negotiation-round"), "Agreed");
        await draft(await OpenAsync(contract, "draft-contract"));
        return contract;
    }

    private async Task<string> OpenAsync(string contract, string name)
    {
        var instance = (await Anna.GetAsync($"/instances/{contract}")).Expect(200).Json;
        return instance["tasks"]!.AsArray().Single(t => t!["name"]!.GetValue<string>() == name)!["id"]!.GetValue<string>();
    }

    private static async Task CompleteAsync(PersonClient person, string task, string action)
    {
        var form = (await person.GetAsync($"/tasks/{task}")).Expect(200).Json["form"]!;
        var data = new FormFiller(Now).Fill(form["schema"]!.AsObject(), form["data"] as JsonObject);
        (await person.CompleteAsync(task, action, data)).Expect(200);
    }
}
