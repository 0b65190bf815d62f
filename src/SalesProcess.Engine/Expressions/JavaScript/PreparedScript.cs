using Acornima;
using Jint;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>A script's text, parsed at its first use and shared by all evaluations and threads.</summary>
internal sealed class PreparedScript(string text)
{
    private const int MaxLength = 100_000;

    private static readonly ScriptPreparationOptions Options = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true, RegexTimeout = ScriptLimits.Pattern, CompileRegex = false },
    };

    private readonly Lazy<Parsed> _parsed = new(() => Parse(text));

    public Prepared<Acornima.Ast.Script> Program => _parsed.Value.Program;

    /// <summary>The names the text uses and does not declare itself.</summary>
    public IReadOnlyList<string> Names => _parsed.Value.Names;

    public ScriptSurvey Survey => _parsed.Value.Survey;

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
            var program = Jint.Engine.PrepareScript(text, options: Options);
            var survey = new ScriptSurvey(program.Program!);
            return new Parsed(program, [.. program.ReferencedGlobals!], survey, survey.Refusal);
        }
        catch (ScriptPreparationException wrong)
        {
            return Parsed.Wrong(wrong.InnerException switch
            {
                SyntaxErrorException syntax => $"line {syntax.LineNumber}: {syntax.Description}.",
                InsufficientExecutionStackException => "the script is nested too deep.",
                null => wrong.Message,
                var inner => inner.Message,
            });
        }
    }

    private sealed record Parsed(Prepared<Acornima.Ast.Script> Program, string[] Names, ScriptSurvey Survey, string? Error)
    {
        public static Parsed Wrong(string error) => new(default, [], new ScriptSurvey(), error);
    }
}
