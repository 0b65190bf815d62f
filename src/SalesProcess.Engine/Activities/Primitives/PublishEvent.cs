using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Publishes an event to all that wait for it and all that it starts.")]
public sealed class PublishEvent : Activity
{
    [Input("The name of the event.")]
    public Input<string> EventName { get; set; } = null!;

    [Input("Only instances with this correlation id.")]
    public Input<string> CorrelationId { get; set; } = null!;

    [Input("Only this very instance.")]
    public Input<bool> IsLocalEvent { get; set; } = null!;

    [Input("What the receivers get with it.", KeepsText = true)]
    public Input<object> Payload { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        Child.CheckChain(context);
        context.Emit(new Effect.PublishEvent(
            context.Get(EventName) ?? "",
            // A designer writes an empty text where nothing is given.
            context.Get(CorrelationId) is { Length: > 0 } correlationId ? correlationId : null,
            context.Get(IsLocalEvent) ? context.State.Id : null,
            context.Get(Payload)));
        context.Complete();
    }
}
