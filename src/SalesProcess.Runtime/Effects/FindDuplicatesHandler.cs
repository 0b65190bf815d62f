using System.Text.Json;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Effects;

/// <summary>Compares a customer's keys with those of every other deal, and remembers them. Two equal leads at the same moment find each other.</summary>
internal sealed class FindDuplicatesHandler(InstanceRunner runner, Database database) : IEffectHandler
{
    public Type EffectType => typeof(FindDuplicates);

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var wanted = (FindDuplicates)message.Effect;
        return runner.ResumeAsync(
            message.InstanceId,
            wanted.BookmarkId,
            loaded =>
            {
                var matches = database.Read(session => Matches(session, wanted, loaded.State.RootId));
                return new Answered(
                    new Dictionary<string, object?>(StringComparer.Ordinal) { ["matches"] = matches.Select(m => m.ToValue()).ToList<object?>() },
                    session =>
                    {
                        if (!Matches(session, wanted, loaded.State.RootId).SequenceEqual(matches))
                        {
                            throw new StaleException("A deal with one of these keys has come meanwhile.");
                        }

                        EffectDispatcher.Remove(session, message);
                        foreach (var key in wanted.Keys)
                        {
                            session.Execute("INSERT OR IGNORE INTO customer_keys (key, root_id) VALUES ($1, $2)", key, loaded.State.RootId);
                        }
                    });
            },
            s => EffectDispatcher.Remove(s, message),
            message.Effect.Chain,
            ct);
    }

    private static List<Match> Matches(Session session, FindDuplicates wanted, string rootId) => session.Query(
        """
        SELECT k.root_id, i.business_key, k.key FROM customer_keys k JOIN instances i ON i.id = k.root_id
        WHERE k.root_id <> $1 AND k.key IN (SELECT value FROM json_each($2)) ORDER BY k.root_id, k.key LIMIT 20
        """,
        r => new Match(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2)),
        rootId, JsonSerializer.Serialize(wanted.Keys));

    private sealed record Match(string InstanceId, string? BusinessKey, string Key)
    {
        public Dictionary<string, object?> ToValue() => new(StringComparer.Ordinal) { ["instanceId"] = InstanceId, ["businessKey"] = BusinessKey, ["key"] = Key };
    }
}
