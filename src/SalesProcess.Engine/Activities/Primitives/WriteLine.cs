using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Console", "Writes a line to the host's text writer.")]
public sealed class WriteLine : Activity
{
    [Input("The line.")]
    public Input<string> Text { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        context.Emit(new Effect.Line(context.Get(Text) ?? ""));
        context.Complete();
    }
}
