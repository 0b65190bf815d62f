using System.Text.Json;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions;

/// <summary>JSON text in the file, parsed once.</summary>
public sealed class ObjectExpression : Expression
{
    private readonly object? _value;
    private readonly string? _error;

    public ObjectExpression(string text)
    {
        Text = text;
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        try
        {
            _value = ValueJson.Parse(text);
        }
        catch (JsonException broken)
        {
            _error = $"The text is not JSON: {broken.Message}";
        }
    }

    public override string Syntax => "Object";

    public override string Text { get; }

    /// <summary>The text as a value: blank text is none.</summary>
    public string? TextValue => string.IsNullOrWhiteSpace(Text) ? null : Text;

    public override object? Evaluate(ActivityContext context) => _error is null ? _value : throw new ActivityFault(_error);

    public override bool TryGetConstant(out object? value)
    {
        value = _value;
        return _error is null;
    }

    public override string? Check() => _error;
}
