using SalesProcess.Engine.Activities.Flowcharts;

namespace SalesProcess.Engine.Execution;

/// <summary>One execution of a definition, as it is stored between runs. A run takes it over and advances it.</summary>
public sealed class InstanceState
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public required int Version { get; init; }

    public string? ParentId { get; init; }

    /// <summary>The topmost instance of the tree; its own id if it has no parent.</summary>
    public required string RootId { get; init; }

    /// <summary>The parent's bookmark that this instance's end resumes.</summary>
    public string? ParentBookmarkId { get; init; }

    /// <summary>When this instance resumes it.</summary>
    public ChildAnswer Answers { get; init; }

    /// <summary>How many instances have started each other above this one.</summary>
    public int Depth { get; init; }

    public FlowchartMode FlowchartMode { get; init; }

    public string? CorrelationId { get; set; }

    public string? Name { get; set; }

    public WorkflowStatus Status { get; set; } = WorkflowStatus.Running;

    public WorkflowSubStatus SubStatus { get; set; } = WorkflowSubStatus.Pending;

    /// <summary>The outcomes that the Complete activity gave, joined by a comma; null while running or when it ended by itself.</summary>
    public string? Outcome { get; set; }

    public Dictionary<string, object?> Input { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, object?> Output { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The activities that have begun and not ended, owners before their children.</summary>
    public List<ActivityRecord> Records { get; init; } = [];

    public List<Bookmark> Bookmarks { get; init; } = [];

    public List<Incident> Incidents { get; init; } = [];

    /// <summary>The latest outputs by activity id, so that getOutputFrom holds over a suspension.</summary>
    public Dictionary<string, Dictionary<string, object?>> ActivityOutputs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The value of the last activity that had a result.</summary>
    public object? LastResult { get; set; }

    /// <summary>The caller who waits at an HTTP endpoint for the response of this instance.</summary>
    public string? Requester { get; set; }

    public int NextRecord { get; set; } = 1;

    public long Sequence { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    internal void Add(ActivityRecord record)
    {
        Records.Add(record);
        if (record.Parent is { } parent)
        {
            parent.OpenChildren++;
        }
    }

    internal void Remove(ActivityRecord record)
    {
        if (Records.Remove(record) && record.Parent is { } parent)
        {
            parent.OpenChildren--;
        }
    }

    public Bookmark? FindBookmark(string id) => Bookmarks.Find(b => b.Id == id);
}
