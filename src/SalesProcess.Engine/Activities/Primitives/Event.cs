using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Waits for an event, or starts the workflow by it.", IsTrigger = true)]
public sealed class Event : Activity
{
    /// <summary>The key of the stimulus input that carries what was published with the event.</summary>
    public const string PayloadKey = "__EventPayloadWorkflowInput";

    [Input("The name of the event.")]
    public Input<string> EventName { get; set; } = null!;

    [Output("What was published with the event.")]
    public Output? Result { get; set; }

    /// <summary>What bookmarks and triggers of an event are found by.</summary>
    public static Dictionary<string, object?> Payload(string eventName) => new(StringComparer.Ordinal) { ["EventName"] = eventName };

    public override void Execute(ActivityContext context)
    {
        if (context.TakeTrigger())
        {
            Receive(context, context.StimulusInput);
        }
        else
        {
            context.Wait(Payload(context.Get(EventName) ?? ""), hashed: true);
        }
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) => Receive(context, input);

    protected internal override IEnumerable<Trigger> Triggers(ActivityContext context) => context.Get(EventName) is { Length: > 0 } name
        ? [new Trigger(Id, Type, Payload(name))]
        : throw new ActivityFault("'eventName' is empty: it names the event that starts the workflow.");

    private void Receive(ActivityContext context, IReadOnlyDictionary<string, object?> input)
    {
        context.Set(Result, input.GetValueOrDefault(PayloadKey));
        context.Complete();
    }
}
