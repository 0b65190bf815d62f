namespace SalesProcess.Server.Api;

/// <summary>Something that was done with an instance or a task.</summary>
/// <param name="Kind">The verb (claim, complete …); open, exclude, include, reopen, hand-back and close for what follows from others' acts; start-, cancel-, retry-, fault-, finish-instance.</param>
/// <param name="Actor">Who did it; null for the service itself.</param>
/// <param name="OnBehalfOf">For whom he did it.</param>
/// <param name="Changes">Of a task: each changed member with its old (from) and new value (to).</param>
internal sealed record AuditEventDto(string InstanceId, string? TaskId, string Kind, string? Actor, string? OnBehalfOf, DateTimeOffset At, Plain Changes);

/// <summary>A page of events, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEventDto> Items, string? NextCursor);
