namespace SalesProcess.Tasks;

/// <summary>The stable codes of refused requests (<c>urn:salesprocess:problem:{code}</c>).</summary>
public static class RefusalCodes
{
    public const string MalformedRequest = "malformed-request";
    public const string UnknownParameter = "unknown-parameter";
    public const string CursorInvalid = "cursor-invalid";
    public const string CursorMismatch = "cursor-mismatch";
    public const string Unauthenticated = "unauthenticated";
    public const string PermissionMissing = "permission-missing";
    public const string NotFound = "not-found";
    public const string TaskAlreadyClaimed = "task-already-claimed";
    public const string TaskNotClaimable = "task-not-claimable";
    public const string TaskNotOwned = "task-not-owned";
    public const string TaskNotDelegated = "task-not-delegated";
    public const string TaskNotSkippable = "task-not-skippable";
    public const string TaskSuspended = "task-suspended";
    public const string TaskCompleted = "task-completed";
    public const string TaskCancelled = "task-cancelled";
    public const string ProcessSuspended = "process-suspended";
    public const string ProcessEnded = "process-ended";
    public const string InstanceRunning = "instance-running";
    public const string BusinessKeyInUse = "business-key-in-use";
    public const string PreconditionFailed = "precondition-failed";
    public const string PreconditionRequired = "precondition-required";
    public const string IdempotencyKeyReused = "idempotency-key-reused";
    public const string IdempotencyInProgress = "idempotency-in-progress";
    public const string ActionUnknown = "action-unknown";
    public const string ActionReserved = "action-reserved";
    public const string FormInvalid = "form-invalid";
    public const string FormUnavailable = "form-unavailable";
    public const string PayloadTooLarge = "payload-too-large";
    public const string TooManyAttachments = "too-many-attachments";
    public const string WatcherNotAllowed = "watcher-not-allowed";
    public const string ReasonRequired = "reason-required";
    public const string ExcludedBySeparationOfDuties = "excluded-by-separation-of-duties";
    public const string QuorumAlreadyDecided = "quorum-already-decided";
    public const string AlreadyVoted = "already-voted";
    public const string DelegateNotAllowed = "delegate-not-allowed";
    public const string DelegationCycle = "delegation-cycle";
    public const string CalendarUnknown = "calendar-unknown";
    public const string DueInPast = "due-in-past";
    public const string BatchRefused = "batch-refused";
    public const string LimitReached = "limit-reached";
    public const string FilterOutdated = "filter-outdated";
    public const string BatchInvalid = "batch-invalid";
    public const string RecallWindowClosed = "recall-window-closed";
    public const string MigrationUnsafe = "migration-unsafe";
    public const string DefinitionInUse = "definition-in-use";
    public const string DefinitionInvalid = "definition-invalid";
    public const string DefinitionNotPublished = "definition-not-published";
    public const string VersionConflict = "version-conflict";
    public const string WebhookUnreachable = "webhook-unreachable";
    public const string RateLimited = "rate-limited";
    public const string StoreBusy = "store-busy";
    public const string Draining = "draining";
}
