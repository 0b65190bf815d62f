using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities.Control;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Branching", "Leaves by the labels of the cases whose condition is true, or by Default.", Outcomes = ["Default"])]
public sealed class FlowSwitch : Activity
{
    private const string Otherwise = "Default";

    public IReadOnlyList<SwitchCase> Cases { get; private set; } = [];

    [Input("MatchFirst or MatchAny.", UiHint = "dropdown")]
    public Input<SwitchMode> Mode { get; set; } = null!;

    protected internal override void Bind(JsonObject json, ActivityReader reader) => Cases = SwitchCase.Read(json, reader, this);

    protected internal override IEnumerable<string> Validate() => SwitchCase.Check(Cases);

    public override IReadOnlyList<string> KnownOutcomes() => [.. Cases.Select(c => c.Label).Append(Otherwise).Distinct(StringComparer.Ordinal)];

    public override void Execute(ActivityContext context)
    {
        string[] labels = [.. SwitchCase.Matches(Cases, context.Get(Mode), context).Select(c => c.Label)];
        context.Complete(labels.Length > 0 ? labels : [Otherwise]);
    }
}
