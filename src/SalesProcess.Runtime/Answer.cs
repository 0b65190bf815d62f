using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>What a door answers: done, or refused with a reason. A refused command has changed nothing.</summary>
public abstract record Answer
{
    /// <param name="Id">The instance, task or definition that the command was about.</param>
    public sealed record Accepted(string Id) : Answer;

    public sealed record Refused(Refusal Refusal) : Answer;

    internal static Answer Of(StepOutcome outcome, string id) => outcome is StepOutcome.Refused refused ? new Refused(refused.Refusal) : new Accepted(id);
}
