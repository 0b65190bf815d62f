using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions;

/// <summary>The value of the variable with an id.</summary>
public sealed class VariableExpression(string id) : Expression
{
    public override string Syntax => "Variable";

    public override string Text => id;

    public override object? Evaluate(ActivityContext context) => context.GetVariableById(id);
}

/// <summary>The workflow input of a name.</summary>
public sealed class InputExpression(string name) : Expression
{
    public override string Syntax => "Input";

    public override string Text => name;

    public override object? Evaluate(ActivityContext context) => context.GetInput(name);
}

/// <summary>A syntax that is not known here. It has no value, as in Elsa; one that Elsa knows and that is not accepted here is a fault. Validation tells the designer of both.</summary>
public sealed class UnknownExpression(string syntax) : Expression
{
    public override string Syntax => syntax;

    private string? Refusal => syntax switch
    {
        "CSharp" or "Python" => $"{syntax} expressions run host code and are not accepted here. Write it in JavaScript or Liquid.",
        "Secret" => "Secret expressions need a secret store, and there is none here.",
        _ => null,
    };

    // What would run in Elsa must not go on here with nothing in its place.
    public override object? Evaluate(ActivityContext context) => Refusal is { } refusal ? throw new ActivityFault(refusal) : null;

    public override string Check() => Refusal ?? $"The expression type '{syntax}' is not known. Accepted: Literal, Object, Variable, Input, JavaScript, Liquid.";
}
