using SalesProcess.Engine.Definitions;

namespace SalesProcess.Engine.Activities;

/// <summary>An activity with variables of its own: the workflow, a flowchart, a sequence, a parallel.</summary>
public interface IVariableContainer
{
    IReadOnlyList<Variable> Variables { get; }
}
