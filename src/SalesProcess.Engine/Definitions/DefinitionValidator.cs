using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Definitions;

/// <summary>Says, before anything runs, what is wrong with a definition. All findings at once.</summary>
public static class DefinitionValidator
{
    public static IReadOnlyList<Diagnostic> Validate(WorkflowDefinition definition, ActivityCatalog catalog)
    {
        try
        {
            return Validate(WorkflowGraph.Compile(definition, catalog));
        }
        catch (DefinitionException fault)
        {
            return fault.Findings;
        }
    }

    public static IReadOnlyList<Diagnostic> Validate(WorkflowGraph graph) =>
    [
        .. graph.Warnings.Select(w => new Diagnostic(Severity.Warning, "read-tolerantly", graph.Definition.DefinitionId, null, w)),
        .. graph.Definition.Options.Faults().Select(f => new Diagnostic(Severity.Error, "strategy-unknown", "/options", null, f)),
        .. CheckTriggers(graph),
        .. graph.Activities.OrderBy(a => a.NodeId, StringComparer.Ordinal).SelectMany(CheckActivity),
    ];

    private static List<Diagnostic> CheckTriggers(WorkflowGraph graph)
    {
        var faults = new List<Diagnostic>();
        // The time only decides when a trigger is due, not whether it is one.
        Trigger.Of(graph, new Ambient(DateTimeOffset.UnixEpoch, seed: 1), faults);
        return faults;
    }

    private static IEnumerable<Diagnostic> CheckActivity(Activity activity)
    {
        if (activity is NotFoundActivity unknown)
        {
            yield return At(activity, Severity.Error, "activity-unknown", $"The activity type '{activity.Type}' is not known here. It is kept as it is, and executing it is an incident. {unknown.Advice}");
        }

        foreach (var input in activity.Inputs)
        {
            if (input.Expression.Check() is { } fault)
            {
                yield return At(activity, Severity.Error, "expression-invalid", $"Input '{input.Name}': {fault}");
            }
        }

        foreach (var fault in activity.LogPersistence?.Faults() ?? [])
        {
            yield return At(activity, Severity.Error, "log-persistence-invalid", fault);
        }

        foreach (var fault in activity.Validate())
        {
            yield return At(activity, Severity.Error, "activity-invalid", fault);
        }

        if (activity is Flowchart flowchart)
        {
            foreach (var finding in CheckFlowchart(flowchart))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Diagnostic> CheckFlowchart(Flowchart flowchart)
    {
        var plan = flowchart.Plan;
        for (var i = 0; i < plan.Activities.Count; i++)
        {
            var activity = plan.Activities[i];
            if (!plan.IsReachable(i))
            {
                yield return At(activity, Severity.Warning, "unreachable", $"No connection leads from the start to '{activity.DisplayName}'.");
                continue;
            }

            var ports = plan.Outbound[i].Select(c => plan.Connections[c].SourcePort ?? "Done").ToHashSet(StringComparer.Ordinal);
            if (activity.KnownOutcomes() is not { Count: > 0 } outcomes)
            {
                continue;
            }

            foreach (var port in ports.Where(p => !outcomes.Contains(p)))
            {
                yield return At(activity, Severity.Error, "outcome-unknown", $"A connection leaves '{activity.DisplayName}' by '{port}', which it never gives. Its outcomes: {string.Join(", ", outcomes)}.");
            }

            // A last activity needs no connection; one that branches must say where each outcome leads.
            foreach (var outcome in outcomes.Where(o => outcomes.Count > 1 && ports.Count > 0 && !ports.Contains(o)))
            {
                yield return At(activity, Severity.Warning, "outcome-unconnected", $"Outcome '{outcome}' of '{activity.DisplayName}' leads nowhere: the workflow would end there.");
            }
        }

        for (var connection = 0; connection < plan.Connections.Count; connection++)
        {
            if (plan.IsReachable(plan.Source[connection]) && plan.IsBackward(connection) && !plan.IsValidBackward(connection))
            {
                var (source, target) = (plan.Connections[connection].Source, plan.Connections[connection].Target);
                yield return At(flowchart, Severity.Error, "backward-connection-invalid", $"The connection from '{source}' back to '{target}' is not allowed: there is a way from the start to '{source}' that does not pass '{target}'.");
            }
        }
    }

    private static Diagnostic At(Activity activity, Severity severity, string code, string message) =>
        new(severity, code, activity.NodeId, activity.Id, message) { Place = PlaceOf(activity, activity.Pointer) };

    /// <summary>The place in the definition's own file; what stands in the file of a workflow that it uses has none.</summary>
    internal static Place? PlaceOf(Activity activity, string pointer)
    {
        var root = activity;
        while (root.Parent is { } parent)
        {
            if (root is WorkflowRoot)
            {
                return null;
            }

            root = parent;
        }

        return (root as WorkflowRoot)?.Definition.Places?.Find(pointer);
    }
}
