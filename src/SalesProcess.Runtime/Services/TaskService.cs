using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Engine.Activities;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>The door to user tasks. Verbs that only concern the task are decided inside the transaction; those that end it run the instance (<c>TaskService.Ending.cs</c>).</summary>
public sealed partial class TaskService(
    InstanceRunner runner, CompanyRules rules, Database database, CommitQueue queue, ActivityCatalog catalog, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _secrets = protection.CreateProtector("SalesProcess.Secrets");

    public Task<Answer> ClaimAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("claim", id, ifMatch, caller, (task, now) => TaskRules.Claim(task, caller.Actor, rules.Directory, now), ct);

    /// <summary>Claims a task that nobody has, not even the caller.</summary>
    public Task<Answer> TakeAsync(string id, Caller caller, CancellationToken ct) => DecideAsync(
        "claim", id, ifMatch: null, caller,
        (task, now) => task.Assignee is null
            ? TaskRules.Claim(task, caller.Actor, rules.Directory, now)
            : new TaskDecision.Refused(new Refusal(RefusalCodes.TaskAlreadyClaimed, $"The task is already claimed by {task.Assignee}.")), ct);

    public Task<Answer> ReleaseAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("release", id, ifMatch, caller, (task, now) => TaskRules.Release(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> DelegateAsync(string id, string toUser, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("delegate", id, ifMatch, caller, (task, now) => TaskRules.Delegate(task, caller.Actor, toUser, rules.Directory, now), ct);

    public Task<Answer> ForwardAsync(string id, string? toUser, string? toGroup, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("forward", id, ifMatch, caller, (task, now) => TaskRules.Forward(task, caller.Actor, toUser, toGroup, rules.Directory, now), ct);

    public Task<Answer> SuspendAsync(string id, DateTimeOffset? until, string? reason, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("suspend", id, ifMatch, caller, (task, now) => TaskRules.Suspend(task, caller.Actor, until, rules.Directory, now, reason), ct);

    public Task<Answer> ResumeAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("resume", id, ifMatch, caller, (task, now) => TaskRules.Resume(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> EscalateAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("escalate", id, ifMatch, caller, (task, now) => TaskRules.Escalate(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> StartAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("start", id, ifMatch, caller, (task, now) => TaskRules.Start(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> StopAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("stop", id, ifMatch, caller, (task, now) => TaskRules.Stop(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> ResolveAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("resolve", id, ifMatch, caller, (task, now) => TaskRules.Resolve(task, caller.Actor, rules.Directory, now), ct);

    public Task<Answer> AssignAsync(string id, string toUser, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("assign", id, ifMatch, caller, (task, now) => TaskRules.Assign(task, caller.Actor, toUser, rules.Directory, now), ct);

    public Task<Answer> ChangeAsync(string id, TaskChange change, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        DecideAsync("change", id, ifMatch, caller, (task, now) => TaskRules.Change(task, caller.Actor, change, rules.Directory, now), ct);

    /// <summary>Keeps what somebody says about a task; the answer names the comment.</summary>
    public Task<Answer> CommentAsync(string id, string text, Caller caller, CancellationToken ct) => queue.RunAsync<Answer>(
        session =>
        {
            if (TaskRows.Find(session, id) is not { } task || !TaskRules.CanSee(task, caller.Actor, rules.Directory))
            {
                return new Answer.Refused(Refusal.TaskNotFound(id));
            }

            var (commentId, now) = (runner.NewAmbient().NewId(), clock.GetUtcNow());
            session.Execute("INSERT INTO comments (id, task_id, author, text, at) VALUES ($1, $2, $3, $4, $5)", commentId, id, caller.Actor.Id, text, now.ToUnixTimeMilliseconds());
            AuditRows.OfComment(session, new Act("comment", caller.Actor.Id, now), task, commentId);
            caller.Keep(session, commentId, clock);
            return new Answer.Accepted(commentId);
        },
        ct);

    private Task<Answer> DecideAsync(string verb, string id, Revisions? ifMatch, Caller caller, Func<UserTask, DateTimeOffset, TaskDecision> decide, CancellationToken ct) => queue.RunAsync<Answer>(
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
                        TaskRows.Save(session, rules, task, TaskClock.Settle(task, after, rules.CalendarOf(task)), new Act(verb, caller.Actor.Id, after.UpdatedAt));
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

    private Refusal? Mismatch(UserTask task, Revisions? ifMatch, Caller caller)
    {
        if (ifMatch is null || ifMatch.Has(task.Revision))
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
}
