using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>The checker of the kill trial is worth something only if it sees damage. Here the damage is done by hand, to one of two deals that went well.</summary>
public sealed class When_a_crash_has_done_damage
{
    private LocalServer _server = null!;
    private Ledger _ledger = null!;

    [OneTimeSetUp]
    public async Task PlayTwoDeals()
    {
        _server = new LocalServer(CompanyFolder.With("crash-parent", "crash-child"));
        _ledger = new Ledger();
        await new CrashClient(0, _server.Staff.As("anna"), _ledger).RunAsync(() => _ledger.Deals.Count < 2);
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [Test]
    public void Nothing_is_found_if_there_is_none() => Assert.That(new CrashChecker(_server.Database, _ledger).Check(), Is.Empty);

    [TestCase("DELETE FROM instances WHERE business_key = 'crash-0-1'", "Lost: instance of crash-0-1")]
    [TestCase("DELETE FROM tasks WHERE name = 'second' AND root_id = $deal", "Lost: task 'second' of crash-0-1")]
    [TestCase("UPDATE tasks SET status = 'Ready', completed_by = NULL WHERE name = 'first' AND root_id = $deal", "Lost: 'first' of crash-0-1")]
    [TestCase("DELETE FROM notifications WHERE instance_id = $deal", "Lost: notification of crash-0-1")]
    [TestCase("DELETE FROM journal WHERE revision = 1 AND instance_id = $deal", "Lost: the journal of instance")]
    [TestCase("UPDATE instances SET business_key = 'crash-0-1'", "Doubled: instance of crash-0-1")]
    [TestCase("UPDATE tasks SET name = 'second' WHERE name = 'last' AND root_id = $deal", "Doubled: task 'second' of crash-0-1")]
    [TestCase("UPDATE notifications SET instance_id = $deal", "Doubled: notification of crash-0-1")]
    [TestCase("UPDATE instances SET status = 'Running' WHERE id = $deal", "Stuck: crash-0-1 is Running")]
    [TestCase("UPDATE tasks SET is_open = 1 WHERE name = 'last' AND root_id = $deal", "Stuck: task")]
    [TestCase("UPDATE tasks SET instance_id = 'gone' WHERE name = 'last' AND root_id = $deal", "Stuck: task")]
    [TestCase("INSERT INTO bookmarks (id, instance_id, attempts) VALUES ('forgotten', $deal, 0)", "Stuck: bookmark forgotten")]
    [TestCase("INSERT INTO outbox (id, instance_id, kind, payload, created_at, attempts, next_at) VALUES ('forgotten', $deal, 'x', '{}', 0, 0, 99999999999999)", "Stuck: message forgotten")]
    public void The_damage_is_named(string damage, string named)
    {
        var deal = _ledger.Deals.Single(d => d.Key == "crash-0-1").InstanceId!;
        var copy = Path.Combine(_server.Folder.Root, $"{Guid.NewGuid():n}.db");
        _server.Database.Execute("VACUUM INTO $copy", ("$copy", copy));
        var database = new DatabaseFile(copy);
        database.Execute(damage, ("$deal", deal));

        var violations = new CrashChecker(database, _ledger).Check();

        Assert.That(violations.Select(v => v.ToString()), Has.Some.StartsWith(named));
    }
}
