using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Composition;

[Activity("Elsa", "Composition", "Starts another workflow and gives its outputs as the result.")]
public sealed class DispatchWorkflow : Activity
{
    [Input("The definition to start, in its published version.", UiHint = "workflow-definition-picker")]
    public Input<string> WorkflowDefinitionId { get; set; } = null!;

    [Input("The correlation id of the new instance.")]
    public Input<string> CorrelationId { get; set; } = null!;

    [Input("The input of the new instance.")]
    public Input<Dictionary<string, object?>> Input { get; set; } = null!;

    [Input("Whether to wait for its end.")]
    public Input<bool> WaitForCompletion { get; set; } = null!;

    [Input("Kept in the file and without effect: there is one channel.")]
    public Input<string> ChannelName { get; set; } = null!;

    [Output("The outputs of the new instance, and under 'outcome' how it ended.")]
    public Output? Result { get; set; }

    public override void Execute(ActivityContext context)
    {
        var wait = context.Get(WaitForCompletion);
        Child.Start(context, context.Get(WorkflowDefinitionId), context.Get(CorrelationId), context.Get(Input), wait ? ChildAnswer.AtItsEnd : null);
        if (!wait)
        {
            context.Complete();
        }
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        var result = input.GetValueOrDefault("output") is IReadOnlyDictionary<string, object?> output
            ? new Dictionary<string, object?>(output, StringComparer.Ordinal)
            : new Dictionary<string, object?>(StringComparer.Ordinal);
        if (input.GetValueOrDefault("outcome") is { } outcome)
        {
            result.TryAdd("outcome", outcome);
        }

        context.Set(Result, result);
        context.Complete();
    }

    protected internal override void Abandon(ActivityContext context, Bookmark bookmark) => Child.Cancel(context, bookmark);
}
