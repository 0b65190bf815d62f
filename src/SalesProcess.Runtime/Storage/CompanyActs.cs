using System.Globalization;
using SalesProcess.Engine.Values;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// The record of what was done with the company's definitions and API keys: one row an act, in its transaction, only ever added, and each with the digest of the row before it. One chain for all definitions
/// and one for all keys, so that the record of one that was deleted cannot be dropped.
/// </summary>
public static class CompanyActs
{
    public const string Definition = "definition";

    public const string ApiKey = "api-key";

    /// <summary>Adds an act, if it has changed anything.</summary>
    /// <param name="subject">What sort of thing: one of the constants.</param>
    /// <param name="reference">Its id.</param>
    /// <param name="kind">The verb of the interface, or import for a file of the workflows folder.</param>
    /// <param name="actor">Null for the service itself.</param>
    /// <param name="changes">Each changed member with its old and its new value.</param>
    public static void Append(WriteSession session, string subject, string reference, string kind, string? actor, DateTimeOffset now, IReadOnlyDictionary<string, object?> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var previous = session.Find("SELECT digest FROM company_acts WHERE subject = $1 ORDER BY id DESC LIMIT 1", r => r.GetString(0), subject);
        var (at, text) = (now.ToUnixTimeMilliseconds(), ValueJson.Format(changes));
        var digest = RowDigest.Chain(previous, subject, reference, kind, actor, at.ToString(CultureInfo.InvariantCulture), text);
        session.Execute(
            "INSERT INTO company_acts (subject, reference, kind, actor, at, changes, digest) VALUES ($1, $2, $3, $4, $5, $6, $7)", subject, reference, kind, actor, at, text, digest);
    }

    /// <summary>The members that differ, in the form of the record: <c>{"published":{"from":1,"to":2}}</c>.</summary>
    public static Dictionary<string, object?> Between(IReadOnlyDictionary<string, object?> before, IReadOnlyDictionary<string, object?> after)
    {
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            var (from, to) = (before.GetValueOrDefault(name), after.GetValueOrDefault(name));
            if (!Equals(from, to))
            {
                changes[name] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["from"] = from, ["to"] = to };
            }
        }

        return changes;
    }
}
