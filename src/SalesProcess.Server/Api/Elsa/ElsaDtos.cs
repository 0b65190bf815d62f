namespace SalesProcess.Server.Api;

/// <summary>A person or a group, as Elsa's client names them.</summary>
internal sealed record ElsaParticipant(string Kind, string Provider, string Id, string? DisplayName);

internal record ElsaTask
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Summary { get; init; }

    public string? Reference { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string TaskType { get; init; }

    public required string Status { get; init; }

    public required int Priority { get; init; }

    public ElsaParticipant? Assignee { get; init; }

    public string? CandidateSummary { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public required bool IsOverdue { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? AssignedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required string WorkflowDefinitionId { get; init; }

    public required string WorkflowInstanceId { get; init; }

    public string? WorkflowInstanceReference { get; init; }

    public required IReadOnlyList<string> AllowedActions { get; init; }

    public required long Revision { get; init; }
}

internal sealed record ElsaTaskDetail : ElsaTask
{
    public string? Instructions { get; init; }

    public Plain? Data { get; init; }

    public required ElsaDisclosure Disclosure { get; init; }

    public required ElsaWorkflow Workflow { get; init; }

    public ElsaForm? Form { get; init; }

    public required IReadOnlyList<ElsaAction> Actions { get; init; }

    public string? Outcome { get; init; }

    public ElsaParticipant? CompletedBy { get; init; }
}

internal sealed record ElsaDisclosure(bool CanViewProtected, bool CanViewWorkflow, bool CanViewHistory, bool GuestVisible);

internal sealed record ElsaWorkflow(string DefinitionId, string InstanceId, string? InstanceReference);

internal sealed record ElsaForm(string Provider, string Key, string Version, IReadOnlyList<ElsaField> Fields, IReadOnlyList<ElsaAction> Actions);

/// <param name="Masked">A secret: it is written, and not shown again.</param>
internal sealed record ElsaField(string Key, string Label, string Type, bool Required, bool Masked, bool CanReveal, Plain? Value);

internal sealed record ElsaAction(string Key, string Label);

internal sealed record ElsaTaskList(IReadOnlyList<ElsaTask> Items, string? NextCursor, long? TotalCount);

internal sealed record ElsaFeatures
{
    public bool Enabled { get; init; } = true;

    public bool CanList { get; init; } = true;

    public bool CanRead { get; init; } = true;

    public required bool CanReadAll { get; init; }

    public required bool CanClaim { get; init; }

    public required bool CanComplete { get; init; }

    public required bool CanRelease { get; init; }

    public required bool CanAssign { get; init; }

    public required bool CanUpdate { get; init; }

    public required bool CanCancel { get; init; }

    public bool CanCreateGuestLinks { get; init; }

    public bool CanViewProtected { get; init; } = true;

    public bool ParticipantPicker { get; init; } = true;

    /// <summary>There is no hub; what there is not is not promised.</summary>
    public bool Realtime { get; init; }

    public int PollingIntervalSeconds { get; init; } = 30;
}

internal sealed record ElsaTaskCapabilities(string TaskId, long Revision, IReadOnlyList<string> AllowedActions, bool CanReadProtected, bool CanManage);

internal sealed record ElsaEvent(string Id, string Kind, string? Summary, DateTimeOffset OccurredAt, string? ActorDisplayName);

internal sealed record ElsaEvents(IReadOnlyList<ElsaEvent> Items, string? NextCursor);

internal sealed record ElsaParticipants(IReadOnlyList<ElsaParticipant> Items, string? NextCursor);

/// <summary>The answer to a command.</summary>
/// <param name="Status">completed, or accepted for what ends a task: Elsa answers it by 202. Here it is done as well.</param>
internal sealed record ElsaOperation(string? OperationId, string Status, long Revision, ElsaTask Task);
