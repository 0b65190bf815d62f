using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>Announces that something happened, to whoever subscribed.</summary>
[Activity("SalesProcess", "Sales", "Announces an event to subscribers outside.", Name = "Notify")]
public sealed class NotifyActivity : Activity
{
    [Input("What happened, such as contract.signed.")]
    public Input<string> EventType { get; set; } = null!;

    [Input("A few ids; subscribers read the rest themselves.")]
    public Input<object> Data { get; set; } = null!;

    public override void Execute(ActivityContext context)
    {
        var type = TaskInputs.Text(context.Get(EventType))
            ?? throw new ActivityFault($"'{DisplayName}' needs an eventType, for example contract.signed.");
        var data = TaskInputs.Parsed(context.Get(Data)) switch
        {
            null => new Dictionary<string, object?>(StringComparer.Ordinal),
            IReadOnlyDictionary<string, object?> map => map,
            _ => throw new ActivityFault($"The data of '{DisplayName}' must be an object."),
        };
        context.Emit(new Notify(type, data));
        context.Complete();
    }
}
