using System.Text;
using SalesProcess.Engine.Activities.Primitives;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.ExternalTasks;

/// <summary>The door for programs that were asked to do something (<c>Elsa.RunTask</c>): they answer, and the instance goes on in the same step.</summary>
public sealed class ExternalTaskService(InstanceRunner runner, Database database, TimeProvider clock)
{
    /// <summary>Answers a task. The same answer by the same program again is taken for the repetition that it is.</summary>
    public async Task<Answer> CompleteAsync(string id, object? result, Caller caller, CancellationToken ct)
    {
        if (Find(id) is not { } known)
        {
            return new Answer.Refused(Refusals.NotFound());
        }

        var answer = RowDigest.Of(Encoding.UTF8.GetBytes(ValueJson.Stored(result)));
        var outcome = await runner.RunAsync(known.InstanceId, loaded => Decide(Find(id)!, loaded.State, result, answer, caller), caller.Actor.Id, ct);
        return Answer.Of(outcome, id);
    }

    private StepDecision Decide(ExternalTask task, InstanceState state, object? result, string answer, Caller caller)
    {
        if (task.AnsweredBy == caller.Actor.Id && task.Answer == answer)
        {
            return new StepDecision.Skipped(session => caller.Keep(session, task.Id, clock));
        }

        if (Over(task, state) is { } refusal)
        {
            return new StepDecision.Refused(refusal);
        }

        var input = new Dictionary<string, object?>(StringComparer.Ordinal) { [RunTask.AnswerKey] = result };
        return new StepDecision.Proceed(new Stimulus.Resume(ExternalTaskRows.BookmarkOf(state, task.Id)!.Id, input), session =>
        {
            var now = clock.GetUtcNow();
            ExternalTaskRows.Answered(session, task.Id, caller.Actor.Id, answer, now.ToUnixTimeMilliseconds());
            AuditRows.OfInstance(
                session, new Act("complete-external-task", caller.Actor.Id, now), state.Id, state.RootId, new Dictionary<string, object?>(StringComparer.Ordinal) { ["externalTask"] = task.Id });
            caller.Keep(session, task.Id, clock);
        });
    }

    private static Refusal? Over(ExternalTask task, InstanceState state)
    {
        if (task.AnsweredBy is not null)
        {
            return new Refusal(
                RefusalCodes.TaskCompleted,
                $"The task was answered by {task.AnsweredBy} already, with another result.",
                Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["by"] = task.AnsweredBy, ["at"] = task.EndedAt });
        }

        return Refusals.IsOver(state)
            ? Refusals.Ended(state)
            : ExternalTaskRows.BookmarkOf(state, task.Id) is null ? new Refusal(RefusalCodes.TaskCancelled, "The process went on without this task.") : null;
    }

    private ExternalTask? Find(string id) => database.Read(session => ExternalTaskRows.Find(session, id));
}
