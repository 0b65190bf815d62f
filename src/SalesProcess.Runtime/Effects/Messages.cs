using SalesProcess.Engine.Execution;

namespace SalesProcess.Runtime.Effects;

/// <summary>A child has ended: its parent's bookmark is resumed with its answer.</summary>
public sealed record AnswerParent(
    string ParentId, string BookmarkId, string ChildId, string Status, string SubStatus, string? Outcome, IReadOnlyDictionary<string, object?> Output) : Effect;

/// <summary>Resumes one bookmark (an event that was found to match, a timer).</summary>
public sealed record ResumeBookmark(string TargetId, string BookmarkId, IReadOnlyDictionary<string, object?> Input) : Effect;

/// <summary>Cancels an instance together with its parent, or because nobody waits for it any more.</summary>
public sealed record CancelInstance(string TargetId, string? Reason) : Effect;

/// <summary>Starts a definition through one of its triggers, under an id that stands already: handled twice, it still starts once.</summary>
public sealed record StartByTrigger(string NewInstanceId, string VersionId, string ActivityId, IReadOnlyDictionary<string, object?> Input, string? CorrelationId) : Effect;
