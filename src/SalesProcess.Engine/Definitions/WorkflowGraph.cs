using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;

namespace SalesProcess.Engine.Definitions;

/// <summary>A definition made ready to run: its activities as objects, expressions prepared. Made once per version and shared.</summary>
public sealed class WorkflowGraph
{
    private WorkflowGraph(WorkflowDefinition definition, WorkflowRoot root, ActivityReader reader)
    {
        Definition = definition;
        Root = root;
        ById = reader.Activities.ToFrozenDictionary(a => a.Id, StringComparer.Ordinal);
        VariablesById = definition.Variables.Concat(reader.Variables).GroupBy(v => v.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        Outputs = definition.Outputs.Select(o => o.Name).ToFrozenSet(StringComparer.Ordinal);
        Warnings = reader.Warnings;
    }

    public WorkflowDefinition Definition { get; }

    public WorkflowRoot Root { get; }

    public FrozenDictionary<string, Activity> ById { get; }

    public FrozenDictionary<string, Variable> VariablesById { get; }

    /// <summary>The names of the workflow's outputs; an output binding to one of them sets it.</summary>
    public FrozenSet<string> Outputs { get; }

    /// <summary>What was read tolerantly and is worth telling the designer.</summary>
    public IReadOnlyList<string> Warnings { get; }

    public IEnumerable<Activity> Activities => ById.Values;

    /// <exception cref="DefinitionException">The definition cannot be read.</exception>
    public static WorkflowGraph Compile(WorkflowDefinition definition, ActivityCatalog catalog)
    {
        var reader = new ActivityReader(catalog);
        var root = new WorkflowRoot(definition) { Id = "Workflow1", NodeId = "Workflow1", Type = "Elsa.Workflow" };
        root.Body = reader.Read((JsonObject)definition.Root.DeepClone(), root);
        reader.Add(root);
        return new WorkflowGraph(definition, root, reader);
    }
}
