using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Composition;

/// <summary>Starting a child instance and what its end answers with, as both activities that start one do it.</summary>
internal static class Child
{
    /// <summary>Asks for the child and, if its end is waited for, leaves the bookmark that it resumes.</summary>
    /// <returns>The id of the new instance.</returns>
    public static string Start(ActivityContext context, string? definitionId, string? correlationId, Dictionary<string, object?>? input, bool wait)
    {
        if (string.IsNullOrEmpty(definitionId))
        {
            throw new ActivityFault("'workflowDefinitionId' is empty: it names the definition to start.");
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
