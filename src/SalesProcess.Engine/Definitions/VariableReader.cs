using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Definitions;

/// <summary>Variables of a definition or container. A default is always text in the file and becomes the declared type.</summary>
internal static class VariableReader
{
    public static IReadOnlyList<Variable> Read(JsonNode? json, List<string> warnings)
    {
        var variables = new List<Variable>();
        foreach (var item in ActivityReader.ReadList(json))
        {
            var name = ActivityReader.Text(item, "name") ?? "";
            var typeName = ActivityReader.Text(item, "typeName") ?? "Object";
            var isArray = ActivityReader.Get(item, "isArray") is JsonValue flag && flag.TryGetValue<bool>(out var array) && array;
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
        var value = ValueJson.FromNode(node);
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
