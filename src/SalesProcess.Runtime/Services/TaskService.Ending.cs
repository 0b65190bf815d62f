using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>What ends a task: the instance that waits for it runs on, and both are committed at once.</summary>
public sealed partial class TaskService
{
    /// <summary>Completes a task: validates, runs the instance.</summary>
    public Task<Answer> CompleteAsync(string id, string action, object? data, string? comment, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        EndAsync(
            id, ifMatch, caller, data,
            (task, form) => TaskRules.Complete(task, caller.Actor, action, data, comment, form, rules.Directory, runner.NewAmbient()), ct);

    /// <summary>Passes a task over, where its definition allows that.</summary>
    public Task<Answer> SkipAsync(string id, string? reason, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        EndAsync(id, ifMatch, caller, data: null, (task, _) => TaskRules.Skip(task, caller.Actor, reason, rules.Directory, clock.GetUtcNow()), ct);

    private Task<Answer> EndAsync(
        string id, Revisions? ifMatch, Caller caller, object? data, Func<UserTask, TaskForm?, TaskDecision> decide, CancellationToken ct) =>
        StepAsync(
            id, ifMatch, caller,
            (loaded, task) =>
            {
                var form = task.FormHash is null ? null : rules.FormByHash(task.FormHash);
                return decide(task, form) switch
                {
                    TaskDecision.Refused refused => new StepDecision.Refused(refused.Refusal),
                    TaskDecision.Accepted accepted => Proceed(loaded, task, TaskClock.Settle(task, accepted.Task, rules.CalendarOf(task)), form, data, caller),
                    _ => throw new InvalidOperationException("A task rule accepts or refuses."),
                };
            },
            ct);

    // An act that moves the task's instance on, or back.
    private async Task<Answer> StepAsync(string id, Revisions? ifMatch, Caller caller, Func<LoadedInstance, UserTask, StepDecision> decide, CancellationToken ct)
    {
        if (Find(id) is not { } known)
        {
            return new Answer.Refused(Refusal.TaskNotFound(id));
        }

        var outcome = await runner.RunAsync(
            known.InstanceId,
            loaded =>
            {
                // Read again under the instance's lock; a claim that comes in between is caught by the revision at the commit.
                var task = Find(id)!;
                return Mismatch(task, ifMatch, caller) is { } refusal ? new StepDecision.Refused(refusal) : decide(loaded, task);
            },
            caller.Actor.Id,
            ct);
        return Answer.Of(outcome, id);
    }

    private StepDecision Proceed(LoadedInstance loaded, UserTask before, UserTask after, TaskForm? form, object? data, Caller caller)
    {
        if (loaded.State.FindBookmark(before.BookmarkId) is null)
        {
            return new StepDecision.Refused(Refusals.Ended(loaded.State));
        }

        var (open, secret) = form is null ? (data, null) : form.Split(data);
        var input = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["action"] = after.Action,
            ["data"] = open,
            ["comment"] = after.Comment,
            ["completedBy"] = after.CompletedBy,
            ["onBehalfOf"] = after.OnBehalfOf,
            ["completedAt"] = after.CompletedAt,
            ["taskId"] = after.Id,
        };
        if (after.Status != Tasks.TaskStatus.Completed)
        {
            input["skipped"] = true;
        }

        return new StepDecision.Proceed(new Stimulus.Resume(before.BookmarkId, input), session =>
        {
            var act = new Act(after.Status == Tasks.TaskStatus.Completed ? "complete" : "skip", caller.Actor.Id, after.UpdatedAt);
            TaskRows.Save(session, rules, before, after, act);
            TaskRows.ExcludeCompleters(session, rules, after, act);
            SearchRows.SaveAttributes(session, after.Id, form, open);
            caller.Keep(session, after.Id, clock);
            if (secret is not null)
            {
                session.Execute("INSERT INTO secrets (task_id, ciphertext) VALUES ($1, $2)", after.Id, _secrets.Protect(ValueJson.Format(secret)));
            }

            if (after is { Document: { } document, VotesFor: { } role })
            {
                session.Execute(
                    "INSERT INTO approvals (task_id, document_id, sha256, role, user, outcome, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    after.Id, document.Id, document.Sha256, role, after.CompletedBy, after.Action, after.CompletedAt!.Value.ToUnixTimeMilliseconds());
            }
        });
    }
}
