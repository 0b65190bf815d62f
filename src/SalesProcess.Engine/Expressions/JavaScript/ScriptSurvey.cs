using Acornima.Ast;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>What a script's text shows of what it will need, found once when it is prepared.</summary>
internal sealed class ScriptSurvey
{
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);

    public ScriptSurvey()
    {
    }

    public ScriptSurvey(Node program)
    {
        var open = new Stack<Node>([program]);
        while (open.TryPop(out var node))
        {
            Look(node);
            foreach (var child in node.ChildNodes)
            {
                open.Push(child);
            }
        }
    }

    /// <summary>Each X that stands in the text as <c>variables.X</c>.</summary>
    public IReadOnlyCollection<string> Variables => _variables;

    /// <summary>Whether the script can reach global names without writing them.</summary>
    public bool ReachesGlobalObject { get; private set; }

    /// <summary>Whether the script names a member that is guarded, or can reach members whose names it does not write.</summary>
    public bool NeedsGuards { get; private set; }

    /// <summary>What the script may not contain, or null.</summary>
    public string? Refusal { get; private set; }

    private void Look(Node node)
    {
        switch (node)
        {
            // A chain of suspended generators recurses in native code, where nothing stops it before the stack is used up.
            case IFunction { Generator: true }:
                Refusal = $"line {node.Location.Start.Line}: generator functions do not exist here.";
                break;
            case ThisExpression:
                ReachesGlobalObject = true;
                break;
            case Identifier identifier:
                ReachesGlobalObject |= identifier.Name == "globalThis";
                NeedsGuards |= ScriptGuards.Names.Contains(identifier.Name);
                break;
            case MemberExpression { Computed: true, Property: not NumericLiteral }:
            case Property { Computed: true }:
                NeedsGuards = true;
                break;
            case MemberExpression { Computed: false, Object: Identifier { Name: ScriptVariables.Name }, Property: Identifier property }:
                _variables.Add(property.Name);
                break;
            case ImportExpression:
                Refusal = $"line {node.Location.Start.Line}: a script cannot import anything.";
                break;
            case BigIntLiteral:
                Refusal = $"line {node.Location.Start.Line}: BigInt numbers do not exist here.";
                break;
        }
    }
}
