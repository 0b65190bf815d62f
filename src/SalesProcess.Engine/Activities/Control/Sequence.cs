using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Workflows", "Runs its activities one after the other.")]
public sealed class Sequence : Activity, IVariableContainer
{
    [Port]
    public List<Activity> Activities { get; set; } = [];

    public IReadOnlyList<Variable> Variables { get; private set; } = [];

    protected internal override void Bind(JsonObject json, ActivityReader reader) =>
        Variables = reader.ReadVariables(ActivityReader.Get(json, "variables"));

    public override void Execute(ActivityContext context) => Next(context, 0);

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes)
    {
        var isOver = child.Activity.Descriptor?.Attribute.IsTerminal == true || context.Record.Property<bool>(Break.Property);
        Next(context, isOver ? Activities.Count : Activities.IndexOf(child.Activity) + 1);
    }

    private void Next(ActivityContext context, int index)
    {
        if (index < Activities.Count)
        {
            context.Schedule(Activities[index]);
        }
        else
        {
            context.Complete();
        }
    }
}
