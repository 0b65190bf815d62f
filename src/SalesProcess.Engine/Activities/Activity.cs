using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities;

/// <summary>
/// One step of a definition. It is made once per definition version and shared by all instances, so it holds nothing of a run:
/// what it must remember goes into its <see cref="ActivityRecord"/>.
/// </summary>
public abstract class Activity
{
    public string Id { get; internal set; } = "";

    /// <summary>The ids of the ancestors and its own, joined by a colon.</summary>
    public string NodeId { get; internal set; } = "";

    /// <summary>Unique in the graph: the id, and inside of a workflow used as an activity the key of that activity before it.</summary>
    public string Key { get; internal set; } = "";

    /// <summary>Where it stands in its file: a JSON pointer.</summary>
    public string Pointer { get; internal set; } = "";

    public string? Name { get; internal set; }

    public string Type { get; internal set; } = "";

    public Activity? Parent { get; internal set; }

    public bool CanStartWorkflow { get; internal set; }

    public ActivityType Descriptor { get; internal set; } = null!;

    /// <summary>The inputs as they are bound in the definition.</summary>
    public IReadOnlyList<Input> Inputs { get; internal set; } = [];

    /// <summary>What the journal keeps of it; null if nothing is said.</summary>
    internal LogPersistence? LogPersistence { get; set; }

    /// <summary>The name that people and scripts use: the given one, else the id.</summary>
    public string DisplayName => string.IsNullOrEmpty(Name) ? Id : Name;

    /// <summary>Runs once when the activity's turn comes. It completes, schedules children, or makes bookmarks and waits.</summary>
    public abstract void Execute(ActivityContext context);

    /// <summary>A bookmark of this activity was resumed (and is already burnt).</summary>
    public virtual void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) => context.Complete();

    /// <summary>A bookmark of this activity is gone without having been resumed: this activity, or one around it, has ended or was cancelled.</summary>
    protected internal virtual void Abandon(ActivityContext context, Bookmark bookmark)
    {
    }

    /// <summary>The turn of a scheduled child has come.</summary>
    protected internal virtual void ChildStarts(ActivityContext context, ActivityRecord child)
    {
    }

    /// <summary>A child has ended by itself. A cancelled child is not reported: only its owner cancels it, and knows.</summary>
    public virtual void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) => context.Complete();

    /// <summary>Reads what is not an input, output or port (cases, connections, a variable reference). Called once, after those are bound.</summary>
    protected internal virtual void Bind(JsonObject json, ActivityReader reader)
    {
    }

    /// <summary>How this activity starts the workflow, if it is a trigger. Nothing runs: variables are at their defaults.</summary>
    /// <exception cref="ActivityFault">An input cannot be evaluated, or its value is none that could start anything.</exception>
    protected internal virtual IEnumerable<Trigger> Triggers(ActivityContext context) => [];

    /// <summary>What a designer should be told about this activity before anything runs.</summary>
    protected internal virtual IEnumerable<string> Validate() => [];

    /// <summary>Whether it waits only for what the service does by itself, at once: in Elsa it would go on in the same run.</summary>
    protected internal virtual bool IsAnsweredByTheService => false;

    /// <summary>The evaluated inputs as the journal may show them.</summary>
    protected internal virtual IReadOnlyDictionary<string, object?> Noted(IReadOnlyDictionary<string, object?> inputs) => inputs;

    /// <summary>The outcomes of this very activity: those of its type unless they follow from its content (cases, actions).</summary>
    public virtual IReadOnlyList<string>? KnownOutcomes() => Descriptor.Outcomes;
}
