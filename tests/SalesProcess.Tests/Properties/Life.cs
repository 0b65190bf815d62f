using System.Text;
using System.Text.Json;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tests.Properties;

/// <summary>One instance of a definition, given one stimulus after the other.</summary>
internal sealed class Life
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private static readonly ActivityCatalog Catalog = new();
    private static readonly DateTimeOffset Birth = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private ulong _seed = 1;

    public Life(string definition, FlowchartMode mode)
    {
        Graph = WorkflowGraph.Compile(DefinitionReader.Read(definition), Catalog);
        State = new InstanceState
        {
            Id = "instance",
            RootId = "instance",
            DefinitionId = Graph.Definition.DefinitionId,
            DefinitionVersionId = Graph.Definition.Id,
            Version = Graph.Definition.Version,
            CreatedAt = Birth,
            FlowchartMode = mode,
        };
    }

    public WorkflowGraph Graph { get; }

    public InstanceState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Birth;

    public List<string> Lines { get; } = [];

    /// <summary>All that the last run gave, as text: state, effects, journal.</summary>
    public string Last { get; private set; } = "";

    public void Take(Stimulus stimulus)
    {
        Now += TimeSpan.FromSeconds(1);
        if (stimulus is Stimulus.Resume resume && State.FindBookmark(resume.BookmarkId)?.ResumeAt is { } due && due > Now)
        {
            Now = due;
        }

        var run = Interpreter.Run(Graph, State, stimulus, new Ambient(Now, _seed++));
        State = run.State;
        Lines.AddRange(run.Effects.OfType<Effect.Line>().Select(l => l.Text));
        var text = new StringBuilder(Encoding.UTF8.GetString(StateJson.Write(State)));
        foreach (var effect in run.Effects)
        {
            text.Append('\n').Append(effect.GetType().Name).Append(JsonSerializer.Serialize(effect, effect.GetType(), Json));
        }

        foreach (var entry in run.Journal)
        {
            text.Append('\n').Append(JsonSerializer.Serialize(entry, Json));
        }

        Last = text.ToString();
    }

    /// <summary>Goes on from its stored form, as after a restart.</summary>
    public void Reload() => State = StateJson.Read(StateJson.Write(State), Graph);

    /// <summary>The answer that a bookmark gets.</summary>
    public static Dictionary<string, object?> Answer(Bookmark bookmark) => bookmark.Name switch
    {
        "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow" => new(StringComparer.Ordinal) { ["instanceId"] = "child", ["status"] = "Finished", ["subStatus"] = "Finished", ["output"] = new Dictionary<string, object?>(StringComparer.Ordinal) },
        _ => new(StringComparer.Ordinal) { ["__EventPayloadWorkflowInput"] = 5L, ["RunTaskInput"] = "done" },
    };
}
