using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;

namespace SalesProcess.Engine.Definitions;

/// <summary>A definition made ready to run: its activities as objects, expressions prepared. Made once per version and shared.</summary>
public sealed class WorkflowGraph
{
    /// <summary>More activities than this, composites counted in, are refused.</summary>
    public const int MaxActivities = 20_000;

    private WorkflowGraph(WorkflowDefinition definition, WorkflowRoot root, ActivityReader reader)
    {
        Definition = definition;
        Root = root;
        Activities = [.. reader.Activities];
        ByKey = reader.Activities.ToFrozenDictionary(a => a.Key, StringComparer.Ordinal);
        RulesJournal = Activities.Any(a => a.LogPersistence is not null);
        Outputs = definition.Outputs.Select(o => o.Name).ToFrozenSet(StringComparer.Ordinal);
        Warnings = [.. definition.Warnings, .. reader.Warnings];
    }

    public WorkflowDefinition Definition { get; }

    public WorkflowRoot Root { get; }

    /// <summary>By <see cref="Activity.Key"/>, which is the id for all that stands in the definition's own file.</summary>
    public FrozenDictionary<string, Activity> ByKey { get; }

    /// <summary>The names of the workflow's outputs; an output binding to one of them sets it.</summary>
    public FrozenSet<string> Outputs { get; }

    /// <summary>What was read tolerantly and is worth telling the designer.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether any activity or workflow of it says what the journal keeps.</summary>
    internal bool RulesJournal { get; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Activity> Activities { get; }

    /// <summary>The workflows that run inside of this one as activities, at any depth.</summary>
    public IEnumerable<WorkflowActivity> Composites => Activities.OfType<WorkflowActivity>();

    /// <summary>The first activity that fulfils the condition: of the same workflow, else of the whole graph.</summary>
    public Activity? FindNear(Activity activity, Func<Activity, bool> condition)
    {
        var prefix = activity.Key[..(activity.Key.LastIndexOf(':') + 1)];
        Activity? other = null;
        foreach (var candidate in Activities)
        {
            if (condition(candidate))
            {
                if (candidate.Key.StartsWith(prefix, StringComparison.Ordinal) && candidate.Key.IndexOf(':', prefix.Length) < 0)
                {
                    return candidate;
                }

                other ??= candidate;
            }
        }

        return other;
    }

    /// <exception cref="DefinitionException">The definition cannot be read.</exception>
    /// <param name="composites">Finds the workflows that the definition uses as activities; without it there are none.</param>
    public static WorkflowGraph Compile(WorkflowDefinition definition, ActivityCatalog catalog, CompositeLookup? composites = null)
    {
        var reader = new ActivityReader(catalog, composites);
        var root = new WorkflowRoot(definition) { Id = "Workflow1", Key = "Workflow1", NodeId = "Workflow1", Type = WorkflowRoot.TypeName, LogPersistence = LogPersistence.Read(definition.CustomProperties) };
        root.Body = reader.Read((JsonObject)definition.Root.DeepClone(), root);
        reader.Add(root);
        reader.ThrowIfFaulty();
        NumberRoots(root, reader.Activities);
        return new WorkflowGraph(definition, root, reader);
    }

    // Elsa numbers the implicit workflow activities from the inside out, so the outermost has the highest number; node ids follow from that.
    private static void NumberRoots(WorkflowRoot root, IEnumerable<Activity> activities)
    {
        var count = 0;
        var all = activities.ToList();
        // The reader adds a root after its body, so inner ones come first.
        foreach (var inner in all.OfType<WorkflowRoot>().Where(r => r.Parent is not null))
        {
            inner.Id = $"Workflow{++count}";
        }

        if (count == 0)
        {
            return;
        }

        root.Id = $"Workflow{count + 1}";
        var done = new HashSet<Activity>();
        all.ForEach(activity => Name(activity, done));

        static string Name(Activity activity, HashSet<Activity> done)
        {
            if (done.Add(activity))
            {
                activity.NodeId = activity.Parent is { } parent ? $"{Name(parent, done)}:{activity.Id}" : activity.Id;
            }

            return activity.NodeId;
        }
    }
}
