namespace SalesProcess.Runtime.Storage;

/// <summary>Something that somebody said about a task.</summary>
public sealed class CommentRow
{
    public required string Id { get; set; }

    public required string TaskId { get; set; }

    public required string Author { get; set; }

    public required string Text { get; set; }

    public long At { get; set; }
}
