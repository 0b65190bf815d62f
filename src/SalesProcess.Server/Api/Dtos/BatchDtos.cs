namespace SalesProcess.Server.Api;

/// <summary>Many acts in one call.</summary>
/// <param name="Items">1 to 500, in the order in which they are done. A task may be named several times.</param>
/// <param name="Atomic">All of them in one transaction, or none. Without it, each is a step of its own.</param>
/// <param name="DryRun">Answers what would happen, and changes nothing.</param>
internal sealed record TaskBatchDto(IReadOnlyList<TaskBatchItemDto> Items, bool? Atomic = null, bool? DryRun = null);

/// <summary>One act.</summary>
/// <param name="Verb">claim, release, start, stop, suspend, resume, escalate, delegate, resolve, forward, assign, complete, skip, recall, change or comment.</param>
/// <param name="Body">What the call for one task takes as its body.</param>
/// <param name="IfMatch">What the call for one task takes as its If-Match header.</param>
internal sealed record TaskBatchItemDto(string TaskId, string Verb, Plain? Body = null, string? IfMatch = null);

/// <summary>What became of the items, in their order.</summary>
/// <param name="Done">How many were accepted.</param>
/// <param name="Refused">How many were refused, and have changed nothing.</param>
internal sealed record TaskBatchResultDto(bool Atomic, bool DryRun, int Done, int Refused, IReadOnlyList<TaskBatchItemResultDto> Results);

/// <summary>What the call for one task would have answered.</summary>
internal sealed record TaskBatchItemResultDto
{
    /// <summary>The item's place, from 0.</summary>
    public required int Index { get; init; }

    public required string TaskId { get; init; }

    public required string Verb { get; init; }

    /// <summary>The status that the call for one task would have had.</summary>
    public required int Status { get; init; }

    /// <summary>Why it was refused; null if it was not.</summary>
    public string? Code { get; init; }

    /// <summary>For If-Match.</summary>
    public string? Etag { get; init; }

    /// <summary>The task after the act; of an atomic batch, after all of them.</summary>
    public TaskSummary? Task { get; init; }

    /// <summary>How its instance stands after completing or skipping.</summary>
    public InstanceStandDto? Instance { get; init; }

    /// <summary>What was said; null in a dry run, where nothing is.</summary>
    public CommentDto? Comment { get; init; }

    /// <summary>The problem, to the byte what the call for one task would have had as its body.</summary>
    public JsonText? Problem { get; init; }
}
