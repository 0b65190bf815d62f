using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tests.Engine;

/// <summary>A definition made of a root activity, run in memory. Between two runs the state goes through its stored form, as it does in the server.</summary>
internal sealed class RunningWorkflow
{
    private static readonly ActivityCatalog Catalog = new();

    private readonly WorkflowGraph _graph;
    private readonly ulong _seed;
    private int _runs;

    public RunningWorkflow(JsonObject root, JsonArray? variables = null, JsonArray? inputs = null, JsonArray? outputs = null, ulong seed = 1, JsonObject? customProperties = null)
    {
        var definition = new JsonObject { ["definitionId"] = "test", ["id"] = "test-v1", ["root"] = root, ["variables"] = variables, ["inputs"] = inputs, ["outputs"] = outputs, ["customProperties"] = customProperties };
        _graph = WorkflowGraph.Compile(DefinitionReader.Read(definition.ToJsonString()), Catalog);
        _seed = seed;
        State = new InstanceState { Id = "i1", RootId = "i1", DefinitionId = "test", DefinitionVersionId = "test-v1", Version = 1 };
    }

    public InstanceState State { get; private set; }

    /// <summary>How many instances stand above this one.</summary>
    public int Depth
    {
        init => State = new InstanceState { Id = "i1", RootId = "i1", DefinitionId = "test", DefinitionVersionId = "test-v1", Version = 1, Depth = value };
    }

    /// <summary>How many runs of other instances led to the first run.</summary>
    public int Chain { get; init; }

    public WorkflowGraph Graph => _graph;

    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public List<Effect> Effects { get; } = [];

    public List<JournalEntry> Journal { get; } = [];

    public IEnumerable<string> Lines => Effects.OfType<Effect.Line>().Select(l => l.Text);

    public string Text => string.Join(' ', Lines);

    public string? Fault => State.Incidents.Count > 0 ? State.Incidents[0].Message : null;

    public RunningWorkflow Start(Dictionary<string, object?>? input = null, string? trigger = null) => Run(new Stimulus.Start(input ?? [], trigger) { Chain = Chain });

    public RunningWorkflow Resume(Dictionary<string, object?>? input = null, string? activityId = null) =>
        Run(new Stimulus.Resume(State.Bookmarks.First(b => activityId is null || b.ActivityId == activityId).Id, input ?? []));

    /// <summary>A child answers.</summary>
    public RunningWorkflow ResumeOf(string instanceId, Dictionary<string, object?> answer) =>
        Run(new Stimulus.Resume(Effects.OfType<Effect.StartChild>().Single(c => c.InstanceId == instanceId).ParentBookmarkId!, answer));

    public RunningWorkflow Retry() => Run(new Stimulus.Retry());

    public IReadOnlyList<string>? OutcomesOf(string activityId) => Journal.Last(e => e.ActivityId == activityId && e.Event == "Completed").Outcomes;

    private RunningWorkflow Run(Stimulus stimulus)
    {
        if (stimulus is not Stimulus.Start)
        {
            State = StateJson.Read(StateJson.Write(State), _graph);
        }

        var result = Interpreter.Run(_graph, State, stimulus, new Ambient(Now, _seed + (ulong)_runs++));
        Effects.AddRange(result.Effects);
        Journal.AddRange(result.Journal);
        return this;
    }
}
