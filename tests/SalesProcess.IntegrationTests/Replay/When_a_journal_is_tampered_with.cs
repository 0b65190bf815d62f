using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Replay;

/// <summary>Deals that have gone well are changed behind the service's back: one byte of one column of one journal row, in a copy of the database.</summary>
public sealed class When_a_journal_is_tampered_with
{
    private static readonly string[] Columns = ["at", "seed", "actor", "stimulus", "entries", "facts", "birth", "state_hash", "effects_hash", "digest"];

    private LocalServer _server = null!;
    private string _parent = null!;

    [OneTimeSetUp]
    public async Task PlayADeal()
    {
        _server = new LocalServer(CompanyFolder.With("crash-parent", "crash-child"));
        var ledger = new Trials.Ledger();
        await new Trials.CrashClient(0, _server.Staff.As("anna"), ledger).RunAsync(() => ledger.Deals.Count < 1);
        _parent = ledger.Deals.Single().InstanceId!;
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [Test]
    public void Nothing_is_found_if_nothing_is_changed() =>
        Assert.That(Replays.OfAll(_server.Folder.DatabaseFile).Select(r => r["verdict"]!.ToString()), Is.All.EqualTo("Equal"));

    [TestCaseSource(nameof(Columns))]
    public void One_changed_byte_is_found_and_its_run_named(string column)
    {
        var seed = Environment.TickCount;
        TestContext.Progress.WriteLine($"{column}: seed {seed}");
        var random = new Random(seed);
        var rows = _server.Database.Query($"SELECT revision, CAST(\"{column}\" AS TEXT) FROM journal WHERE instance_id = $id AND \"{column}\" IS NOT NULL", r => (Run: r.GetInt64(0), Text: r.GetString(1)), ("$id", _parent));
        Assert.That(rows, Is.Not.Empty);
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var (run, text) = rows[random.Next(rows.Count)];
            var place = random.Next(text.Length);
            var changed = string.Concat(text.AsSpan(0, place), Other(text[place], random).ToString(), text.AsSpan(place + 1));
            using var copy = new DatabaseCopy(_server);
            copy.File.Execute($"UPDATE journal SET \"{column}\" = $changed WHERE instance_id = $id AND revision = $run", ("$changed", changed), ("$id", _parent), ("$run", run));

            var report = Report(copy);

            Assert.That(report["verdict"]!.ToString(), Is.EqualTo("Differs"), $"run {run}, place {place}: {text[place]} → {changed[place]}");
            Assert.That(report["difference"]!["run"]!.GetValue<long>(), Is.EqualTo(run), report.ToJsonString());
        }
    }

    [Test]
    public void A_changed_entry_is_named_with_both_readings()
    {
        using var copy = new DatabaseCopy(_server);
        copy.File.Execute("UPDATE journal SET entries = replace(entries, '\"Started\"', '\"Skipped\"') WHERE instance_id = $id AND revision = 2", ("$id", _parent));

        var difference = Report(copy)["difference"]!;

        Assert.Multiple(() =>
        {
            Assert.That(difference["what"]!.ToString(), Is.EqualTo("entry"));
            Assert.That(difference["sequence"]!.GetValue<long>(), Is.GreaterThan(1));
            Assert.That(difference["recorded"]!.ToString(), Does.Contain("Skipped"));
            Assert.That(difference["computed"]!.ToString(), Does.Contain("Started"));
        });
    }

    [TestCase("DELETE FROM journal WHERE instance_id = $id AND revision = 2", "row", 2)]
    [TestCase("DELETE FROM journal WHERE instance_id = $id AND revision = (SELECT max(revision) FROM journal WHERE instance_id = $id)", "row", null)]
    [TestCase("DELETE FROM journal WHERE instance_id = $id", "row", 1)]
    [TestCase("UPDATE journal SET revision = revision + 100 WHERE instance_id = $id AND revision = 2", "row", 2)]
    [TestCase("UPDATE instances SET state = CAST(CAST(state AS TEXT) || ' ' AS BLOB) WHERE id = $id", "instance", null)]
    [TestCase("UPDATE contents SET text = text || ' ' WHERE hash = (SELECT facts FROM journal WHERE instance_id = $id AND revision = 1)", "row", 1)]
    [TestCase("DELETE FROM contents WHERE hash = (SELECT facts FROM journal WHERE instance_id = $id AND revision = 1)", "row", 1)]
    public void What_is_missing_or_rewritten_is_found(string damage, string what, long? run)
    {
        using var copy = new DatabaseCopy(_server);
        Assert.That(copy.File.Execute(damage, ("$id", _parent)), Is.Positive);

        var difference = Report(copy)["difference"]!;

        Assert.Multiple(() =>
        {
            Assert.That(difference["what"]!.ToString(), Is.EqualTo(what));
            Assert.That(run is null || difference["run"]!.GetValue<long>() == run, difference.ToJsonString());
        });
    }

    [Test]
    public void Rows_from_before_there_were_digests_are_unproven_not_equal()
    {
        using var copy = new DatabaseCopy(_server);
        copy.File.Execute("UPDATE journal SET facts = NULL, birth = NULL, state_hash = NULL, effects_hash = NULL, digest = NULL WHERE instance_id = $id", ("$id", _parent));

        Assert.That(Report(copy)["verdict"]!.ToString(), Is.EqualTo("Unproven"));
    }

    [Test]
    public void The_command_says_which_and_ends_with_one()
    {
        using var copy = new DatabaseCopy(_server);
        copy.File.Execute("UPDATE journal SET actor = 'somebody-else' WHERE instance_id = $id AND revision = 1", ("$id", _parent));

        var (exit, output, _) = Replays.Run(copy.Path, _parent);

        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(1));
            Assert.That(output, Does.StartWith($"{_parent}: differs at run 1").And.Contain("0 equal, 1 differ, 0 unproven."));
        });
    }

    private JsonNode Report(DatabaseCopy copy) => Replays.OfAll(copy.Path).Single(r => r["instanceId"]!.ToString() == _parent);

    // Another digit for a digit, so that numbers stay numbers.
    private static char Other(char now, Random random)
    {
        var others = (char.IsAsciiDigit(now) ? "0123456789" : "abcxyzXYZ_").Where(c => c != now).ToArray();
        return others[random.Next(others.Length)];
    }

    private sealed class DatabaseCopy : IDisposable
    {
        public DatabaseCopy(LocalServer server)
        {
            Path = System.IO.Path.Combine(server.Folder.Root, $"{Guid.NewGuid():n}.db");
            server.Database.Execute("VACUUM INTO $copy", ("$copy", Path));
        }

        public string Path { get; }

        public DatabaseFile File => new(Path);

        public void Dispose() => System.IO.File.Delete(Path);
    }
}
