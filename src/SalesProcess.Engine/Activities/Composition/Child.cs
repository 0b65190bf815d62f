using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Composition;

/// <summary>Starting a child instance and what its end answers with, as both activities that start one do it.</summary>
public static class Child
{
    /// <summary>The published definitions among the facts of a run; where the run knows of none, nothing is checked.</summary>
    public const string PublishedFact = "definitions";

    /// <summary>Asks for the child and, if its end is waited for, leaves the bookmark that it resumes.</summary>
    /// <returns>The id of the new instance.</returns>
    public static string Start(ActivityContext context, string? definitionId, string? correlationId, Dictionary<string, object?>? input, bool wait)
    {
        if (string.IsNullOrEmpty(definitionId))
        {
            throw new ActivityFault("'workflowDefinitionId' is empty: it names the definition to start.");
        }

        if (context.Ambient.Facts.GetValueOrDefault(PublishedFact) is IReadOnlyDictionary<string, object?> published && !published.ContainsKey(definitionId))
        {
            throw new ActivityFault($"No published version of workflow definition with ID {definitionId} found.");
        }

        var instanceId = context.Ambient.NewId();
        var bookmark = wait ? context.Wait(new Dictionary<string, object?>(StringComparer.Ordinal) { ["ChildInstanceId"] = instanceId }) : null;
        context.Emit(new Effect.StartChild(instanceId, definitionId, input ?? [], correlationId, bookmark?.Id));
        return instanceId;
    }

    public static Dictionary<string, object?> Result(object? instanceId, object? status, object? subStatus, object? output) => new(StringComparer.Ordinal)
    {
        ["WorkflowInstanceId"] = instanceId,
        ["Status"] = status,
        ["SubStatus"] = subStatus,
        ["Output"] = output,
    };
}
