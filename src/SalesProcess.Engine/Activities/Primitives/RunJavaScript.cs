using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions.JavaScript;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Scripting", "Runs a script; it may choose the outcomes with setOutcome or setOutcomes.")]
public sealed class RunJavaScript : Activity
{
    private JavaScriptExpression? _prepared;

    [Input("The script.", UiHint = "code-editor")]
    public Input<string> Script { get; set; } = null!;

    [Input("The outcomes the script may choose, for the designer.", UiHint = "dynamic-outcomes")]
    public Input<string[]> PossibleOutcomes { get; set; } = null!;

    [Output("The script's value.")]
    public Output? Result { get; set; }

    protected internal override void Bind(JsonObject json, ActivityReader reader) =>
        _prepared = Script.TryGetConstant(out var text) && text is not null ? new JavaScriptExpression(text) : null;

    protected internal override IEnumerable<string> Validate() => _prepared?.Check() is { } fault ? [$"Input 'script': {fault}"] : [];

    public override IReadOnlyList<string>? KnownOutcomes() =>
        PossibleOutcomes.TryGetConstant(out var outcomes) && outcomes is { Length: > 0 } ? [.. outcomes.Union(Descriptor.Outcomes, StringComparer.Ordinal)] : null;

    public override void Execute(ActivityContext context)
    {
        var text = context.Get(Script);
        if (string.IsNullOrWhiteSpace(text))
        {
            context.Complete();
            return;
        }

        var script = _prepared ?? new JavaScriptExpression(text);
        var (value, outcomes) = script.Run(context);
        context.Set(Result, value);
        context.Complete(outcomes);
    }
}
