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

/// <summary>Something that was done with a definition or an API key.</summary>
/// <param name="Reference">The definition's or the key's id.</param>
/// <param name="Kind">Of a definition: save-draft, publish, retract, revert, delete, import (a file of the workflows folder). Of a key: create, revoke.</param>
/// <param name="Actor">Who did it; null for the service itself.</param>
/// <param name="Changes">Each changed member with its old (from) and new value (to): the version that is published, and per version the SHA-256 of its text. Never a key itself.</param>
/// <param name="Digest">SHA-256 over the event and the digest of the one before it in its chain: one chain for all definitions, one for all keys.</param>
internal sealed record CompanyEventDto(string Reference, string Kind, string? Actor, DateTimeOffset At, Plain Changes, string Digest);

/// <summary>A page of events, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record CompanyEventPage(IReadOnlyList<CompanyEventDto> Items, string? NextCursor);
