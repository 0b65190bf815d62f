using System.Text;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Definitions;

/// <summary>What an act has changed about a definition, for the record: which versions there are, with the hashes of their texts, and which one is published.</summary>
internal static class DefinitionActs
{
    public static T Recorded<T>(WriteSession session, string definitionId, string kind, string? actor, DateTimeOffset now, Func<T> act)
    {
        var before = State(session, definitionId);
        var result = act();
        CompanyActs.Append(session, CompanyActs.Definition, definitionId, kind, actor, now, CompanyActs.Between(before, State(session, definitionId)));
        return result;
    }

    // That a version is published is said once, and not by its text too, which says so as well.
    private static Dictionary<string, object?> State(Session session, string definitionId)
    {
        var state = new Dictionary<string, object?>(StringComparer.Ordinal);
        var versions = session.Query(
            "SELECT version, is_published, json_remove(json, '$.isPublished', '$.isLatest') FROM definitions WHERE definition_id = $1 ORDER BY version",
            r => (Number: r.GetInt64(0), IsPublished: r.GetBoolean(1), Text: r.GetString(2)), definitionId);
        foreach (var version in versions)
        {
            state[$"version {version.Number}"] = RowDigest.Of(Encoding.UTF8.GetBytes(version.Text));
            if (version.IsPublished)
            {
                state["published"] = version.Number;
            }
        }

        return state;
    }
}
