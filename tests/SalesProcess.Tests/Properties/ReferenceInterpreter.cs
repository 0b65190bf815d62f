using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SalesProcess.Tests.Properties;

/// <summary>
/// A second, naive reading of Elsa's rules, which shares no code with the engine: it walks the JSON and keeps what comes next as functions. It speaks for structured
/// activities and for flowcharts whose connections lead forward, in counter mode; of each it says what is written and how variables end, not in which order.
/// </summary>
internal sealed partial class ReferenceInterpreter
{
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);
    private readonly List<(string Name, Scope Scope, Action Continue)> _waiting = [];
    private bool _ended;

    public ReferenceInterpreter(JsonObject definition)
    {
        foreach (var variable in definition["variables"]!.AsArray())
        {
            _variables[variable!["name"]!.ToString()] = variable["value"]?.GetValue<int>() ?? 0;
        }

        Run((JsonObject)definition["root"]!, new Scope(null), () => _ended = true);
    }

    public List<string> Lines { get; } = [];

    public IReadOnlyDictionary<string, int> Variables => _variables;

    public bool HasEnded => _ended;

    /// <summary>The events that are waited for, those of one name as often as they are waited for.</summary>
    public IReadOnlyList<string> Waiting => [.. _waiting.Where(w => !w.Scope.IsCancelled).Select(w => w.Name).Order(StringComparer.Ordinal)];

    /// <param name="nth">Which of those that wait for the event, in the order in which they began to wait.</param>
    public void Resume(string name, int nth)
    {
        var waiting = _waiting.Where(w => w.Name == name && !w.Scope.IsCancelled).ElementAt(nth);
        _waiting.Remove(waiting);
        waiting.Continue();
    }

    private void Run(JsonObject node, Scope scope, Action then)
    {
        switch (node["type"]!.ToString())
        {
            case "Elsa.WriteLine":
                Lines.Add(Value(node["text"]) is RandomWorkflow.FinalLine ? $"a={_variables["a"]} b={_variables["b"]}" : Value(node["text"]));
                then();
                break;
            case "Elsa.SetVariable":
                var (name, value) = (node["variable"]!["name"]!.ToString(), Value(node["value"]));
                _variables[name] = Addition().Match(value) is { Success: true } sum ? _variables[sum.Groups[1].Value] + Number(sum.Groups[2].Value) : Number(value);
                then();
                break;
            case "Elsa.Event":
                _waiting.Add((Value(node["eventName"]), scope, then));
                break;
            case "Elsa.If":
                Optional(IsTrue(node["condition"]) ? node["then"] : node["else"], scope, then);
                break;
            case "Elsa.Switch":
                var first = node["cases"]!.AsArray().FirstOrDefault(c => c!["condition"]!["value"]!.GetValue<bool>());
                Optional(first is null ? node["default"] : first["activity"], scope, then);
                break;
            case "Elsa.Sequence":
                InTurn([.. node["activities"]!.AsArray().Select(a => (JsonObject)a!)], 0, scope, then);
                break;
            case "Elsa.For":
                // The end is one of the values.
                InTurn([.. Enumerable.Repeat((JsonObject)node["body"]!, Number(Value(node["end"])) + 1)], 0, scope, then);
                break;
            case "Elsa.ForEach":
                InTurn([.. Enumerable.Repeat((JsonObject)node["body"]!, Items(node))], 0, scope, then);
                break;
            case "Elsa.ParallelForEach":
                SideBySide([.. Enumerable.Repeat((JsonObject)node["body"]!, Items(node))], scope, then);
                break;
            case "Elsa.Parallel":
                SideBySide([.. node["activities"]!.AsArray().Select(a => (JsonObject)a!)], scope, then);
                break;
            case "Elsa.Fork" when node["joinMode"]!.ToString() == "WaitAll":
                SideBySide([.. node["branches"]!.AsArray().Select(a => (JsonObject)a!)], scope, then);
                break;
            case "Elsa.Fork":
                FirstOf([.. node["branches"]!.AsArray().Select(a => (JsonObject)a!)], scope, then);
                break;
            case "Elsa.While":
                Loop(node, scope, then);
                break;
            case "Elsa.Flowchart":
                new Chart(this, node, scope, then).Begin();
                break;
            case var type:
                throw new InvalidOperationException($"The reference does not speak for {type}.");
        }
    }

    private void Optional(JsonNode? node, Scope scope, Action then)
    {
        if (node is JsonObject activity)
        {
            Run(activity, scope, then);
        }
        else
        {
            then();
        }
    }

    private void InTurn(IReadOnlyList<JsonObject> nodes, int at, Scope scope, Action then)
    {
        if (at == nodes.Count)
        {
            then();
        }
        else
        {
            Run(nodes[at], scope, () => InTurn(nodes, at + 1, scope, then));
        }
    }

    private void SideBySide(IReadOnlyList<JsonObject> nodes, Scope scope, Action then)
    {
        var left = nodes.Count;
        if (left == 0)
        {
            then();
        }

        foreach (var node in nodes)
        {
            Run(node, scope, () =>
            {
                if (--left == 0)
                {
                    then();
                }
            });
        }
    }

    private void FirstOf(IReadOnlyList<JsonObject> nodes, Scope scope, Action then)
    {
        var race = new Scope(scope);
        foreach (var node in nodes)
        {
            Run(node, race, () =>
            {
                if (!race.IsCancelled)
                {
                    race.Cancel();
                    then();
                }
            });
        }
    }

    private void Loop(JsonObject node, Scope scope, Action then)
    {
        var comparison = Comparison().Match(Value(node["condition"]));
        if (_variables[comparison.Groups[1].Value] < Number(comparison.Groups[2].Value))
        {
            Run((JsonObject)node["body"]!, scope, () => Loop(node, scope, then));
        }
        else
        {
            then();
        }
    }

    private static int Items(JsonObject node) => JsonNode.Parse(Value(node["items"]))!.AsArray().Count;

    private static bool IsTrue(JsonNode? input) => input!["expression"]!["value"]!.GetValue<bool>();

    private static string Value(JsonNode? input) => input!["expression"]!["value"]!.ToString();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^getVariable\('(\w+)'\) \+ (\d+)$", RegexOptions.None, 1000)]
    private static partial Regex Addition();

    [GeneratedRegex(@"^getVariable\('(\w+)'\) < (\d+)$", RegexOptions.None, 1000)]
    private static partial Regex Comparison();

    private sealed class Scope(Scope? parent)
    {
        private bool _isCancelled;

        public bool IsCancelled => _isCancelled || parent?.IsCancelled == true;

        public void Cancel() => _isCancelled = true;
    }

    /// <summary>A flowchart without loops: an activity has its turn when all ways to it are decided, and runs if one was taken (WaitAll: if all were).</summary>
    private sealed class Chart(ReferenceInterpreter all, JsonObject chart, Scope scope, Action then)
    {
        private readonly Dictionary<string, JsonObject> _nodes = chart["activities"]!.AsArray().ToDictionary(a => a!["id"]!.ToString(), a => (JsonObject)a!, StringComparer.Ordinal);
        private readonly Dictionary<JsonNode, bool> _decided = [];
        private readonly HashSet<string> _settled = new(StringComparer.Ordinal);
        private int _running;

        public void Begin()
        {
            _running++;
            Start(chart["activities"]![0]!["id"]!.ToString());
            Leave();
        }

        private List<JsonNode> Into(string id) => [.. chart["connections"]!.AsArray().Where(c => c!["target"]!["activity"]!.ToString() == id).Select(c => c!)];

        private void Start(string id)
        {
            _running++;
            var node = _nodes[id];
            switch (node["type"]!.ToString())
            {
                case "Elsa.FlowDecision":
                    Decide(id, port => port == (IsTrue(node["condition"]) ? "True" : "False"));
                    Leave();
                    break;
                case "Elsa.FlowJoin":
                    Decide(id, port => port == "Done");
                    Leave();
                    break;
                default:
                    all.Run(node, scope, () =>
                    {
                        Decide(id, port => port == "Done");
                        Leave();
                    });
                    break;
            }
        }

        private void Decide(string id, Func<string, bool> isTaken)
        {
            var ways = chart["connections"]!.AsArray().Where(c => c!["source"]!["activity"]!.ToString() == id).Select(c => c!).ToList();
            ways.ForEach(way => _decided[way] = isTaken(way["source"]!["port"]!.ToString()));
            foreach (var target in ways.Select(w => w["target"]!["activity"]!.ToString()).Distinct(StringComparer.Ordinal).ToList())
            {
                var into = Into(target);
                if (into.TrueForAll(_decided.ContainsKey) && _settled.Add(target))
                {
                    var runs = _nodes[target]["type"]!.ToString() == "Elsa.FlowJoin" ? into.TrueForAll(w => _decided[w]) : into.Exists(w => _decided[w]);
                    if (runs)
                    {
                        Start(target);
                    }
                    else
                    {
                        Decide(target, _ => false);
                    }
                }
            }
        }

        private void Leave()
        {
            if (--_running == 0)
            {
                then();
            }
        }
    }
}
