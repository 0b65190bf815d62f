namespace SalesProcess.Tasks;

/// <summary>The life of a user task, in the words of WS-HumanTask.</summary>
public enum TaskStatus
{
    /// <summary>Open to its candidates.</summary>
    Ready,

    /// <summary>It has an assignee.</summary>
    Reserved,

    /// <summary>Its assignee works on it.</summary>
    InProgress,

    Suspended,

    Completed,

    /// <summary>Its instance was cancelled or ended.</summary>
    Exited,

    /// <summary>The flow went on without it: a quorum was reached, a time-out came first, somebody skipped it.</summary>
    Obsolete,
}

/// <summary>One way of completing a task; the key becomes the activity's outcome.</summary>
public sealed record TaskAction(string Key, LocalizedText Title);

/// <summary>A document by id and by its very bytes.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record DocumentReference(string Id, string Sha256);

/// <summary>A step that a person does.</summary>
public sealed record UserTask
{
    /// <summary>The same as <see cref="BookmarkId"/>: a task and the place where its instance waits for it are one.</summary>
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public required string RootId { get; init; }

    public required string BookmarkId { get; init; }

    public required string ActivityId { get; init; }

    public required string DefinitionId { get; init; }

    public required string Name { get; init; }

    public required LocalizedText Title { get; init; }

    public LocalizedText? Instructions { get; init; }

    public TaskStatus Status { get; init; } = TaskStatus.Ready;

    public string? Assignee { get; init; }

    /// <summary>Since when it has this assignee.</summary>
    public DateTimeOffset? ReservedAt { get; init; }

    /// <summary>Since when its assignee works on it; null while it only is his.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The person for whom a delegate does it: the first who gave it away.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Everybody who has given it away to somebody else, in order. They took part in it.</summary>
    public IReadOnlyList<string> Delegators { get; init; } = [];

    /// <summary>Everybody who had it before it was handed back or given to somebody else by a manager. They took part in it, and see nothing of it by that.</summary>
    public IReadOnlyList<string> PreviousOwners { get; init; } = [];

    /// <summary>The absence during which its assignee has it on behalf of whoever is away.</summary>
    public string? AbsenceId { get; init; }

    public IReadOnlyList<string> CandidateUsers { get; init; } = [];

    public IReadOnlyList<string> CandidateGroups { get; init; } = [];

    /// <summary>People who must not do it, whatever else they are (separation of duties).</summary>
    public IReadOnlyList<string> ExcludedUsers { get; init; } = [];

    /// <summary>Why each of them is: what the separation of duties rests on, kept with the decision.</summary>
    public IReadOnlyList<Exclusion> Exclusions { get; init; } = [];

    /// <summary>Names of tasks whose participants must not do this one.</summary>
    public IReadOnlyList<string> NotCompletersOf { get; init; } = [];

    /// <summary>0 to 100.</summary>
    public int Priority { get; init; } = 50;

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What the due time was counted from, if it was counted (see <see cref="Deadline"/>).</summary>
    public string? DueIn { get; init; }

    /// <summary>By which calendar its times are counted.</summary>
    public string? Calendar { get; init; }

    public DateTimeOffset? FollowUpAt { get; init; }

    /// <summary>Reminders and escalations, those that have happened too.</summary>
    public IReadOnlyList<TaskTimer> Timers { get; init; } = [];

    /// <summary>A person or group to escalate to, instead of the manager.</summary>
    public string? EscalateTo { get; init; }

    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>Why it is suspended, if that was said: <see cref="TaskClock.WaitingForCustomer"/>.</summary>
    public string? SuspendedFor { get; init; }

    /// <summary>Since when its clock stands still.</summary>
    public DateTimeOffset? ClockStoppedAt { get; init; }

    /// <summary>When its clock stood still before.</summary>
    public IReadOnlyList<ClockStop> ClockStops { get; init; } = [];

    public string? FormId { get; init; }

    /// <summary>The form's text when the task was opened.</summary>
    public string? FormHash { get; init; }

    /// <summary>A draft is not for the next one who gets the task; otherwise he goes on with it.</summary>
    public bool DropsDraft { get; init; }

    /// <summary>Prefilled values and context to show.</summary>
    public object? Data { get; init; }

    public IReadOnlyList<TaskAction> Actions { get; init; } = [];

    /// <summary>The outcome that skipping it takes; null if the definition does not let it be skipped.</summary>
    public string? SkipOutcome { get; init; }

    /// <summary>Words by which people find it again.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The role or person that this task votes as. A role's vote is given by its members only.</summary>
    public string? Approver { get; init; }

    /// <summary>Which execution of an approval this task votes in: a second round is another one.</summary>
    public string? VotingRound { get; init; }

    /// <summary>Who has voted in the same round already: a person has one vote.</summary>
    public IReadOnlyList<string> Voters { get; init; } = [];

    /// <summary>What the others decided, if that was without this vote.</summary>
    public string? Decision { get; init; }

    public DocumentReference? Document { get; init; }

    public string? Team { get; init; }

    /// <summary>The owner of the deal.</summary>
    public string? Owner { get; init; }

    public string? BusinessKey { get; init; }

    public string? StageId { get; init; }

    public LocalizedText? Stage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? CompletedBy { get; init; }

    public string? Action { get; init; }

    public string? Comment { get; init; }

    public long Revision { get; init; } = 1;

    /// <summary>The state it was in when the flow went on without it, should that be taken back.</summary>
    public TaskStatus? ClosedFrom { get; init; }

    /// <summary>What the definition got wrong about this task (an unknown calendar or form); the runtime makes an incident of it.</summary>
    public string? Fault { get; init; }

    /// <summary>The group that its completion votes for: only a task that is open to a group's members speaks for the group. Null if it speaks for a person, or is no vote.</summary>
    public string? VotesFor => Relations.VotingGroup(this);

    public bool IsOpen => Status is TaskStatus.Ready or TaskStatus.Reserved or TaskStatus.InProgress or TaskStatus.Suspended;

    /// <summary>The state that the task is in when it does not rest, by who has it and whether he has begun.</summary>
    public TaskStatus Awake => Assignee is null ? TaskStatus.Ready : StartedAt is null ? TaskStatus.Reserved : TaskStatus.InProgress;
}
