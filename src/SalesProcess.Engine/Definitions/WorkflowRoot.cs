using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Definitions;

/// <summary>The implicit outermost activity: holds the workflow's variables and runs its root.</summary>
public sealed class WorkflowRoot(WorkflowDefinition definition) : Activity, IVariableContainer
{
    public const string TypeName = "Elsa.Workflow";

    public WorkflowDefinition Definition => definition;

    public Activity Body { get; internal set; } = null!;

    public IReadOnlyList<Variable> Variables => definition.Variables;

    public override void Execute(ActivityContext context) => context.Schedule(Body);
}
