using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Definitions;

/// <summary>
/// Older shapes of a file become the present one when it is written, so that Elsa Studio opens it: names of members in camel case, plain lists, connections with
/// endpoint objects. A file of the present shape is left as it is, and so is an activity that is not Elsa's: nobody here knows what its members mean.
/// </summary>
internal static class StudioShape
{
    private static readonly string[] Lists = ["variables", "inputs", "outputs"];

    /// <summary>Changes a definition's JSON in place. Doing it twice changes nothing more.</summary>
    public static void Apply(JsonObject definition)
    {
        CamelCase(definition);
        foreach (var name in Lists)
        {
            Unwrap(definition, name);
        }

        if (definition["root"] is JsonObject root)
        {
            ApplyToActivity(root);
        }
    }

    private static void ApplyToActivity(JsonObject activity)
    {
        if (ActivityReader.Text(activity, "type")?.StartsWith("Elsa.", StringComparison.Ordinal) != true)
        {
            return;
        }

        CamelCase(activity);
        foreach (var name in new[] { "activities", "branches", "connections", "variables", "cases" })
        {
            // The branches of a fork are activities; those of a FlowFork are an input like any other.
            if (name != "branches" || activity["type"]!.ToString() == "Elsa.Fork")
            {
                Unwrap(activity, name);
            }
        }

        if (activity["connections"] is JsonArray connections)
        {
            activity["connections"] = new JsonArray([.. connections.Select(Connection)]);
        }

        foreach (var child in activity.Where(p => p.Key is not ("metadata" or "customProperties")).SelectMany(p => Activities(p.Value)).ToList())
        {
            ApplyToActivity(child);
        }
    }

    // The activities of a port: one, a list of them, or one in each case of a switch.
    private static IEnumerable<JsonObject> Activities(JsonNode? port) => port switch
    {
        JsonObject child when child["type"] is JsonValue => [child],
        JsonArray list => list.OfType<JsonObject>().Select(item => item["activity"] as JsonObject ?? item).Where(item => item["type"] is JsonValue),
        _ => [],
    };

    private static JsonNode? Connection(JsonNode? json)
    {
        if (json?.DeepClone() is not JsonObject connection)
        {
            return json?.DeepClone();
        }

        CamelCase(connection);
        foreach (var (end, port) in new[] { ("source", "sourcePort"), ("target", "targetPort") })
        {
            if (connection[end] is JsonObject endpoint)
            {
                CamelCase(endpoint);
            }
            else if (connection[end] is JsonValue activity)
            {
                var name = connection[port]?.DeepClone();
                connection.Remove(port);
                connection[end] = new JsonObject { ["activity"] = activity.DeepClone(), ["port"] = name };
            }
        }

        return connection;
    }

    private static void Unwrap(JsonObject json, string name)
    {
        if (json[name] is JsonObject { Count: > 0 } wrapped)
        {
            json[name] = new JsonArray([.. ActivityReader.ReadList(wrapped).Select(item => item.DeepClone())]);
        }
    }

    // In its place; where both spellings stand, the exact one is what is read, and both stay.
    private static void CamelCase(JsonObject json)
    {
        for (var i = 0; i < json.Count; i++)
        {
            var (name, value) = json.GetAt(i);
            if (name.Length > 0 && char.IsAsciiLetterUpper(name[0]) && char.ToLowerInvariant(name[0]) + name[1..] is var camel && !json.ContainsKey(camel))
            {
                json.RemoveAt(i);
                json.Insert(i, camel, value);
            }
        }
    }
}
