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

    private void Receive(ActivityContext context, IReadOnlyDictionary<string, object?> input)
    {
        context.Set(Result, input.GetValueOrDefault(PayloadKey));
        context.Complete();
    }
}
