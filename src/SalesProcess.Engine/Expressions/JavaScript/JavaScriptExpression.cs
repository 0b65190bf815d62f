using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>A script, parsed once and run in an engine of its own at every evaluation.</summary>
public sealed class JavaScriptExpression(string text) : Expression
{
    public override string Syntax => "JavaScript";

    public override string Text => text;

    public override object? Evaluate(ActivityContext context) => throw new ActivityFault("not yet");
}
