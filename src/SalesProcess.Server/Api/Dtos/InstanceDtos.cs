using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SalesProcess.Runtime.Replay;

namespace SalesProcess.Server.Api;

/// <summary>A version of a definition.</summary>
internal sealed record DefinitionReferenceDto(string Id, int Version, string? Name);

/// <summary>An instance, as lists show it.</summary>
internal record InstanceSummary
{
    public required string Id { get; init; }

    /// <summary>What it runs. It stays on the version it was started with.</summary>
    public required DefinitionReferenceDto Definition { get; init; }

    /// <summary>The caller's own key; among running instances of a definition it is unique.</summary>
    public string? BusinessKey { get; init; }

    /// <summary>What it is found by when an event is published.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The name its definition gave it.</summary>
    public string? Name { get; init; }

    /// <summary>Running or Finished.</summary>
    public required string Status { get; init; }

    /// <summary>Pending, Executing, Suspended (it waits), Finished, Cancelled or Faulted (it can be retried).</summary>
    public required string SubStatus { get; init; }

    /// <summary>How it ended: what its Complete activity said, else its output <c>outcome</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The stage it is; for a deal, the stage it is in.</summary>
    public StageDto? Stage { get; init; }

    /// <summary>The owner of the deal.</summary>
    public string? Owner { get; init; }

    /// <summary>The owner's team.</summary>
    public string? Team { get; init; }

    /// <summary>The instance that started it.</summary>
    public string? ParentId { get; init; }

    /// <summary>The topmost instance: the deal.</summary>
    public required string RootId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>An instance with what it waits for.</summary>
internal sealed record InstanceDetail : InstanceSummary
{
    [SetsRequiredMembers]
    internal InstanceDetail(InstanceSummary summary)
        : base(summary)
    {
    }

    /// <summary>The instances it has started.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<InstanceSummary> Children { get; init; } = [];

    /// <summary>The open tasks of it and of those below it that the caller sees.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<TaskSummary> Tasks { get; init; } = [];

    /// <summary>What it gave out.</summary>
    public Plain Output { get; init; } = new(null);

    /// <summary>What its definition or data did wrong; <c>retry</c> runs it again.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<IncidentDto> Incidents { get; init; } = [];
}

/// <summary>A fault of a definition or its data.</summary>
internal sealed record IncidentDto(string ActivityId, string ActivityType, string Message, DateTimeOffset At);

/// <summary>How an instance stands.</summary>
internal sealed record InstanceStandDto(string Id, string Status, string SubStatus, StageDto? Stage);

/// <summary>A page of instances.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record InstancePage(IReadOnlyList<InstanceSummary> Items, string? NextCursor);

/// <summary>One thing that happened to one activity.</summary>
internal sealed record JournalEntryDto
{
    /// <summary>Counts up over the life of the instance.</summary>
    public required long Sequence { get; init; }

    /// <summary>The run it happened in; all of a run is committed at once.</summary>
    public required long Run { get; init; }

    public required string ActivityId { get; init; }

    /// <summary>Where the activity stands: the ids from the workflow down to it.</summary>
    public required string NodeId { get; init; }

    public required string ActivityType { get; init; }

    /// <summary>Started, Suspended, Resumed, Completed, Canceled or Faulted.</summary>
    public required string Event { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who caused the run; null for the service itself.</summary>
    public string? Actor { get; init; }

    public IReadOnlyList<string>? Outcomes { get; init; }

    /// <summary>Why it faulted.</summary>
    public string? Message { get; init; }

    /// <summary>The evaluated inputs; only for those who may read variables.</summary>
    public Plain? Inputs { get; init; }

    /// <summary>What it gave out; only for those who may read variables.</summary>
    public Plain? Outputs { get; init; }
}

/// <summary>A page of the journal.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record JournalPage(IReadOnlyList<JournalEntryDto> Items, string? NextCursor);

/// <summary>A variable of an instance.</summary>
/// <param name="ActivityId">The container it lives in.</param>
internal sealed record VariableDto(string Name, Plain Value, string ActivityId);

/// <summary>What an instance holds. Secret fields of forms never enter it.</summary>
internal sealed record VariablesDto(IReadOnlyList<VariableDto> Items, Plain Input, Plain Output);

/// <summary>Starts an instance.</summary>
internal sealed record StartInstanceDto
{
    /// <summary>The definition to start, in its published version.</summary>
    public required string Definition { get; init; }

    /// <summary>A certain version instead of the published one.</summary>
    public int? Version { get; init; }

    /// <summary>The caller's own key: as long as an instance with it runs, there is no second one.</summary>
    public string? BusinessKey { get; init; }

    /// <summary>What the instance is found by when an event is published.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The input, as the definition's schema (<c>GET /definitions/{id}</c>) wants it.</summary>
    public Plain? Input { get; init; }
}

/// <summary>Cancels an instance with everything below it.</summary>
/// <param name="Reason">For the journal.</param>
internal sealed record CancelInstanceDto(string? Reason = null);

/// <summary>Publishes an event to an instance and those below it.</summary>
/// <param name="Payload">What the receivers get with it.</param>
internal sealed record PublishEventDto(Plain? Payload = null);

/// <summary>Publishes an event to everybody.</summary>
/// <param name="Payload">What the receivers get with it.</param>
/// <param name="CorrelationId">Only instances with this correlation id; what is started gets it.</param>
internal sealed record PublishGlobalEventDto(Plain? Payload = null, string? CorrelationId = null);

/// <summary>What computing an instance again has shown.</summary>
/// <param name="Verdict">Equal, Differs, or Unproven: a part was recorded by a version that did not keep enough to compute it again.</param>
/// <param name="Runs">How many runs were computed again and found equal.</param>
/// <param name="Entries">How many journal entries these runs have.</param>
/// <param name="Difference">The first thing that is not as it was recorded.</param>
internal sealed record ReplayDto(string InstanceId, string Verdict, int Runs, int Entries, ReplayDifferenceDto? Difference)
{
    public static ReplayDto Of(ReplayReport report) => new(
        report.InstanceId, report.Verdict.ToString(), report.Runs, report.Entries,
        report.Difference is { } d ? new ReplayDifferenceDto(d.Revision, d.Sequence, d.What, d.Recorded, d.Computed) : null);
}

/// <param name="Run">The run, counted from one.</param>
/// <param name="Sequence">The first journal entry that differs; null if it is not an entry.</param>
/// <param name="What">What was compared: row, entry, state, effects, instance.</param>
/// <param name="Recorded">What is recorded; null for nothing.</param>
/// <param name="Computed">What comes of it; null for nothing.</param>
internal sealed record ReplayDifferenceDto(long Run, long? Sequence, string What, string? Recorded, string? Computed);
