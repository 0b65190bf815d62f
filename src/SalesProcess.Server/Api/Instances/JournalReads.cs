using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>Reads journals: one row a run, one item an entry.</summary>
internal sealed class JournalReads(Database database, InstanceReads instances, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many entries: 1 to 200, 50 without it."),
    ];

    public Reply List(InstanceHead head, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"journal\n{call.Asker.Id}\n{head.Id}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        // The key is the run, the id the last entry shown of it.
        var (run, sequence) = position is null ? (0L, 0L) : (position.Key, long.Parse(position.Id, System.Globalization.CultureInfo.InvariantCulture));
        var full = instances.MayReadVariables(head, call);
        var items = Entries(head.Id, run, sequence, limit + 1).Take(limit + 1).ToList();
        var next = items.Count > limit ? cursors.Write(list, new Position(items[limit - 1].Run, items[limit - 1].Entry.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture))) : null;
        return Reply.Ok(new JournalPage([.. items.Take(limit).Select(item => View(item.Run, item.Actor, item.Entry, full))], next), ApiJson.Shared.JournalPage);
    }

    private IEnumerable<(long Run, string? Actor, JournalEntry Entry)> Entries(string instanceId, long run, long sequence, int wanted)
    {
        while (true)
        {
            var rows = database.Read(session => session.Query(
                "SELECT revision, actor, entries FROM journal WHERE instance_id = $1 AND revision >= $2 ORDER BY revision LIMIT $3",
                r => (Run: r.GetInt64(0), Actor: r.Text(1), Entries: r.GetString(2)),
                instanceId, run, wanted));
            foreach (var row in rows)
            {
                foreach (var entry in JournalJson.ReadEntries(row.Entries).Where(e => e.Sequence > sequence))
                {
                    yield return (row.Run, row.Actor, entry);
                }
            }

            if (rows.Count < wanted)
            {
                yield break;
            }

            // Runs without an entry (a cancellation of nothing) must not end the list.
            run = rows[^1].Run + 1;
        }
    }

    private static JournalEntryDto View(long run, string? actor, JournalEntry entry, bool full) => new()
    {
        Sequence = entry.Sequence,
        Run = run,
        ActivityId = entry.ActivityId,
        NodeId = entry.NodeId,
        ActivityType = entry.ActivityType,
        Event = entry.Event,
        At = entry.At,
        Actor = actor,
        Outcomes = entry.Outcomes,
        Message = entry.Message,
        Inputs = full && entry.Inputs is not null ? new Plain(entry.Inputs) : null,
        Outputs = full && entry.Outputs is not null ? new Plain(entry.Outputs) : null,
    };
}
