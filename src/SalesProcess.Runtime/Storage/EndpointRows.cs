using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Values;

namespace SalesProcess.Runtime.Storage;

/// <summary>A path with parameters that an endpoint has, or had: what an address is compared with to find the endpoint's key.</summary>
public sealed class RouteRow
{
    public required string Path { get; set; }
}

/// <summary>Endpoints in the database: triggers and bookmarks that a request is looked up by.</summary>
internal static class EndpointRows
{
    /// <summary>Keeps the path of an endpoint if it has parameters; a path without is found by itself.</summary>
    public static void Note(WriteSession session, string name, object? payload)
    {
        if (name == HttpEndpoint.TypeName && EndpointRules.Read(payload).Path is var path && path.Contains('{', StringComparison.Ordinal))
        {
            session.Execute("INSERT INTO routes (path) VALUES ($1) ON CONFLICT DO NOTHING", path);
        }
    }

    /// <summary>Paths with parameters, in no order.</summary>
    public static IReadOnlyList<string> Paths(Session session) => session.Query("SELECT path FROM routes", r => r.GetString(0));

    /// <summary>The triggers that a request starts.</summary>
    public static IReadOnlyList<(string VersionId, string ActivityId, EndpointRules Rules)> Triggers(Session session, string hash) => session.Query(
        "SELECT version_id, activity_id, payload FROM triggers WHERE hash = $1 ORDER BY id",
        r => (r.GetString(0), r.GetString(1), EndpointRules.Read(ValueJson.Parse(r.GetString(2)))), hash);

    /// <summary>The bookmarks that a request resumes: those of one instance or correlation, if the request names it.</summary>
    public static IReadOnlyList<(string InstanceId, string BookmarkId)> Bookmarks(Session session, string hash, string? instanceId, string? correlationId) => session.Query(
        """
        SELECT b.instance_id, b.id FROM bookmarks b JOIN instances i ON i.id = b.instance_id
        WHERE b.hash = $1 AND ($2 IS NULL OR b.instance_id = $2) AND ($3 IS NULL OR i.correlation_id = $3) LIMIT 2
        """,
        r => (r.GetString(0), r.GetString(1)), hash, instanceId, correlationId);
}
