namespace SalesProcess.Server.Api;

/// <summary>Says that a task is to be read again.</summary>
/// <param name="Kind">added, changed, ended, or removed: not to be seen any more.</param>
/// <param name="Revision">The revision that is to be read; null if the task is not to be seen any more.</param>
internal sealed record TaskInvalidationDto(string Kind, string TaskId, long? Revision, DateTimeOffset OccurredAt);
