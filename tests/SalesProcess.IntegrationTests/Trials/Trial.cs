using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>A server with the trials' small definitions, and what the trials ask of it.</summary>
internal sealed class Trial(params string[] definitions) : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Reps = ["anna", "bob", "li.na", "carl", "dora", "wang.wei"];

    private const int Clients = 16;

    public LocalServer Server { get; } = new(CompanyFolder.With(definitions));

    public PersonClient Rep(int number) => Server.Staff.As(Reps[number % Reps.Count]);

    /// <summary>Starts instances and gives each with its open tasks.</summary>
    public async Task<IReadOnlyList<Started>> StartAsync(string definition, int count)
    {
        // Everybody signs in before: in a race nobody should be late for want of a token.
        await Task.WhenAll(Reps.Select(rep => Server.Staff.As(rep).GetAsync("/tasks?box=mine")));
        return await AtOnce.WorkOffAsync<int, Started>([.. Enumerable.Range(0, count)], Clients, async number =>
        {
            var started = (await Rep(0).StartAsync(definition, [], $"{definition}-{number}")).Expect(201).Json;
            return new Started(started["id"]!.GetValue<string>(), [.. started["tasks"]!.AsArray().Select(t => t!["id"]!.GetValue<string>())]);
        });
    }

    /// <summary>The instances as they are now.</summary>
    public Task<IReadOnlyList<JsonNode>> ReadAsync(IReadOnlyList<Started> instances) => AtOnce.WorkOffAsync(
        instances, Clients, async instance => (await Server.Staff.As(Staff.Auditor).GetAsync($"/instances/{instance.Id}")).Expect(200).Json);

    /// <summary>Tasks that are open though their instance is not waiting for them, and messages that nobody delivers.</summary>
    public IReadOnlyList<string> Leftovers() =>
    [
        .. Server.Database.Query(
            "SELECT t.id FROM tasks t LEFT JOIN instances i ON i.id = t.instance_id WHERE t.is_open = 1 AND (i.id IS NULL OR i.status = 'Finished')",
            r => $"open task {r.GetString(0)} without a running instance"),
        .. Server.Database.Query("SELECT id, kind FROM outbox", r => $"message {r.GetString(0)} ({r.GetString(1)}) is not delivered"),
    ];

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>An instance that was just started.</summary>
internal sealed record Started(string Id, IReadOnlyList<string> Tasks);
