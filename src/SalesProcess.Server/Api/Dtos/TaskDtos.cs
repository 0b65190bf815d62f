using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SalesProcess.Server.Api;

/// <summary>A user task, as lists show it.</summary>
internal record TaskSummary
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in the definition, the same in every instance.</summary>
    public required string Name { get; init; }

    /// <summary>Its headline, in the language of Accept-Language.</summary>
    public required string Title { get; init; }

    /// <summary>Ready, Reserved, InProgress, Suspended, Completed, Exited (its instance has ended) or Obsolete (skipped, or the flow went on without it).</summary>
    public required string State { get; init; }

    /// <summary>The person who does it.</summary>
    public string? Assignee { get; init; }

    /// <summary>Groups whose members may take it.</summary>
    public required IReadOnlyList<string> CandidateGroups { get; init; }

    /// <summary>People who may take it.</summary>
    public required IReadOnlyList<string> CandidateUsers { get; init; }

    /// <summary>0 to 100; 50 is usual.</summary>
    public required int Priority { get; init; }

    /// <summary>When it has to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When to look at it again.</summary>
    public DateTimeOffset? FollowUpAt { get; init; }

    /// <summary>Until when it is put aside.</summary>
    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>Why it is put aside, if that was said: <c>waiting-for-customer</c>.</summary>
    public string? SuspendedFor { get; init; }

    /// <summary>Since when its clock stands still; the due time moves on when it is taken up again.</summary>
    public DateTimeOffset? ClockStoppedAt { get; init; }

    /// <summary>Since when its assignee works on it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Words by which people find it again.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The stage of the sales process it belongs to.</summary>
    public StageDto? Stage { get; init; }

    /// <summary>The definition of its instance.</summary>
    public required string Definition { get; init; }

    /// <summary>The instance that waits for it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The topmost instance: the deal.</summary>
    public required string RootId { get; init; }

    /// <summary>The deal's business key.</summary>
    public string? BusinessKey { get; init; }

    /// <summary>The ways of completing it.</summary>
    public required IReadOnlyList<ActionDto> Actions { get; init; }

    /// <summary>What the caller may do with it now: claim, start, stop, complete, skip, release, delegate, resolve, forward, assign, suspend, resume, escalate, change; and, where one task is read, recall.</summary>
    public required IReadOnlyList<string> AllowedActions { get; init; }

    /// <summary>The role or person whose vote it is, if it is part of an approval.</summary>
    public string? Approver { get; init; }

    /// <summary>The document it is about, by its very bytes.</summary>
    public DocumentReferenceDto? Document { get; init; }

    /// <summary>The person for whom a delegate does it.</summary>
    public string? OnBehalfOf { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Who completed or skipped it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>The action it was completed with, or the outcome of skipping it.</summary>
    public string? Outcome { get; init; }

    /// <summary>What was said when it was completed; why it was skipped.</summary>
    public string? Comment { get; init; }

    /// <summary>Counts up with every change; the same as the ETag.</summary>
    public required long Revision { get; init; }
}

/// <summary>A user task with everything that is needed to do it.</summary>
internal sealed record TaskDetail : TaskSummary
{
    [SetsRequiredMembers]
    internal TaskDetail(TaskSummary summary)
        : base(summary)
    {
    }

    /// <summary>What to do and how, in the language of Accept-Language.</summary>
    [JsonPropertyOrder(1)]
    public string? Instructions { get; init; }

    /// <summary>What to fill in; null if the task has no form.</summary>
    [JsonPropertyOrder(1)]
    public FormDto? Form { get; init; }

    /// <summary>Reminders and escalations, those that have happened too.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<TaskTimerDto> Timers { get; init; } = [];

    /// <summary>Who must not do it, and why: for a completed task, what its separation of duties rests on.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<ExclusionDto> Exclusions { get; init; } = [];
}

/// <summary>Somebody who must not do a task.</summary>
/// <param name="Rule">excludedUsers, notInitiator, notCompletersOf, or oneVote (he has voted in this round).</param>
/// <param name="TaskId">The task he took part in, if that is why.</param>
/// <param name="Task">That task's name.</param>
internal sealed record ExclusionDto(string User, string Rule, string? TaskId, string? Task);

/// <summary>Something that happens to a task by itself, once.</summary>
/// <param name="Kind">reminder or escalation.</param>
/// <param name="When">50% (of the time allowed), -1wd (before the due time), +1wd (after it), or a time.</param>
/// <param name="At">When that is as things are; null while nothing is due.</param>
/// <param name="FiredAt">When it happened.</param>
/// <param name="To">The person or group to escalate to; null for whoever the task names, else the next manager.</param>
/// <param name="Raise">By how much an escalation raises the priority.</param>
internal sealed record TaskTimerDto(string Kind, string When, DateTimeOffset? At, DateTimeOffset? FiredAt, string? To, int? Raise);

/// <summary>What a task asks for.</summary>
internal sealed record FormDto
{
    /// <summary>The form's id.</summary>
    public string? Id { get; init; }

    /// <summary>JSON Schema of the data that completes the task. Titles are in <c>title</c> and <c>x-title-zh</c>.</summary>
    public JsonText? Schema { get; init; }

