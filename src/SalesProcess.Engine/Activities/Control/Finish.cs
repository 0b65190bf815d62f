using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Composition", "Ends the whole workflow at once.", IsTerminal = true, Outcomes = [])]
public sealed class Finish : Activity
{
    public override void Execute(ActivityContext context) => context.EndInstance();
}
