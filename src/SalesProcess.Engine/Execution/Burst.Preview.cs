using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;

namespace SalesProcess.Engine.Execution;

/// <summary>A look at one activity of a definition that does not run.</summary>
internal sealed partial class Burst
{
    /// <summary>The context that an activity would have if it were the first to run.</summary>
    public static ActivityContext Preview(WorkflowGraph graph, Activity activity, Ambient ambient)
    {
        var state = new InstanceState
        {
            Id = "",
            RootId = "",
            DefinitionId = graph.Definition.DefinitionId,
            DefinitionVersionId = graph.Definition.Id,
            Version = graph.Definition.Version,
        };
        return new ActivityContext(new Burst(graph, state, ambient), Record(activity));

        static ActivityRecord Record(Activity activity)
        {
            var record = new ActivityRecord { Id = "", Activity = activity, Parent = activity.Parent is { } parent ? Record(parent) : null };
            Declare(record);
            return record;
        }
    }

    private static void Declare(ActivityRecord record)
    {
        if (record.Activity is IVariableContainer { Variables.Count: > 0 } container)
        {
            record.Variables ??= new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var variable in container.Variables)
            {
                record.Variables[variable.Name] = variable.Default;
            }
        }
    }
}
