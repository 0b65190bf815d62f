using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Composition", "Sets an output of the workflow.")]
public sealed class SetOutput : Activity
{
    [Input("The name of the workflow's output.", UiHint = "output-picker")]
    public Input<string> OutputName { get; set; } = null!;

    [Input("Its value; it is not converted.", KeepsText = true)]
    public Input<object> OutputValue { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(OutputName);
        if (string.IsNullOrEmpty(name))
        {
            throw new ActivityFault("'outputName' is empty: there is no output to set.");
        }

        context.SetWorkflowOutput(name, context.Get(OutputValue));
        context.Complete();
    }
}
