namespace SalesProcess.Server.Api;

/// <summary>What an instance asks of a program outside, and waits for.</summary>
/// <param name="Id">To be named in the answer.</param>
/// <param name="Name">What is to be done: the activity's TaskName.</param>
/// <param name="Payload">What the program needs to know: the activity's Payload.</param>
internal sealed record ExternalTaskDto(
    string Id, string Name, Plain Payload, string InstanceId, string Definition, string? BusinessKey, string? CorrelationId, DateTimeOffset CreatedAt);

/// <summary>A page of external tasks, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record ExternalTaskPage(IReadOnlyList<ExternalTaskDto> Items, string? NextCursor);

/// <summary>A program's answer.</summary>
/// <param name="Result">The activity's Result; nothing counts as null.</param>
internal sealed record CompleteExternalTaskDto(Plain? Result = null);
