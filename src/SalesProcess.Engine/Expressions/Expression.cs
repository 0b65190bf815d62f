using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions;

/// <summary>An expression of a definition, prepared once and evaluated by every instance.</summary>
public abstract class Expression
{
    /// <summary>Elsa's name of the syntax: Literal, Object, Variable, Input, JavaScript, Liquid.</summary>
    public abstract string Syntax { get; }

    /// <summary>The text of the expression as it stands in the file, for diagnostics.</summary>
    public virtual string? Text => null;

    /// <summary>The value, not yet converted to the input's type.</summary>
    /// <exception cref="ActivityFault">The expression or the data it reads is at fault.</exception>
    public abstract object? Evaluate(ActivityContext context);

    /// <summary>The value, if it needs no run to be known.</summary>
    public virtual bool TryGetConstant(out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>What is wrong with the expression itself, found without running it; null if nothing is.</summary>
    public virtual string? Check() => null;
}
