using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>The door to user tasks. Verbs that only concern the task are decided inside the transaction; completing runs the instance.</summary>
public sealed class TaskService(
    InstanceRunner runner, CompanyRules rules, Database database, CommitQueue queue, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _secrets = protection.CreateProtector("SalesProcess.Secrets");

    public Task<Answer> ClaimAsync(string id, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Claim(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> ReleaseAsync(string id, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Release(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> DelegateAsync(string id, string toUser, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Delegate(task, caller.Actor, toUser, rules.Directory, now), ct);

    public Task<Answer> ForwardAsync(string id, string? toUser, string? toGroup, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Forward(task, caller.Actor, toUser, toGroup, rules.Directory, now), ct);

    public Task<Answer> SuspendAsync(string id, DateTimeOffset? until, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Suspend(task, caller.Actor, until, rules.Directory, now), ct);

    public Task<Answer> ResumeAsync(string id, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Resume(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> EscalateAsync(string id, long? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync(id, ifMatch, caller, (task, now) => TaskRules.Escalate(task, caller.Actor, rules.Directory, now), ct);

    /// <summary>Completes a task: validates, runs the instance, and commits both at once.</summary>
    public async Task<Answer> CompleteAsync(string id, string action, object? data, string? comment, long? ifMatch, Caller caller, CancellationToken ct)
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
                if (Mismatch(task, ifMatch, caller) is { } refusal)
                {
                    return new StepDecision.Refused(refusal);
                }

                var form = task.FormHash is null ? null : rules.FormByHash(task.FormHash);
                return TaskRules.Complete(task, caller.Actor, action, data, comment, form, rules.Directory, runner.NewAmbient()) switch
                {
                    TaskDecision.Refused refused => new StepDecision.Refused(refused.Refusal),
                    TaskDecision.Accepted accepted => Proceed(loaded, task, accepted.Task, form, data, caller),
                    _ => throw new InvalidOperationException("A task rule accepts or refuses."),
                };
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
        return new StepDecision.Proceed(new Stimulus.Resume(before.BookmarkId, input), session =>
        {
            TaskRows.Save(session, after, before.Revision, peopleChanged: false);
            TaskRows.ExcludeCompleters(session, after);
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

    private Task<Answer> DecideAsync(string id, long? ifMatch, Caller caller, Func<UserTask, DateTimeOffset, TaskDecision> decide, CancellationToken ct) => queue.RunAsync<Answer>(
        session =>
        {
            if (TaskRows.Find(session, id) is not { } task)
            {
                return new Answer.Refused(Refusal.TaskNotFound(id));
            }

            if (Mismatch(task, ifMatch, caller) is { } refusal)
            {
                return new Answer.Refused(refusal);
            }

            switch (decide(task, clock.GetUtcNow()))
            {
                case TaskDecision.Accepted { Task: var after }:
                    if (after.Revision != task.Revision)
                    {
                        TaskRows.Save(session, after, task.Revision, peopleChanged: PeopleChanged(task, after));
                    }

                    caller.Keep(session, id, clock);
                    return new Answer.Accepted(id);
                case TaskDecision.Refused refused:
                    return new Answer.Refused(refused.Refusal);
                default:
                    throw new InvalidOperationException("A task rule accepts or refuses.");
            }
        },
        ct);

    private UserTask? Find(string id) => database.Read(session => TaskRows.Find(session, id));

    private Refusal? Mismatch(UserTask task, long? ifMatch, Caller caller)
    {
        if (ifMatch is null || ifMatch == task.Revision)
        {
            return null;
        }

        return !TaskRules.CanSee(task, caller.Actor, rules.Directory)
            ? Refusal.TaskNotFound(task.Id)
            : new Refusal(
                RefusalCodes.PreconditionFailed,
                $"The task is at revision {task.Revision}, not {ifMatch}.",
                Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["currentEtag"] = $"\"{task.Revision}\"" });
    }

    private static bool PeopleChanged(UserTask before, UserTask after) =>
        !before.CandidateUsers.SequenceEqual(after.CandidateUsers) || !before.CandidateGroups.SequenceEqual(after.CandidateGroups)
        || !before.ExcludedUsers.SequenceEqual(after.ExcludedUsers);
}
