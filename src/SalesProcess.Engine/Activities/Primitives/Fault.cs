using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Raises an incident.", Outcomes = [])]
public sealed class Fault : Activity
{
    [Input("A code for programs.", Default = "0", DefaultForNull = false)]
    public Input<string> Code { get; set; } = null!;

    [Input("What kind of fault it is, for example HTTP or Business.", Default = "General", DefaultForNull = false)]
    public Input<string> Category { get; set; } = null!;

    [Input("Where it comes from: System, Business or Integration.", Default = "System", DefaultForNull = false)]
    public Input<string> FaultType { get; set; } = null!;

    [Input("What is told to people.", UiHint = "multi-line")]
    public Input<string> Message { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var message = context.Get(Message);
        throw new ActivityFault(string.IsNullOrWhiteSpace(message)
            ? $"Fault {context.Get(Code)} ({context.Get(Category)}, {context.Get(FaultType)}) without a message."
            : message);
    }
}
