using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Definitions;

/// <summary>Writes a definition back: everything that was read, in the present shape, with the identity and flags that publishing changes.</summary>
public static class DefinitionWriter
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject ToJson(WorkflowDefinition definition)
    {
        var json = (JsonObject)definition.Json.DeepClone();
        StudioShape.Apply(json);
        Set(json, "id", definition.Id);
        Set(json, "definitionId", definition.DefinitionId);
        Set(json, "version", definition.Version);
        Set(json, "isLatest", definition.IsLatest);
        Set(json, "isPublished", definition.IsPublished);
        return json;
    }

    public static string Write(WorkflowDefinition definition) => ToJson(definition).ToJsonString(Options);

    // In the spelling the file has, and in its place.
    private static void Set(JsonObject json, string name, JsonNode value)
    {
        var key = json.Select(p => p.Key).FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase)) ?? name;
        json[key] = value;
    }
}
