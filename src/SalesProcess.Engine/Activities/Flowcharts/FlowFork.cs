using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

[Activity("Elsa", "Branching", "Leaves by all of its branches at once.")]
public sealed class FlowFork : Activity
{
    [Input("The names of the branches.", UiHint = "dynamic-outcomes")]
    public Input<string[]> Branches { get; set; } = null!;

    // Without branches it leaves by Done; with an empty list it leads nowhere.
    public override IReadOnlyList<string>? KnownOutcomes() => Branches.TryGetConstant(out var branches) ? branches ?? Descriptor.Outcomes : null;

    public override void Execute(ActivityContext context)
    {
        switch (context.Get(Branches))
        {
            case null: context.Complete(); break;
            case []: context.CompleteWithoutOutcome(); break;
            case var branches: context.Complete(branches); break;
        }
    }
}
