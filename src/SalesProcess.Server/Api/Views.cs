using SalesProcess.Engine.Definitions;

namespace SalesProcess.Server.Api;

/// <summary>A stage of the sales process.</summary>
/// <param name="Id">For example <c>lead-screening</c>.</param>
/// <param name="Title">In the language of the request.</param>
public sealed record StageView(string Id, string Title);

/// <summary>A version of a definition.</summary>
public sealed record DefinitionReference(string Id, int Version, string? Name);

/// <summary>Something in a definition or its data went wrong; the instance waits and can be retried.</summary>
public sealed record IncidentView(string ActivityId, string ActivityType, string Message, DateTimeOffset At);

/// <summary>An instance that another one started.</summary>
public sealed record ChildView(string Id, string Definition, string Status, string SubStatus, string? Outcome);

/// <summary>One way to complete a task.</summary>
/// <param name="Key">Sent as <c>action</c>.</param>
public sealed record ActionView(string Key, string Title);

/// <summary>The form of a task.</summary>
/// <param name="Id">The form's name.</param>
/// <param name="Schema">The JSON schema that <c>data</c> must fulfil when the task is completed.</param>
/// <param name="Ui">Hints for showing it; empty today.</param>
/// <param name="Data">Values filled in beforehand; what stands under <c>context</c> is for reading only.</param>
public sealed record FormView(string? Id, object? Schema, object? Ui, object? Data);

/// <summary>The bytes that a decision is about.</summary>
public sealed record DocumentReferenceView(string Id, string Sha256);

/// <summary>A user task in a list.</summary>
public record TaskSummary
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Ready, Reserved, Suspended, Completed, Exited or Obsolete.</summary>
    public required string State { get; init; }

    public string? Assignee { get; init; }

    /// <summary>The person for whom a delegate does it.</summary>
    public string? OnBehalfOf { get; init; }

    public required IReadOnlyList<string> CandidateGroups { get; init; }

    public required IReadOnlyList<string> CandidateUsers { get; init; }

    /// <summary>People who must not do it (separation of duties).</summary>
    public required IReadOnlyList<string> ExcludedUsers { get; init; }

    /// <summary>0 to 100.</summary>
    public int Priority { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? FollowUpAt { get; init; }

    public StageView? Stage { get; init; }

    public required string Definition { get; init; }

    public required string InstanceId { get; init; }

    public required string RootId { get; init; }

    public string? BusinessKey { get; init; }

    public required IReadOnlyList<ActionView> Actions { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? CompletedBy { get; init; }

    /// <summary>The action it was completed with.</summary>
    public string? Outcome { get; init; }

    /// <summary>Counts up with every change; the ETag.</summary>
    public long Revision { get; init; }
}

/// <summary>A user task, whole.</summary>
public sealed record TaskView : TaskSummary
{
    public string? Instructions { get; init; }

    public FormView? Form { get; init; }

    /// <summary>What the caller may do with it now: claim, release, complete, delegate, forward, suspend, resume, escalate.</summary>
    public required IReadOnlyList<string> AllowedActions { get; init; }

    /// <summary>The role that this task votes as, in an approval.</summary>
    public string? Approver { get; init; }

    public DocumentReferenceView? Document { get; init; }

    public string? Comment { get; init; }
}

/// <summary>An instance in a list.</summary>
public record InstanceSummary
{
    public required string Id { get; init; }

    public required DefinitionReference Definition { get; init; }

    public string? BusinessKey { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string? Owner { get; init; }

    public string? Team { get; init; }

    /// <summary>Running or Finished.</summary>
    public required string Status { get; init; }

    /// <summary>Pending, Executing, Suspended, Finished, Cancelled or Faulted.</summary>
    public required string SubStatus { get; init; }

    /// <summary>What the Complete activity that ended it said, else its workflow output <c>outcome</c>.</summary>
    public string? Outcome { get; init; }

    public StageView? Stage { get; init; }

    public string? ParentId { get; init; }

    public required string RootId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>An instance, whole.</summary>
public sealed record InstanceView : InstanceSummary
{
    public required IReadOnlyList<ChildView> Children { get; init; }

    /// <summary>The open tasks of it and its descendants that the caller may see.</summary>
    public required IReadOnlyList<TaskSummary> Tasks { get; init; }

    public object? Output { get; init; }

    public required IReadOnlyList<IncidentView> Incidents { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>The instance that a completed task belongs to.</summary>
public sealed record InstanceState(string Id, string Status, string SubStatus, StageView? Stage);

/// <summary>What completing a task led to.</summary>
/// <param name="NextTasks">The open tasks of the whole tree that the caller may see.</param>
public sealed record CompletionView(TaskView Task, InstanceState Instance, IReadOnlyList<TaskSummary> NextTasks);

/// <summary>One thing that happened to an activity.</summary>
public sealed record JournalView(
    long Sequence, DateTimeOffset At, string Event, string ActivityId, string NodeId, string ActivityType, string RecordId, string? ParentRecordId,
    IReadOnlyList<string>? Outcomes, object? Inputs, object? Outputs, string? Message, long Run, string? Actor);

/// <summary>A finding about a definition.</summary>
public sealed record DiagnosticView(string Severity, string Code, string Path, string? ActivityId, string Message)
{
    public static DiagnosticView Of(Diagnostic d) => new(d.Severity.ToString(), d.Code, d.Path, d.ActivityId, d.Message);
}

/// <summary>A definition in a list.</summary>
public sealed record DefinitionSummary(string Id, int Version, string VersionId, string? Name, string? Title, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt);

/// <summary>A definition with its file and, for the latest version, what validation finds.</summary>
public sealed record DefinitionView(
    string Id, int Version, string VersionId, string? Name, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt,
    System.Text.Json.Nodes.JsonNode Definition, object? InputSchema, IReadOnlyList<DiagnosticView> Diagnostics);

/// <summary>A stored document.</summary>
public sealed record DocumentView(
    string Id, string Name, string ContentType, string Sha256, long Size, string InstanceId, string RootId, string? Author, object? Metadata, DateTimeOffset CreatedAt,
    IReadOnlyList<ApprovalView> Approvals, IReadOnlyList<SendingView> Sendings);

/// <summary>One vote on the bytes of a document.</summary>
public sealed record ApprovalView(string Role, string User, string Outcome, string Sha256, DateTimeOffset At);

/// <summary>That a document went to the customer.</summary>
public sealed record SendingView(string? Recipient, string? Channel, string Sha256, DateTimeOffset At);