    /// <summary>How to show it: the fields in their order.</summary>
    public FormUiDto? Ui { get; init; }

    /// <summary>Values filled in beforehand; <c>context</c> is only for showing and is not sent back.</summary>
    public Plain? Data { get; init; }
}

/// <summary>How to show a form.</summary>
internal sealed record FormUiDto
{
    /// <summary>The form's title, in the language of Accept-Language.</summary>
    public string? Title { get; init; }

    /// <summary>The fields, in the order in which they are asked for.</summary>
    public required IReadOnlyList<string> Order { get; init; }
}

/// <summary>A way of completing a task.</summary>
/// <param name="Key">What is sent as <c>action</c>.</param>
/// <param name="Title">What people read, in the language of Accept-Language.</param>
internal sealed record ActionDto(string Key, string Title);

/// <summary>A stage of the sales process.</summary>
/// <param name="Id">For programs.</param>
/// <param name="Title">For people, in the language of Accept-Language.</param>
internal sealed record StageDto(string Id, string Title);

/// <summary>A document by id and bytes.</summary>
/// <param name="Sha256">SHA-256 of the content, lower-case hex.</param>
internal sealed record DocumentReferenceDto(string Id, string Sha256);

/// <summary>A page of tasks.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record TaskPage(IReadOnlyList<TaskSummary> Items, string? NextCursor)
{
    /// <summary>How many there are on all pages; only if it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }

    /// <summary>False if there are more than this; only if it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TotalIsExact { get; init; }
}

/// <summary>What follows from completing a task.</summary>
/// <param name="Task">The completed task.</param>
/// <param name="Instance">How its instance stands now.</param>
/// <param name="NextTasks">The open tasks of the deal that the caller sees.</param>
internal sealed record CompletedDto(TaskSummary Task, InstanceStandDto Instance, IReadOnlyList<TaskSummary> NextTasks);

/// <summary>Completes a task.</summary>
/// <param name="Action">One of the task's actions.</param>
/// <param name="Data">What the form asks for.</param>
/// <param name="Comment">For the record.</param>
internal sealed record CompleteTaskDto(string Action, Plain? Data = null, string? Comment = null);

/// <summary>Asks for the most urgent task that the caller can do.</summary>
/// <param name="Definition">Only tasks of instances of this definition.</param>
/// <param name="Stage">Only tasks of this stage.</param>
internal sealed record NextTaskDto(string? Definition = null, string? Stage = null);

/// <summary>Says something about a task.</summary>
/// <param name="Text">Up to 10,000 characters.</param>
internal sealed record AddCommentDto(string Text);

/// <summary>Something that was said about a task.</summary>
internal sealed record CommentDto(string Id, string Author, string Text, DateTimeOffset At);

/// <summary>A page of comments, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record CommentPage(IReadOnlyList<CommentDto> Items, string? NextCursor);

/// <summary>What somebody has begun to fill in. Nothing of it is checked before the task is completed.</summary>
/// <param name="Action">The action that he means to choose.</param>
/// <param name="Data">What he has filled in so far.</param>
/// <param name="Comment">What he means to say.</param>
internal sealed record SaveDraftDto(string? Action = null, Plain? Data = null, string? Comment = null);

/// <summary>A draft, as it was kept.</summary>
/// <param name="UpdatedBy">Who kept it: an earlier assignee, if the task has been passed on since.</param>
internal sealed record DraftDto(string? Action, Plain? Data, string? Comment, string UpdatedBy, DateTimeOffset UpdatedAt, long Revision);

/// <summary>Lets somebody else do a task on the caller's behalf.</summary>
/// <param name="To">The person's id.</param>
internal sealed record DelegateTaskDto(string To);

/// <summary>Gives a task to somebody, whoever has it now.</summary>
/// <param name="To">The person's id.</param>
internal sealed record AssignTaskDto(string To);

/// <summary>Passes a task over.</summary>
/// <param name="Reason">Why; for the record.</param>
internal sealed record SkipTaskDto(string Reason);

/// <summary>Changes a task: only the members that are sent; null clears.</summary>
/// <param name="Priority">0 to 100; null makes it the usual 50.</param>
/// <param name="Tags">At most 20 of at most 50 characters.</param>
internal sealed record ChangeTaskDto(int? Priority = null, DateTimeOffset? DueAt = null, DateTimeOffset? FollowUpAt = null, IReadOnlyList<string>? Tags = null);

/// <summary>Hands a task over for good, to a person or to a group.</summary>
/// <param name="ToUser">The person's id.</param>
/// <param name="ToGroup">The group's id.</param>
internal sealed record ForwardTaskDto(string? ToUser = null, string? ToGroup = null);

/// <summary>Puts a task aside.</summary>
/// <param name="Until">When it comes back by itself; without it, when it is resumed.</param>
/// <param name="Reason">Only <c>waiting-for-customer</c>, which stops the task's clock: its due time moves on by the working time until it is taken up again.</param>
internal sealed record SuspendTaskDto(DateTimeOffset? Until = null, string? Reason = null);
