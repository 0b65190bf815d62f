using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Writes a variable.")]
public sealed class SetVariable : Activity
{
    /// <summary>The id of the variable; null if the definition names none.</summary>
    public string? VariableId { get; private set; }

    [Input("The new value; it becomes the variable's type.", KeepsText = true)]
    public Input<object> Value { get; set; } = null!;

    protected internal override void Bind(JsonObject json, ActivityReader reader) =>
        VariableId = ActivityReader.Get(json, "variable") is JsonObject variable ? ActivityReader.Text(variable, "id") : null;

    protected internal override IEnumerable<string> Validate() => VariableId is null ? ["'variable' names no variable to write."] : [];

    public override void Execute(ActivityContext context)
    {
        context.SetVariableById(VariableId ?? throw new ActivityFault("'variable' names no variable to write."), context.Get(Value));
        context.Complete();
    }
}
