using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Runtime;

/// <summary>An instance that is about to be started.</summary>
public sealed record NewInstance(
    string Id,
    WorkflowGraph Graph,
    IReadOnlyDictionary<string, object?> Input,
    InstanceFacts Facts,
    string? CorrelationId,
    string? Actor)
{
    public string? ParentId { get; init; }

    public string? RootId { get; init; }

    public string? ParentBookmarkId { get; init; }

    public ChildAnswer Answers { get; init; }

    public int Depth { get; init; }

    public int Chain { get; init; }

    /// <summary>The trigger activity that the start comes through, if any.</summary>
    public string? TriggerActivityId { get; init; }

    public InstanceState ToState(DateTimeOffset now, FlowchartMode mode) => new()
    {
        FlowchartMode = mode,
        Id = Id,
        DefinitionId = Graph.Definition.DefinitionId,
        DefinitionVersionId = Graph.Definition.Id,
        Version = Graph.Definition.Version,
        ParentId = ParentId,
        RootId = RootId ?? Id,
        ParentBookmarkId = ParentBookmarkId,
        Answers = Answers,
        Depth = Depth,
        CorrelationId = CorrelationId,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
