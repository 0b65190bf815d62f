using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Definitions;

/// <summary>Variables of a definition or container. A default is always text in the file and becomes the declared type.</summary>
internal static class VariableReader
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="dropUnknown">Whether a variable whose type is not known is left out; else it takes any value.</param>
    public static IReadOnlyList<Variable> Read(JsonNode? json, List<string> warnings, bool dropUnknown = false)
    {
        var variables = new List<Variable>();
        foreach (var item in ActivityReader.ReadList(json))
        {
            var name = ActivityReader.Text(item, "name") ?? "";
            var typeName = ActivityReader.Text(item, "typeName") ?? "Object";
            var isArray = ActivityReader.Get(item, "isArray") is JsonValue flag && flag.TryGetValue<bool>(out var array) && array;
            if (dropUnknown && TypeAliases.Find(typeName) is null)
            {
                warnings.Add($"Variable '{name}' is left out: its type '{typeName}' is not known. Known are Elsa's aliases, for example String, Int32, Boolean, DateTimeOffset, JSON, Object.");
                continue;
            }

            variables.Add(new Variable(
                ActivityReader.Text(item, "id") ?? name,
                name,
                typeName,
                isArray,
                ReadDefault(ActivityReader.Get(item, "value"), isArray ? typeName + "[]" : typeName, name, warnings),
                ActivityReader.Text(item, "storageDriverTypeName")));
        }

        return variables;
    }

    private static object? ReadDefault(JsonNode? node, string typeName, string name, List<string> warnings)
    {
        // A default is text whatever stands in the file; only a declared type makes more of it.
        var value = node is JsonValue scalar ? ValueConverter.ToText(ValueJson.FromNode(scalar)!) : node?.ToJsonString(Unescaped);
        if (value is null or "")
        {
            return null;
        }

        try
        {
            return ValueConverter.ToNamedType(value, typeName);
        }
        catch (ActivityFault fault)
        {
            warnings.Add($"Variable '{name}' has no default: {fault.Message}");
            return null;
        }
    }
}
