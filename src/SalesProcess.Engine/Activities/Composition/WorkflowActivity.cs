using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities.Control;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Composition;

/// <summary>
/// A workflow used as an activity: it runs inside the same instance, with a scope of its own. Its inputs are variables of that scope, its outputs are
/// bound like those of any activity, and what its Complete says are its outcomes.
/// </summary>
public sealed class WorkflowActivity(WorkflowDefinition definition) : Activity
{
    private const string OutputsProperty = "outputs";

    // Names that every node has: an input of that name stands behind an underscore.
    private static readonly HashSet<string> NodeProperties = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "version", "customProperties", "metadata", "workflowDefinitionId", "workflowDefinitionVersionId",
        "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId", "canStartWorkflow", "runAsynchronously", "source",
    };

    internal static readonly ActivityType TypeOf = new(
        typeof(WorkflowActivity),
        new ActivityAttribute("Elsa", "Workflows", "A workflow that is used as an activity."));

    private readonly List<Complete> _ends = [];

    private Dictionary<string, Output> _outputs = [];

    public WorkflowDefinition Definition => definition;

    public WorkflowRoot Root { get; internal set; } = null!;

    /// <summary>The type name by which other definitions use this one.</summary>
    public static string? TypeNameOf(WorkflowDefinition definition) => definition.Name is { } name ? PascalCase.Of(name) : null;

    /// <summary>The declared ones, and those that its ends say: Elsa follows them too.</summary>
    public override IReadOnlyList<string>? KnownOutcomes()
    {
        var said = _ends.Select(end => end.ConstantOutcomes()).ToList();
        return said.Contains(null) ? null : [.. definition.Outcomes.Append("Done").Concat(said.SelectMany(o => o!)).Distinct(StringComparer.Ordinal)];
    }

    internal void AddEnd(Complete end) => _ends.Add(end);

    protected internal override void Bind(JsonObject json, ActivityReader reader)
    {
        Inputs = [.. definition.Inputs.Select(i => (Input)new Input<object> { Name = i.Name, Expression = ActivityReader.ReadExpression(json, JsonName(i.Name), null) })];
        _outputs = definition.Outputs.ToDictionary(
            o => o.Name, o => new Output { Name = o.Name, MemoryReference = ActivityReader.ReadMemoryReference(json, JsonName(o.Name)) }, StringComparer.Ordinal);
    }

    public override void Execute(ActivityContext context)
    {
        var variables = context.Record.Variables ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (input, declared) in Inputs.Zip(definition.Inputs))
        {
            variables[declared.Name] = Convert(declared, context.Get((Input<object>)input));
        }

        context.Schedule(Root);
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes)
    {
        foreach (var (name, value) in context.Record.Property<Dictionary<string, object?>>(OutputsProperty) ?? [])
        {
            context.Set(_outputs[name], value);
        }

        if (ReferenceEquals(outcomes, Execution.Outcomes.Done))
        {
            context.Complete();
        }
        else
        {
            context.Complete([.. outcomes]);
        }
    }

    /// <summary>Keeps an output until this activity completes; false if the workflow declares none of that name.</summary>
    internal bool TryKeepOutput(ActivityRecord record, string name, object? value)
    {
        if (!_outputs.ContainsKey(name))
        {
            return false;
        }

        var kept = record.Property<Dictionary<string, object?>>(OutputsProperty);
        if (kept is null)
        {
            record.Properties[OutputsProperty] = kept = new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        kept[name] = value;
        return true;
    }

    private object? Convert(InputDefinition declared, object? value)
    {
        try
        {
            return ValueConverter.ToNamedType(value, declared.Type);
        }
        catch (ActivityFault fault)
        {
            throw new ActivityFault($"Input '{declared.Name}' of activity '{DisplayName}': {fault.Message}", fault);
        }
    }

    private static string JsonName(string name)
    {
        var camelCase = name.Length == 0 ? name : ActivityType.CamelCase(name);
        return NodeProperties.Contains(camelCase) ? "_" + camelCase : camelCase;
    }
}
