using Acornima;
using Acornima.Ast;
using Jint;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>A script's text, parsed at its first use and shared by all evaluations and threads.</summary>
internal sealed class PreparedScript(string text)
{
    // Parser and interpreter walk the tree by recursion; a deeper one could exhaust the stack, which nothing can catch.
    private const int MaxLength = 100_000;
    private const int MaxDepth = 1_000;

    private static readonly ScriptPreparationOptions Options = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true, RegexTimeout = ScriptLimits.Default.Pattern, CompileRegex = false },
    };

    private readonly Lazy<Parsed> _parsed = new(() => Parse(text));

    public Prepared<Acornima.Ast.Script> Program => _parsed.Value.Program;

    /// <summary>The names the text uses and does not declare itself.</summary>
    public IReadOnlyList<string> Names => _parsed.Value.Names;

    /// <summary>Each X that stands in the text as <c>variables.X</c>.</summary>
    public IReadOnlyList<string> Variables => _parsed.Value.Variables;

    /// <summary>Whether the text can reach global names without writing them.</summary>
    public bool ReachesGlobalObject => _parsed.Value.ReachesGlobalObject;

    /// <summary>What is wrong with the text, or null.</summary>
    public string? Error => _parsed.Value.Error;

    private static Parsed Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return Parsed.Wrong($"the script has {text.Length} characters. Accepted are at most {MaxLength}.");
        }

        try
        {
            // Measured before it is prepared, because preparing walks the tree too.
            var parser = new Parser(new ParserOptions { AllowReturnOutsideFunction = true });
            var found = Walk(parser.ParseScript(text));
            if (found.Depth > MaxDepth)
            {
                return Parsed.Wrong($"the script is nested {found.Depth} levels deep. Accepted are at most {MaxDepth}.");
            }

            var program = Jint.Engine.PrepareScript(text, options: Options);
            return new Parsed(program, [.. program.ReferencedGlobals!], [.. found.Variables], found.UsesThis || program.ReferencedGlobals!.Contains("globalThis"), null);
        }
        catch (SyntaxErrorException wrong)
        {
            return Parsed.Wrong($"line {wrong.LineNumber}: {wrong.Description}.");
        }
        catch (ScriptPreparationException wrong)
        {
            return Parsed.Wrong(wrong.InnerException is SyntaxErrorException inner ? $"line {inner.LineNumber}: {inner.Description}." : wrong.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            return Parsed.Wrong($"the script is nested too deep. Accepted are at most {MaxDepth} levels.");
        }
    }

    private static (int Depth, HashSet<string> Variables, bool UsesThis) Walk(Node program)
    {
        var (deepest, variables, usesThis) = (0, new HashSet<string>(StringComparer.Ordinal), false);
        var open = new Stack<(Node Node, int Depth)>([(program, 1)]);
        while (open.TryPop(out var at))
        {
            deepest = Math.Max(deepest, at.Depth);
            usesThis |= at.Node is ThisExpression;
            if (at.Node is MemberExpression { Computed: false, Object: Identifier { Name: ScriptVariables.Name }, Property: Identifier property })
            {
                variables.Add(property.Name);
            }

            foreach (var child in at.Node.ChildNodes)
            {
                open.Push((child, at.Depth + 1));
            }
        }

        return (deepest, variables, usesThis);
    }

    private sealed record Parsed(Prepared<Acornima.Ast.Script> Program, string[] Names, string[] Variables, bool ReachesGlobalObject, string? Error)
    {
        public static Parsed Wrong(string error) => new(default, [], [], false, error);
    }
}
