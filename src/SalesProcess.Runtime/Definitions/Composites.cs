using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Definitions;

/// <summary>
/// Workflows used as activities, in the database: which version a node means is decided when the definition that holds it is published, and kept with that
/// version. So a running instance, and a replay years later, runs what it was started with.
/// </summary>
internal static class Composites
{
    /// <summary>What a definition that is still being drawn would get: published versions, or the one that a node names.</summary>
    public static CompositeLookup Published(Session session)
    {
        // Read at the first node that asks, and then for all of them.
        var versions = new Lazy<List<(WorkflowDefinition Definition, bool IsPublished)>>(() => session.Query(
            "SELECT json, is_published FROM definitions WHERE published_at IS NOT NULL",
            r => (DefinitionReader.Read(r.GetString(0)), r.GetBoolean(1))));
        return (_, reference) => reference.Choose(versions.Value
            .Where(d => d.IsPublished || d.Definition.Version == reference.Version || d.Definition.Id == reference.VersionId)
            .Select(d => d.Definition));
    }

    /// <summary>What published versions have kept.</summary>
    public static CompositeLookup Kept(Session session) => (owner, reference) =>
    {
        var kept = session.Find("SELECT coalesce(composites, '{}') FROM definitions WHERE version_id = $1", r => r.GetString(0), owner.Id) ?? "{}";
        return JsonSerializer.Deserialize<Dictionary<string, string>>(kept)!.TryGetValue(Key(reference), out var versionId)
            && session.Find("SELECT json FROM definitions WHERE version_id = $1", r => r.GetString(0), versionId) is { } json
                ? DefinitionReader.Read(json)
                : null;
    };

    /// <summary>The definition's graph as it would be published now, and what is to be kept with it.</summary>
    public static (WorkflowGraph Graph, IReadOnlyDictionary<string, string> Kept) Compile(Session session, WorkflowDefinition definition, ActivityCatalog catalog)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var (published, inner) = (Published(session), Kept(session));
        var graph = WorkflowGraph.Compile(definition, catalog, (owner, reference) =>
        {
            if (!ReferenceEquals(owner, definition))
            {
                return inner(owner, reference);
            }

            var found = published(owner, reference);
            if (found is not null)
            {
                kept[Key(reference)] = found.Id;
            }

            return found;
        });
        return (graph, kept);
    }

    /// <summary>The published definitions that run a version of this one as an activity and are to follow it: their next versions, with the nodes pointed to the new one.</summary>
    public static IReadOnlyList<WorkflowDefinition> Consumers(Session session, WorkflowDefinition published)
    {
        if (!published.Options.AutoUpdateConsumingWorkflows || published.Name is null)
        {
            return [];
        }

        var versions = session.Query("SELECT version_id FROM definitions WHERE definition_id = $1 AND version_id <> $2", r => r.GetString(0), published.DefinitionId, published.Id);
        return
        [
            .. session.Query(
                    """
                    SELECT DISTINCT d.json, d.composites FROM definitions d, json_each(d.composites) c JOIN definitions u ON u.version_id = c.value
                    WHERE d.is_published = 1 AND u.definition_id = $1 AND c.value <> $2 ORDER BY d.version_id
                    """,
                    r => (Json: r.GetString(0), Kept: JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(1))!),
                    published.DefinitionId, published.Id)
                .Select(c => PointTo(DefinitionReader.Read(c.Json), published, reference => c.Kept.TryGetValue(Key(reference), out var used) && versions.Contains(used))),
        ];
    }

    // The type with the ids: the workflow may have got another name.
    private static WorkflowDefinition PointTo(WorkflowDefinition consumer, WorkflowDefinition used, Func<CompositeReference, bool> isMeant)
    {
        var json = (JsonObject)consumer.Json.DeepClone();
        Visit(ActivityReader.Get(json, "root"));
        return DefinitionReader.Read(json);

        void Visit(JsonNode? node)
        {
            if (node is JsonObject activity)
            {
                if (activity["type"] is JsonValue type && type.TryGetValue<string>(out var name) && isMeant(CompositeReference.Of(activity, name)))
                {
                    activity["type"] = WorkflowActivity.TypeNameOf(used);
                    activity["version"] = used.Version;
                    activity["workflowDefinitionId"] = used.DefinitionId;
                    activity["workflowDefinitionVersionId"] = used.Id;
                    activity["latestAvailablePublishedVersion"] = used.Version;
                    activity["latestAvailablePublishedVersionId"] = used.Id;
                }

                foreach (var (_, member) in activity.ToList())
                {
                    Visit(member);
                }
            }
            else if (node is JsonArray list)
            {
                foreach (var item in list.ToList())
                {
                    Visit(item);
                }
            }
        }
    }

    private static string Key(CompositeReference reference) => $"{reference.TypeName}|{reference.Version}|{reference.DefinitionId}|{reference.VersionId}";
}
