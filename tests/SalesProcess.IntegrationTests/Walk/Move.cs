using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Walk;

/// <summary>What somebody does when a task comes up.</summary>
/// <param name="Action">The action's key; null for the first one that the task offers.</param>
internal sealed record Move(string? Action)
{
    /// <summary>Values that matter to the scenario; the rest of the form is filled from its schema.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>Nobody does anything: the clock is moved until the task ends by itself.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>Somebody changes a byte of the stored documents before the task is completed.</summary>
    public bool IsTampered { get; private init; }

    public static implicit operator Move(string action) => new(action);

    public static Move With(string action, string data) => new(action) { Data = JsonNode.Parse(data)!.AsObject() };

    public static Move After(int days) => new("Timeout") { Wait = TimeSpan.FromDays(days) };

    public static Move AfterTampering(string action) => new(action) { IsTampered = true };
}

/// <summary>Who does what in one deal: for a task's name the moves in their order, then the task's first action for ever.</summary>
internal sealed class Script
{
    private static readonly Move First = new((string?)null);

    private readonly Dictionary<string, Queue<Move>> _moves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _always = new(StringComparer.Ordinal);

    /// <param name="task">The task's name, or <c>name/approver</c> for one vote of an approval.</param>
    public Script On(string task, params Move[] moves)
    {
        _moves.Add(task, new Queue<Move>(moves));
        return this;
    }

    /// <summary>Values that a task is always given, unless its move has values of its own.</summary>
    public Script Always(string task, string data)
    {
        _always.Add(task, JsonNode.Parse(data)!.AsObject());
        return this;
    }

    public Move Next(string task, string? approver)
    {
        var move = Take($"{task}/{approver}") ?? Take(task) ?? First;
        return move.Data is null && _always.TryGetValue(task, out var data) ? move with { Data = data } : move;
    }

    /// <summary>What was planned and never came up; a scenario with such a rest has taken another way.</summary>
    public IReadOnlyList<string> Left() => [.. _moves.Where(m => m.Value.Count > 0).Select(m => $"{m.Key}: {string.Join(", ", m.Value.Select(v => v.Action))}")];

    private Move? Take(string task) => _moves.TryGetValue(task, out var moves) && moves.TryDequeue(out var move) ? move : null;
}
