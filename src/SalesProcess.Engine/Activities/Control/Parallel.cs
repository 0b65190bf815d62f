using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Workflows", "Runs its activities side by side and ends when all have ended.")]
public sealed class Parallel : Activity, IVariableContainer
{
    [Port]
    public List<Activity> Activities { get; set; } = [];

    public IReadOnlyList<Variable> Variables { get; private set; } = [];

    protected internal override void Bind(JsonObject json, ActivityReader reader) =>
        Variables = reader.ReadVariables(ActivityReader.Get(json, "variables"));

    public override void Execute(ActivityContext context)
    {
        foreach (var activity in Activities)
        {
            context.Schedule(activity);
        }

        CompleteIfDone(context);
    }

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) => CompleteIfDone(context);

    private static void CompleteIfDone(ActivityContext context)
    {
        if (!context.Children.Any())
        {
            context.Complete();
        }
    }
}
