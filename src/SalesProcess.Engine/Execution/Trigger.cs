using SalesProcess.Engine.Definitions;

namespace SalesProcess.Engine.Execution;

/// <summary>A way to start a definition: a stimulus that is found by its hash, or a time.</summary>
/// <param name="ActivityId">The activity that the start comes through.</param>
/// <param name="Name">The kind of stimulus.</param>
/// <param name="Payload">What distinguishes it from others of the name.</param>
/// <param name="DueAt">When it starts the definition by itself, if it does. A time that has passed starts nothing any more.</param>
/// <param name="Key">What a stimulus finds it by, if that is not the whole payload.</param>
public sealed record Trigger(string ActivityId, string Name, object? Payload, DateTimeOffset? DueAt = null, object? Key = null)
{
    /// <summary>What a stimulus finds it by; a timed one is found by its time only.</summary>
    public string? Hash => DueAt is null ? StimulusHash.Compute(Name, Key ?? Payload) : null;

    /// <summary>All triggers of a definition, with its variables at their defaults: nothing runs yet.</summary>
    /// <param name="faults">Takes what keeps an activity from being a trigger.</param>
    public static IReadOnlyList<Trigger> Of(WorkflowGraph graph, Ambient ambient, ICollection<Diagnostic>? faults = null)
    {
        var found = new List<Trigger>();
        // Workflows used as activities have triggers when they are started themselves.
        foreach (var activity in graph.Activities.Where(a => a.CanStartWorkflow && a.Descriptor is { Attribute.IsTrigger: true } && ReferenceEquals(graph.ByKey.GetValueOrDefault(a.Id), a)))
        {
            try
            {
                found.AddRange(activity.Triggers(Burst.Preview(graph, activity, ambient)));
            }
            catch (ActivityFault fault)
            {
                faults?.Add(new Diagnostic(Severity.Error, "trigger-invalid", activity.NodeId, activity.Id, $"'{activity.DisplayName}' cannot start the workflow: {fault.Message}"));
            }
        }

        return found;
    }
}
