using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions;

/// <summary>A value as it stands in the file.</summary>
public sealed class LiteralExpression(object? value) : Expression
{
    public override string Syntax => "Literal";

    public object? Value { get; } = value;

    public override string? Text => Value as string;

    public override object? Evaluate(ActivityContext context) => Value;

    public override bool TryGetConstant(out object? value)
    {
        value = Value;
        return true;
    }
}
