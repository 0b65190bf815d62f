using Microsoft.Extensions.Options;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Attachments;

/// <summary>The door to what is attached to tasks. Whoever sees a task may attach to it, also when it has ended, as he may comment it; what is there when it ends stays.</summary>
public sealed class AttachmentService(
    AttachmentFiles files, InstanceRunner runner, CompanyRules rules, Database database, CommitQueue queue, IOptions<AttachmentOptions> options, TimeProvider clock)
{
    /// <summary>Why nothing can be attached to a task, asked before a file is received for it; null if it can.</summary>
    public Refusal? WhyNot(string taskId, Actor actor) => database.Read(session => Attachable(session, taskId, actor).Refusal);

    /// <summary>Attaches a file or a link; the answer names the attachment.</summary>
    public Task<Answer> AddAsync(string taskId, NewAttachment added, Caller caller, CancellationToken ct) =>
        added.File is null ? WriteAsync(taskId, added, caller, ct) : files.KeepAsync(added.File, () => WriteAsync(taskId, added, caller, ct));

    /// <summary>Takes an attachment away. Its act stays in the record.</summary>
    /// <returns>Why not, or null.</returns>
    public async Task<Refusal?> RemoveAsync(string taskId, string id, Caller caller, CancellationToken ct)
    {
        var (removed, refusal) = await queue.RunAsync<(Attachment?, Refusal?)>(
            session =>
            {
                if (TaskRows.Find(session, taskId) is not { } task || !TaskRules.CanSee(task, caller.Actor, rules.Directory) || AttachmentRows.Find(session, taskId, id) is not { } attachment)
                {
                    return (null, Refusals.NotFound());
                }

                var now = clock.GetUtcNow();
                if (TaskRules.WhyAttachmentStays(task, attachment.Author, caller.Actor, rules.Directory, now) is { } stays)
                {
                    return (null, stays);
                }

                AttachmentRows.Remove(session, id);
                AuditRows.OfAttachment(session, new Act("remove-attachment", caller.Actor.Id, now), task, before: attachment, after: null);
                return (attachment, null);
            },
            ct);
        if (removed?.Sha256 is { } sha256)
        {
            files.RemoveUnused(sha256);
        }

        return refusal;
    }

    private Task<Answer> WriteAsync(string taskId, NewAttachment added, Caller caller, CancellationToken ct) => queue.RunAsync<Answer>(
        session =>
        {
            var (task, refusal) = Attachable(session, taskId, caller.Actor);
            if (refusal is not null)
            {
                return new Answer.Refused(refusal);
            }

            var now = clock.GetUtcNow();
            var attachment = new Attachment(runner.NewAmbient().NewId(), taskId, added.Name, added.ContentType, added.File?.Size, added.File?.Sha256, added.Uri, caller.Actor.Id, now);
            AttachmentRows.Add(session, attachment);
            AuditRows.OfAttachment(session, new Act("attach", caller.Actor.Id, now), task!, before: null, after: attachment);
            caller.Keep(session, attachment.Id, clock);
            return new Answer.Accepted(attachment.Id);
        },
        ct);

    private (UserTask? Task, Refusal? Refusal) Attachable(Session session, string taskId, Actor actor)
    {
        if (TaskRows.Find(session, taskId) is not { } task || !TaskRules.CanSee(task, actor, rules.Directory))
        {
            return (null, Refusals.NotFound());
        }

        var max = options.Value.MaxPerTask;
        return AttachmentRows.Count(session, taskId) < max
            ? (task, null)
            : (task, new Refusal(
                RefusalCodes.TooManyAttachments, $"The task has {max} attachments, and more are not kept. Remove one first.",
                Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = (long)max }));
    }
}
