using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Composition;

[Activity("Elsa", "Composition", "Starts another workflow and gives its state as the result.")]
public sealed class ExecuteWorkflow : Activity
{
    [Input("The definition to start, in its published version.", UiHint = "workflow-definition-picker")]
    public Input<string> WorkflowDefinitionId { get; set; } = null!;

    [Input("The correlation id of the new instance.")]
    public Input<string> CorrelationId { get; set; } = null!;

    [Input("The input of the new instance.")]
    public Input<Dictionary<string, object?>> Input { get; set; } = null!;

    [Input("Whether to wait for its end.")]
    public Input<bool> WaitForCompletion { get; set; } = null!;

    [Output("WorkflowInstanceId, Status, SubStatus and Output of the new instance.")]
    public Output? Result { get; set; }

    public override void Execute(ActivityContext context)
    {
        // In any case it has run as far as it goes before this activity goes on: that is what sets it apart from DispatchWorkflow.
        var answers = context.Get(WaitForCompletion) ? ChildAnswer.AtItsEnd : ChildAnswer.AtOnce;
        Child.Start(context, context.Get(WorkflowDefinitionId), context.Get(CorrelationId), context.Get(Input), answers);
    }

    protected internal override bool IsAnsweredByTheService => true;

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        context.Set(Result, Child.Result(
            input.GetValueOrDefault("instanceId"),
            input.GetValueOrDefault("status"),
            input.GetValueOrDefault("subStatus"),
            input.GetValueOrDefault("output")));
        context.Complete();
    }

    protected internal override void Abandon(ActivityContext context, Bookmark bookmark) => Child.Cancel(context, bookmark);
}
