namespace SalesProcess.Runtime.Storage;

// One class a table. Times are Unix milliseconds (sortable on every provider), documents are JSON text.

/// <summary>An instance: its state as one document, and what lists and look-ups need beside it.</summary>
public sealed class InstanceRow
{
    public required string Id { get; set; }

    public required string DefinitionId { get; set; }

    public required string VersionId { get; set; }

    public int Version { get; set; }

    public string? ParentId { get; set; }

    public required string RootId { get; set; }

    public string? BusinessKey { get; set; }

    /// <summary>The business key while the instance is not ended; unique per definition.</summary>
    public string? ActiveKey { get; set; }

    public string? CorrelationId { get; set; }

    public string? Name { get; set; }

    public string? Owner { get; set; }

    public string? Team { get; set; }

    /// <summary>Who started it; null for what an instance started.</summary>
    public string? StartedBy { get; set; }

    public string? StageId { get; set; }

    public required string Status { get; set; }

    public required string SubStatus { get; set; }

    public string? Outcome { get; set; }

    public required byte[] State { get; set; }

    public long Revision { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }

    public long? FinishedAt { get; set; }
}

/// <summary>A user task: the whole task as a document, and the columns that boxes filter and sort by.</summary>
public sealed class TaskRow
{
    /// <summary>Counts up in the order in which tasks are opened. Short, for what points to tasks a million times; it never leaves the database.</summary>
    public long Number { get; set; }

    public required string Id { get; set; }

    public required string InstanceId { get; set; }

    public required string RootId { get; set; }

    public required string DefinitionId { get; set; }

    public required string Name { get; set; }

    public required string Status { get; set; }

    /// <summary>Neither completed nor closed.</summary>
    public bool IsOpen { get; set; }

    public string? Assignee { get; set; }

    public string? Owner { get; set; }

    public string? Team { get; set; }

    public int Priority { get; set; }

    public long? DueAt { get; set; }

    /// <summary>When something happens to it by itself; null for never, and for all that are closed.</summary>
    public long? NextAt { get; set; }

    public string? CompletedBy { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }

    public long Revision { get; set; }

    public required string Document { get; set; }
}

/// <summary>Who may, or may not, take a task.</summary>
public sealed class TaskPersonRow
{
    public required string TaskId { get; set; }

    /// <summary>user, group or excluded.</summary>
    public required string Kind { get; set; }

    public required string Reference { get; set; }
}

/// <summary>A bookmark that is found by a stimulus or wakes by itself. (User tasks are found by their own id.)</summary>
public sealed class BookmarkRow
{
    public required string Id { get; set; }

    public required string InstanceId { get; set; }

    public string? Hash { get; set; }

    public long? ResumeAt { get; set; }

    /// <summary>How often its time had come and it could not be woken.</summary>
    public int Attempts { get; set; }
}

/// <summary>One run: what woke it, under which ambient, and what happened.</summary>
public sealed class JournalRow
{
    public required string InstanceId { get; set; }

    public long Revision { get; set; }

    public long At { get; set; }

    public long Seed { get; set; }

    public string? Actor { get; set; }

    public required string Stimulus { get; set; }

    public required string Entries { get; set; }

    /// <summary>The hash under which <c>contents</c> keeps what the run knew of the company.</summary>
    public string? Facts { get; set; }

    /// <summary>The state before the first run.</summary>
    public string? Birth { get; set; }

    public string? StateHash { get; set; }

    public string? EffectsHash { get; set; }

    /// <summary>Over all of the row and the digest of the one before it; null in rows of before there were digests.</summary>
    public string? Digest { get; set; }
}

/// <summary>Something that is still to be done: written with the step that wants it, deleted with the step that did it.</summary>
public sealed class OutboxRow
{
    public required string Id { get; set; }

    public required string InstanceId { get; set; }

    public required string Kind { get; set; }

    public required string Payload { get; set; }

    public long CreatedAt { get; set; }

    public int Attempts { get; set; }

    public long NextAt { get; set; }

    public string? LastError { get; set; }
}

/// <summary>A command that was carried out under a key, and the answer it got.</summary>
public sealed class IdempotencyRow
{
    public required string Scope { get; set; }

    public required string Key { get; set; }

    public required string RequestHash { get; set; }

    /// <summary>The id of the instance or task that the command was about: the answer can be made again from it.</summary>
    public required string Resource { get; set; }

    public int? Status { get; set; }

    public string? Location { get; set; }

    public string? Body { get; set; }

    public long CreatedAt { get; set; }
}
