using System.Collections.Concurrent;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>One deal as its client knows it: what was sent, and what was acknowledged.</summary>
/// <param name="Key">Its business key.</param>
/// <param name="IsKeyed">Whether its requests carry idempotency keys; without them the client finds out by itself what became of a request.</param>
internal sealed record CrashDeal(string Key, int Number, string Person, bool IsKeyed)
{
    /// <summary>The steps of one deal; the middle one is done in a child instance.</summary>
    public static readonly IReadOnlyList<string> Steps = ["first", "second", "last"];

    /// <summary>Set when the start was acknowledged.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The answer of each step that was acknowledged.</summary>
    public Dictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>The answers that the ended instance gave back, by step.</summary>
    public Dictionary<string, string?> Output { get; } = new(StringComparer.Ordinal);

    /// <summary>What the client waited for in vain.</summary>
    public string? GaveUp { get; set; }

    public string AnswerTo(string step) => $"{Key} {step}";
}

/// <summary>What all clients did and were told, kept while the server comes and goes.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<CrashDeal> _deals = new();
    private int _acknowledged;
    private int _retried;
    private int _replayed;
    private int _turnedAway;

    public IReadOnlyCollection<CrashDeal> Deals => _deals;

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Operations that needed more than one request, because the server died under the first.</summary>
    public int Retried => Volatile.Read(ref _retried);

    /// <summary>Retried operations that had been done already by the request whose answer was lost.</summary>
    public int Replayed => Volatile.Read(ref _replayed);

    /// <summary>Requests that were answered: not now.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    public void Add(CrashDeal deal) => _deals.Enqueue(deal);

    public void CountAcknowledged() => Interlocked.Increment(ref _acknowledged);

    public void CountRetried() => Interlocked.Increment(ref _retried);

    public void CountTurnedAway() => Interlocked.Increment(ref _turnedAway);

    public void CountReplayed() => Interlocked.Increment(ref _replayed);
}
