using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>kill -9, again and again, while clients start instances and complete tasks; after each the server comes back on the same file.</summary>
public sealed class When_the_server_is_killed_under_load
{
    private const int Kills = 20;
    private const int Clients = 8;

    [Test]
    public async Task Nothing_acknowledged_is_lost_nothing_is_done_twice_and_nothing_is_stuck()
    {
        using var server = new ServerProcess(CompanyFolder.With("crash-parent", "crash-child"));
        await server.StartAsync();
        using var staff = new Staff(server.Address, server.Folder.Read("directory.json"));
        var ledger = new Ledger();
        var goesOn = true;
        var clients = Enumerable.Range(0, Clients)
            .Select(n => Task.Run(() => new CrashClient(n, staff.As(Trial.Reps[n % Trial.Reps.Count]), ledger).RunAsync(() => Volatile.Read(ref goesOn))))
            .ToList();

        for (var kill = 0; kill < Kills; kill++)
        {
            // Another distance each time, so that the blow falls on another moment of a step.
            var enough = ledger.Acknowledged + 40 + (kill * 17 % 50);
            await Eventually.Holds($"{enough} operations are acknowledged before kill {kill + 1}", () => Task.FromResult(ledger.Acknowledged >= enough));
            server.Kill();
            await server.StartAsync();
        }

        Volatile.Write(ref goesOn, false);
        await Task.WhenAll(clients);
        var database = new DatabaseFile(server.Folder.DatabaseFile);
        await Eventually.Holds("all messages are delivered", () => Task.FromResult(database.Count("SELECT count(*) FROM outbox") == 0));
        server.Kill();

        var replays = Replays.OfAll(server.Folder.DatabaseFile);
        var violations = new CrashChecker(database, ledger).Check();
        int Number(ViolationKind kind) => violations.Count(v => v.Kind == kind);
        await TestContext.Progress.WriteLineAsync(
            $"{Kills} kills under {Clients} clients: {ledger.Deals.Count} deals, {ledger.Acknowledged} operations acknowledged, {ledger.Retried} retried "
            + $"({ledger.Replayed} of them were done already); lost {Number(ViolationKind.Lost)}, doubled {Number(ViolationKind.Doubled)}, stuck {Number(ViolationKind.Stuck)}; {replays.Count} instances computed again");
        Assert.That(violations, Is.Empty);
        Assert.That(replays.Where(r => r["verdict"]!.ToString() != "Equal").Select(r => r.ToJsonString()), Is.Empty);
    }
}
