using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.Liquid;

/// <summary>A template, parsed once.</summary>
public sealed class LiquidExpression(string text) : Expression
{
    public override string Syntax => "Liquid";

    public override string Text => text;

    public override object? Evaluate(ActivityContext context) => throw new ActivityFault("not yet");
}
