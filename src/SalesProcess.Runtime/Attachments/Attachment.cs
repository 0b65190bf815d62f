namespace SalesProcess.Runtime.Attachments;

/// <summary>Something that is attached to a task: a file, or a link to one that lies elsewhere.</summary>
/// <param name="ContentType">Of a file; as whoever attached it said it.</param>
/// <param name="Size">Of a file, in bytes.</param>
/// <param name="Sha256">Of a file.</param>
/// <param name="Uri">Of a link.</param>
public sealed record Attachment(string Id, string TaskId, string Name, string? ContentType, long? Size, string? Sha256, string? Uri, string Author, DateTimeOffset At);

/// <summary>What somebody wants to attach.</summary>
/// <param name="File">The file as it was received; null for a link.</param>
public sealed record NewAttachment(string Name, string? ContentType, ReceivedFile? File, string? Uri);
