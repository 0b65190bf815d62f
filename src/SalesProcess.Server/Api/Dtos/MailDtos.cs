namespace SalesProcess.Server.Api;

/// <summary>A mail that has not left.</summary>
/// <param name="Id">The part of its Message-Id before the @.</param>
/// <param name="Kind">opened, assigned, reminder, escalated or recalled.</param>
/// <param name="Receiver">The person's id.</param>
/// <param name="At">When that happened which it tells of.</param>
/// <param name="NextAt">When it is tried (again); null for one that was given up.</param>
/// <param name="FailedAt">When it was given up.</param>
/// <param name="Error">What the last attempt failed with.</param>
internal sealed record MailDto(string Id, string TaskId, string Kind, string Receiver, DateTimeOffset At, int Attempts, DateTimeOffset? NextAt, DateTimeOffset? FailedAt, string? Error);

/// <summary>A page of mails, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record MailPage(IReadOnlyList<MailDto> Items, string? NextCursor);
