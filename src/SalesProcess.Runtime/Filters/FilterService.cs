using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Filters;

/// <summary>The door to saved filters.</summary>
public sealed class FilterService(Database database, CommitQueue queue, InstanceRunner runner, TimeProvider clock)
{
    /// <summary>How many one person keeps.</summary>
    public const int MaxPerPerson = 100;

    /// <summary>The filter if the caller may see it.</summary>
    public SavedFilter? Find(string id, Actor actor) => database.Read(session => FilterRows.Find(session, id)) is { } filter && filter.IsSeenBy(actor) ? filter : null;

    public Task<Answer> CreateAsync(FilterContent content, Caller caller, CancellationToken ct) => queue.RunAsync<Answer>(
        session =>
        {
            if (FilterRows.HasAtLeast(session, caller.Actor.Id, MaxPerPerson))
            {
                return new Answer.Refused(new Refusal(RefusalCodes.LimitReached, $"{caller.Actor.Id} keeps {MaxPerPerson} filters, which is as many as there may be. Delete one first."));
            }

            var now = clock.GetUtcNow();
            var filter = new SavedFilter(runner.NewAmbient().NewId(), caller.Actor.Id, content, now, now, Revision: 1);
            FilterRows.Save(session, filter);
            caller.Keep(session, filter.Id, clock);
            return new Answer.Accepted(filter.Id);
        },
        ct);

    /// <summary>Changes a filter as it stands when the change is committed.</summary>
    /// <param name="change">Gives what it is to be, or why it cannot be that.</param>
    public Task<Answer> ChangeAsync(string id, Func<SavedFilter, (FilterContent? Content, Refusal? Refusal)> change, Revisions? ifMatch, Caller caller, CancellationToken ct) =>
        OnOneAsync(
            id, ifMatch, caller,
            (session, filter) =>
            {
                var (content, refusal) = change(filter);
                if (content is null)
                {
                    return refusal;
                }

                if (content != filter.Content)
                {
                    FilterRows.Save(session, filter with { Content = content, UpdatedAt = clock.GetUtcNow(), Revision = filter.Revision + 1 });
                }

                return null;
            },
            ct);

    public Task<Answer> RemoveAsync(string id, Revisions? ifMatch, Caller caller, CancellationToken ct) => OnOneAsync(
        id, ifMatch, caller,
        (session, filter) =>
        {
            FilterRows.Remove(session, filter.Id);
            return null;
        },
        ct);

    private Task<Answer> OnOneAsync(string id, Revisions? ifMatch, Caller caller, Func<WriteSession, SavedFilter, Refusal?> act, CancellationToken ct) => queue.RunAsync<Answer>(
        session =>
        {
            if (FilterRows.Find(session, id) is not { } filter || !filter.IsSeenBy(caller.Actor))
            {
                return new Answer.Refused(Refusals.NotFound());
            }

            if ((Forbidden(filter, caller.Actor) ?? Mismatch(filter, ifMatch) ?? act(session, filter)) is { } refusal)
            {
                return new Answer.Refused(refusal);
            }

            caller.Keep(session, id, clock);
            return new Answer.Accepted(id);
        },
        ct);

    private static Refusal? Forbidden(SavedFilter filter, Actor actor) => filter.MayBeChangedBy(actor)
        ? null
        : new Refusal(RefusalCodes.PermissionMissing, $"The filter is {filter.Owner}'s, who may change it, as may administrators. Others may keep one like it.");

    private static Refusal? Mismatch(SavedFilter filter, Revisions? ifMatch) => ifMatch is null || ifMatch.Has(filter.Revision)
        ? null
        : new Refusal(
            RefusalCodes.PreconditionFailed,
            $"The filter is at revision {filter.Revision}, not {ifMatch}.",
            Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["currentEtag"] = $"\"{filter.Revision}\"" });
}
