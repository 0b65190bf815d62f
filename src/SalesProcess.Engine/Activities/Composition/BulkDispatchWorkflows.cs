using System.Collections;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Composition;

[Activity("Elsa", "Composition", "Starts a workflow for each item of a list.", Outcomes = ["Completed", "Canceled", "Done"])]
public sealed class BulkDispatchWorkflows : Activity
{
    /// <summary>The variable under which a port's activities see which child ended.</summary>
    public const string ChildVariable = "ChildInstanceId";

    private const string Open = "open";
    private const string Canceled = "canceled";

    private const int MaxItems = 10_000;

    [Input("The definition to start, in its published version.", UiHint = "workflow-definition-picker")]
    public Input<string> WorkflowDefinitionId { get; set; } = null!;

    [Input("The list. Text is not read as a list.", KeepsText = true)]
    public Input<object> Items { get; set; } = null!;

    [Input("The name of the input that an item becomes, unless it is an object: then its members are inputs.", Default = "Item")]
    public Input<string> DefaultItemInputKey { get; set; } = null!;

    [Input("The correlation id of each new instance; sees the item as a variable.", Lazy = true)]
    public Input<string> CorrelationIdFunction { get; set; } = null!;

    [Input("The input that all new instances have in common.")]
    public Input<Dictionary<string, object?>> Input { get; set; } = null!;

    [Input("Whether to wait until all have ended.", Default = true)]
    public Input<bool> WaitForCompletion { get; set; } = null!;

    [Input("Kept in the file and without effect: there is one channel.")]
    public Input<string> ChannelName { get; set; } = null!;

    [Port]
    public Activity? ChildCompleted { get; set; }

    [Port]
    public Activity? ChildFaulted { get; set; }

    public override void Execute(ActivityContext context)
    {
        var items = context.Get(Items) is IEnumerable list and not string and not IReadOnlyDictionary<string, object?> ? list.Cast<object?>() : [];
        // All is evaluated before the first is started: what faults halfway would be started again by a retry.
        var starts = items.Take(MaxItems + 1).Select(item => Prepare(context, item)).ToList();
        if (starts.Count > MaxItems)
        {
            throw new ActivityFault($"There are more than {MaxItems} items. All of them are started in one step; start them in several.");
        }

        var wait = context.Get(WaitForCompletion);
        // A fault is told at once only where somebody is there to deal with it: else the children that fault can be retried, and end after all.
        ChildAnswer? answers = !wait ? null : ChildFaulted is null ? ChildAnswer.AtItsEnd : ChildAnswer.AtItsEndOrFault;
        foreach (var (correlationId, input) in starts)
        {
            Child.Start(context, context.Get(WorkflowDefinitionId), correlationId, input, answers);
        }

        if (!wait)
        {
            context.Complete();
            return;
        }

        context.Record.Properties[Open] = (long)starts.Count;
        CompleteIfDone(context);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        context.Record.Properties[Open] = context.Record.Property<long>(Open) - 1;
        var ended = input.GetValueOrDefault("subStatus") as string;
        var port = ended switch
        {
            nameof(WorkflowSubStatus.Faulted) => ChildFaulted,
            nameof(WorkflowSubStatus.Cancelled) => null,
            _ => ChildCompleted,
        };
        if (ended == nameof(WorkflowSubStatus.Cancelled))
        {
            context.Record.Properties[Canceled] = true;
        }

        if (port is not null)
        {
            context.Schedule(port, variables: new Dictionary<string, object?>(StringComparer.Ordinal) { [ChildVariable] = input.GetValueOrDefault("instanceId") });
        }

        CompleteIfDone(context);
    }

    protected internal override void Abandon(ActivityContext context, Bookmark bookmark) => Child.Cancel(context, bookmark);

    public override void ChildEnded(ActivityContext context, ActivityRecord child, IReadOnlyList<string> outcomes) => CompleteIfDone(context);

    private (string? CorrelationId, Dictionary<string, object?> Input) Prepare(ActivityContext context, object? item)
    {
        var key = context.Get(DefaultItemInputKey) is { Length: > 0 } given ? given : "Item";
        var own = item as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal) { [key] = item };
        var input = new Dictionary<string, object?>(context.Get(Input) ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            input[name] = value;
        }

        // The item is in scope for the correlation id of its own child only.
        context.Record.Variables = new Dictionary<string, object?>(own, StringComparer.Ordinal) { [key] = item };
        var correlationId = context.Get(CorrelationIdFunction);
        context.Record.Variables = null;
        return (correlationId, input);
    }

    private static void CompleteIfDone(ActivityContext context)
    {
        if (context.Record.Property<long>(Open) > 0 || context.Children.Any())
        {
            return;
        }

        context.Complete(context.Record.Property<bool>(Canceled) ? ["Canceled", "Done"] : ["Completed", "Done"]);
    }
}
