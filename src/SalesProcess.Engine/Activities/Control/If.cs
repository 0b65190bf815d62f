using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Control;

[Activity("Elsa", "Branching", "Runs one of two activities.")]
public sealed class If : Activity
{
    [Input("Which of the two runs.", UiHint = "single-line")]
    public Input<bool> Condition { get; set; } = null!;

    [Port]
    public Activity? Then { get; set; }

    [Port]
    public Activity? Else { get; set; }

    [Output("The condition's value.")]
    public Output? Result { get; set; }

    public override void Execute(ActivityContext context)
    {
        var condition = context.Get(Condition);
        context.Set(Result, condition);
        if ((condition ? Then : Else) is { } branch)
        {
            context.Schedule(branch);
        }
        else
        {
            context.Complete();
        }
    }
}
