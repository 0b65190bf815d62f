using System.Text.Json.Serialization;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>Open a task for people: everything as the definition's expressions gave it. Completing it resumes the bookmark.</summary>
public sealed record OpenUserTask : Effect
{
    public required string BookmarkId { get; init; }

    public required string ActivityId { get; init; }

    public required string Name { get; init; }

    public required LocalizedText Title { get; init; }

    public LocalizedText? Instructions { get; init; }

    public string? Assignee { get; init; }

    public IReadOnlyList<string> CandidateUsers { get; init; } = [];

    public IReadOnlyList<string> CandidateGroups { get; init; } = [];

    public IReadOnlyList<string> ExcludedUsers { get; init; } = [];

    /// <summary>Names of earlier tasks whose participants are excluded when this one is opened.</summary>
    public IReadOnlyList<string> NotCompletersOf { get; init; } = [];

    /// <summary>Whoever started the deal is excluded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotInitiator { get; init; }

    public string? Form { get; init; }

    public object? Data { get; init; }

    public IReadOnlyList<TaskAction> Actions { get; init; } = [];

    /// <inheritdoc cref="UserTask.SkipOutcome"/>
    public string? SkipOutcome { get; init; }

    /// <summary>See <see cref="Deadline"/>; <see cref="DueAt"/> wins if both are given.</summary>
    public string? DueIn { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? FollowUpAt { get; init; }

    /// <summary>When to remind (see <see cref="StepTime"/>); null for never.</summary>
    public IReadOnlyList<string>? Reminders { get; init; }

    public IReadOnlyList<EscalationStep>? Escalation { get; init; }

    public string? EscalateTo { get; init; }

    /// <inheritdoc cref="UserTask.DropsDraft"/>
    public bool? DropsDraft { get; init; }

    public string Calendar { get; init; } = "china";

    public int Priority { get; init; } = 50;

    /// <inheritdoc cref="UserTask.Approver"/>
    public string? Approver { get; init; }

    /// <inheritdoc cref="UserTask.VotingRound"/>
    public string? VotingRound { get; init; }

    public DocumentReference? Document { get; init; }
}
