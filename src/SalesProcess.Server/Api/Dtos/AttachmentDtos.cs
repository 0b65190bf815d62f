namespace SalesProcess.Server.Api;

/// <summary>Attaches a link to something that lies elsewhere.</summary>
/// <param name="Uri">An address of the web, http or https.</param>
/// <param name="Name">What it is called here.</param>
internal sealed record AddLinkDto(string Uri, string Name);

/// <summary>Something that is attached to a task: a file, or a link.</summary>
/// <param name="ContentType">Of a file, as whoever attached it said it; null for a link.</param>
/// <param name="Size">Of a file, in bytes.</param>
/// <param name="Sha256">Of a file's content; the ETag that it is served with.</param>
/// <param name="Uri">Of a link; null for a file.</param>
internal sealed record AttachmentDto(string Id, string Name, string? ContentType, long? Size, string? Sha256, string? Uri, string Author, DateTimeOffset At);

/// <summary>A page of attachments, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record AttachmentPage(IReadOnlyList<AttachmentDto> Items, string? NextCursor);

/// <summary>Somebody who watches a task.</summary>
/// <param name="AddedBy">Himself, or a manager.</param>
internal sealed record WatcherDto(string User, string AddedBy, DateTimeOffset At);

/// <summary>A page of watchers, by their ids.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record WatcherPage(IReadOnlyList<WatcherDto> Items, string? NextCursor);
