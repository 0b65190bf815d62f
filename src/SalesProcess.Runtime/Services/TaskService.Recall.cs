using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Replay;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>
/// Taking back a decision: the instance stands again as it did before, computed anew from its journal. Possible while the decision is the last thing that
/// happened to the instance, nothing left it (a message, a child, an answer to its parent), and nobody has touched the tasks that followed.
/// </summary>
public sealed partial class TaskService
{
    public Task<Answer> RecallAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) => StepAsync(
        id, ifMatch, caller,
        (loaded, task) => TaskRules.Recall(task, caller.Actor, rules.Directory, clock.GetUtcNow()) switch
        {
            TaskDecision.Refused refused => new StepDecision.Refused(refused.Refusal),
            TaskDecision.Accepted accepted => TakeBack(loaded, task, accepted.Task, caller),
            _ => throw new InvalidOperationException("A task rule accepts or refuses."),
        },
        ct);

    /// <summary>Would a recall be accepted from this person now?</summary>
    public bool CanRecall(UserTask task, Actor actor)
    {
        if (TaskRules.Recall(task, actor, rules.Directory, clock.GetUtcNow()) is not TaskDecision.Accepted)
        {
            return false;
        }

        var loaded = runner.Load(task.InstanceId);
        return WhyNot(loaded, task, out var last) is null && database.Read(session => Touched(session, loaded, last!)) is null;
    }

    private StepDecision TakeBack(LoadedInstance loaded, UserTask before, UserTask after, Caller caller)
    {
        var refusal = WhyNot(loaded, before, out var last) ?? database.Read(session => Touched(session, loaded, last!));
        if (refusal is not null)
        {
            return new StepDecision.Refused(refusal);
        }

        var state = StateJson.Read(last!.Before!, loaded.Graph);
        return new StepDecision.Proceed(new Stimulus.Recall(before.BookmarkId), session =>
        {
            if (Touched(session, loaded, last) is not null)
            {
                throw new StaleException($"What followed from task {before.Id} was touched meanwhile.");
            }

            var act = new Act("recall", caller.Actor.Id, after.UpdatedAt);
            TaskRows.Save(session, rules, before, after, act);
            TaskRows.TakeBack(session, rules, before, last.Run.Removed.Where(b => b.Id != before.BookmarkId).Select(b => b.Id), act);
            caller.Keep(session, after.Id, clock);
        })
        {
            Before = state,
        };
    }

    // The rules that need no look at what followed; the run that is to be taken back if there is none against it.
    private Refusal? WhyNot(LoadedInstance loaded, UserTask task, out LastRun? last)
    {
        last = null;
        var newest = database.Read(session => session.Find("SELECT stimulus FROM journal WHERE instance_id = $1 AND revision = $2", r => r.GetString(0), task.InstanceId, loaded.Revision));
        if (newest is null || JournalJson.ReadStimulus(newest) is not Stimulus.Resume resumed || resumed.BookmarkId != task.BookmarkId)
        {
            return Closed("The process has gone on since.");
        }

        if (loaded.State is { Status: WorkflowStatus.Finished, ParentId: not null, ParentBookmarkId: not null })
        {
            return Closed("The stage has ended with it, and its result was passed on.");
        }

        last = database.Read(session => new InstanceReplay(catalog).Last(session, task.InstanceId));
        if (last is null || last.Revision != loaded.Revision || last.Before is null)
        {
            return Closed("What was before cannot be proven from the journal.");
        }

        var left = last.Run.Effects.Where(e => e is not (OpenUserTask or Effect.Line)).Select(e => e.GetType().Name).Distinct(StringComparer.Ordinal).ToList();
        return left.Count == 0 ? null : Closed($"It has had effects outside: {string.Join(", ", left)}.");
    }

    // Who has touched what followed; null if nobody.
    private static Refusal? Touched(Session session, LoadedInstance loaded, LastRun last)
    {
        if (loaded.State.Status == WorkflowStatus.Finished && loaded.Facts.BusinessKey is { } key
            && session.Find("SELECT id FROM instances WHERE definition_id = $1 AND active_key = $2", r => r.GetString(0), loaded.State.DefinitionId, key) is { } other && other != loaded.State.Id)
        {
            return Closed($"The business key '{key}' is in use again, by instance {other}.");
        }

        return last.Run.Added.Select(b => TaskRows.Find(session, b.Id)).OfType<UserTask>()
            .FirstOrDefault(t => t.Revision != 1 || DraftRows.Find(session, t.Id) is not null) is { } touched
            ? Closed($"The task '{touched.Name}' that followed was touched already.")
            : null;
    }

    private static Refusal Closed(string why) => new(RefusalCodes.RecallWindowClosed, $"The decision cannot be taken back any more. {why}");
}
