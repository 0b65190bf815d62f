namespace SalesProcess.Engine.Execution;

/// <summary>A place where an instance waits. It is burnt when it is resumed.</summary>
/// <param name="Id">Unique over all instances.</param>
/// <param name="Name">The kind of stimulus that wakes it: the activity's type unless said otherwise.</param>
/// <param name="RecordId">The waiting activity's record.</param>
/// <param name="ActivityId">The waiting activity's id in the definition.</param>
/// <param name="Payload">What distinguishes this wait from others of the name (an event name, a task id).</param>
/// <param name="Hash">SHA-256 over name and payload, if the bookmark can be found by a stimulus; null if only by its id.</param>
/// <param name="ResumeAt">When it wakes by itself, if it does.</param>
/// <param name="CreatedAt">The time of the run that made it.</param>
public sealed record Bookmark(
    string Id,
    string Name,
    string RecordId,
    string ActivityId,
    object? Payload,
    string? Hash,
    DateTimeOffset? ResumeAt,
    DateTimeOffset CreatedAt);
