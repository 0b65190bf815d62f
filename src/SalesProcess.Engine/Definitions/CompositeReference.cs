using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities.Composition;

namespace SalesProcess.Engine.Definitions;

/// <summary>How a node names the workflow that it runs as an activity. The type name leads; ids and version only choose among versions.</summary>
/// <param name="TypeName">The Pascal-cased name of the definition.</param>
/// <param name="Version">The version the node was drawn with, if it says.</param>
/// <param name="DefinitionId">The logical id, tried when no definition has the name.</param>
/// <param name="VersionId">The version id; where it exists, it wins over the version.</param>
public sealed record CompositeReference(string TypeName, int? Version, string? DefinitionId, string? VersionId)
{
    /// <summary>What a node says.</summary>
    public static CompositeReference Of(JsonObject node, string typeName) => new(
        typeName,
        ActivityReader.Get(node, "version") is JsonValue number && number.TryGetValue<int>(out var version) ? version : null,
        ActivityReader.Text(node, "workflowDefinitionId"),
        ActivityReader.Text(node, "workflowDefinitionVersionId"));

    /// <summary>Chooses among definitions at hand: by name, then by logical id; of several versions the one asked for, else the newest.</summary>
    public WorkflowDefinition? Choose(IEnumerable<WorkflowDefinition> definitions)
    {
        var usable = definitions.Where(d => d.Options.UsableAsActivity).ToList();
        var named = usable.Where(d => WorkflowActivity.TypeNameOf(d) == TypeName).ToList();
        var found = named.Count > 0 ? named : [.. usable.Where(d => DefinitionId is not null && d.DefinitionId == DefinitionId)];
        return found.Find(d => d.Id == VersionId) ?? found.Find(d => d.Version == Version) ?? found.MaxBy(d => d.Version);
    }
}

/// <summary>Finds the workflow that a node of <paramref name="owner"/> runs as an activity; null if there is none.</summary>
public delegate WorkflowDefinition? CompositeLookup(WorkflowDefinition owner, CompositeReference reference);
