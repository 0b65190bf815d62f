using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Tests.Tasks;

/// <summary>Runs one activity as a whole workflow. Inputs are given as plain JSON values.</summary>
internal sealed class ActivityRun
{
    private static readonly ActivityCatalog Catalog = new(typeof(UserTask).Assembly);

    private readonly WorkflowGraph _graph;
    private readonly IReadOnlyDictionary<string, object?> _facts;
    private readonly InstanceState _state;
    private DateTimeOffset _now = Company.Now;
    private ulong _seed;

    private ActivityRun(WorkflowGraph graph, IReadOnlyDictionary<string, object?> facts)
    {
        _graph = graph;
        _facts = facts;
        _state = new InstanceState { Id = "i1", DefinitionId = "d1", DefinitionVersionId = "d1-v1", Version = 1, RootId = "r1", CreatedAt = Company.Now };
        Last = Run(new Stimulus.Start(new Dictionary<string, object?>(StringComparer.Ordinal)));
    }

    public RunResult Last { get; private set; }

    public IReadOnlyList<OpenUserTask> Tasks => [.. Last.Effects.OfType<OpenUserTask>()];

    public IReadOnlyList<string> Outcomes => Last.Journal.Where(e => e is { ActivityId: "step", Event: "Completed" }).SelectMany(e => e.Outcomes ?? ["Done"]).ToList();

    public IReadOnlyDictionary<string, object?> Result => (IReadOnlyDictionary<string, object?>)_state.ActivityOutputs["step"]["result"]!;

    public string Incident => _state.Incidents.Single().Message;

    public InstanceState State => _state;

    public static ActivityRun Of(string type, string inputs, string? facts = null) => new(
        Compile(type, inputs),
        facts is null ? new Dictionary<string, object?>(StringComparer.Ordinal) : (IReadOnlyDictionary<string, object?>)ValueJson.Parse(facts)!);

    /// <summary>The activity alone, to ask it about itself.</summary>
    public static Activity Read(string type, string inputs) => Compile(type, inputs).ByKey["step"];

    public ActivityRun Resume(string bookmarkId, string input, TimeSpan later = default)
    {
        _now += later;
        Last = Run(new Stimulus.Resume(bookmarkId, (IReadOnlyDictionary<string, object?>)ValueJson.Parse(input)!));
        return this;
    }

    private static WorkflowGraph Compile(string type, string inputs)
    {
        var step = new JsonObject { ["id"] = "step", ["name"] = "the-step", ["type"] = type, ["version"] = 1, ["metadata"] = new JsonObject { ["designer"] = new JsonObject() } };
        foreach (var (name, value) in JsonNode.Parse(inputs)!.AsObject())
        {
            step[name] = name == "result" ? value!.DeepClone() : new JsonObject
            {
                ["typeName"] = "Object",
                // Scalars as literals: the text of an Object expression stays as it is where a text is wanted.
                ["expression"] = value is JsonObject or JsonArray
                    ? new JsonObject { ["type"] = "Object", ["value"] = value.ToJsonString() }
                    : new JsonObject { ["type"] = "Literal", ["value"] = value?.DeepClone() },
            };
        }

        return WorkflowGraph.Compile(new WorkflowDefinition { Id = "d1-v1", DefinitionId = "d1", Root = step, Json = [] }, Catalog);
    }

    private RunResult Run(Stimulus stimulus) => Interpreter.Run(_graph, _state, stimulus, new Ambient(_now, ++_seed, _facts));
}
