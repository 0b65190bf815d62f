using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>A script, parsed once and run in an engine of its own at every evaluation.</summary>
public sealed class JavaScriptExpression(string text) : Expression
{
    private readonly PreparedScript _script = new(text);

    public override string Syntax => "JavaScript";

    public override string Text => text;

    internal ScriptLimits Limits { get; init; } = ScriptLimits.Default;

    public override object? Evaluate(ActivityContext context) => Run(context, choosesOutcomes: false).Value;

    public override string? Check() => _script.Error;

    /// <summary>Runs the script of an activity, which may choose the activity's outcomes.</summary>
    internal (object? Value, string[] Outcomes) Run(ActivityContext context) => Run(context, choosesOutcomes: true);

    private (object? Value, string[] Outcomes) Run(ActivityContext context, bool choosesOutcomes)
    {
        ScriptRun? run = null;
        var value = ScriptRunner.Evaluate(
            _script,
            context.Ambient,
            Limits,
            engine =>
            {
                run = new ScriptRun(engine, context, _script, choosesOutcomes);
                run.Install();
            },
            () => run!.WriteBack());
        return (value, run!.Outcomes);
    }
}
