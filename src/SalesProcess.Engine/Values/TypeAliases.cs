using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Values;

/// <summary>Elsa's names of types in definitions: aliases, <c>X[]</c>, <c>X?</c>, and assembly-qualified names of old files.</summary>
public static class TypeAliases
{
    private static readonly FrozenDictionary<string, Type> Known = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Object"] = typeof(object),
        ["String"] = typeof(string),
        ["Boolean"] = typeof(bool),
        ["Bool"] = typeof(bool),
        ["Int16"] = typeof(short),
        ["Int32"] = typeof(int),
        ["Int"] = typeof(int),
        ["Int64"] = typeof(long),
        ["Long"] = typeof(long),
        ["Single"] = typeof(float),
        ["Double"] = typeof(double),
        ["Decimal"] = typeof(decimal),
        ["ByteArray"] = typeof(byte[]),
        ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTimeOffset),
        ["DateTimeOffset"] = typeof(DateTimeOffset),
        ["DateOnly"] = typeof(string),
        ["TimeSpan"] = typeof(TimeSpan),

        // Any value; but text that is JSON is read, which text in an Object variable is not.
        ["JSON"] = typeof(JsonNode),
        ["ExpandoObject"] = typeof(JsonNode),
        ["JsonElement"] = typeof(JsonNode),
        ["JsonNode"] = typeof(JsonNode),
        ["JsonObject"] = typeof(Dictionary<string, object?>),
        ["JsonArray"] = typeof(List<object?>),
        ["StringDictionary"] = typeof(Dictionary<string, object?>),
        ["ObjectDictionary"] = typeof(Dictionary<string, object?>),
        ["StringMap"] = typeof(Dictionary<string, object?>),
        ["ObjectMap"] = typeof(Dictionary<string, object?>),
        ["Dictionary"] = typeof(Dictionary<string, object?>),
        ["VariablesDictionary"] = typeof(Dictionary<string, object?>),
        ["JObject"] = typeof(Dictionary<string, object?>),
        ["JArray"] = typeof(List<object?>),
        ["Stream"] = typeof(byte[]),

        // Types of Elsa's own that are plain values here.
        ["FlowJoinMode"] = typeof(string),
        ["SwitchMode"] = typeof(string),
        ["LogPersistenceMode"] = typeof(string),
        ["HttpStatusCode"] = typeof(object),
        ["HttpRequest"] = typeof(object),
        ["HttpResponse"] = typeof(object),
        ["HttpResponseMessage"] = typeof(object),
        ["HttpHeaders"] = typeof(object),
        ["RouteData"] = typeof(object),
        ["FormFile"] = typeof(object),
        ["HttpFile"] = typeof(object),
        ["Downloadable"] = typeof(object),
        ["ExecuteWorkflowResult"] = typeof(object),
        ["ExceptionState"] = typeof(object),
        ["FaultException"] = typeof(object),
        ["FlowScope"] = typeof(object),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The .NET type, or null if the name is not known.</summary>
    public static Type? Find(string name)
    {
        var text = name.Trim();
        if (text.EndsWith("[]", StringComparison.Ordinal))
        {
            return Find(text[..^2])?.MakeArrayType();
        }

        if (text.EndsWith('?'))
        {
            return Find(text[..^1]) is { IsValueType: true } inner ? typeof(Nullable<>).MakeGenericType(inner) : Find(text[..^1]);
        }

        // List<Int32>, and as .NET writes it in old files: System.Collections.Generic.List`1[[System.Int32, …]], …
        if (text.IndexOfAny(['<', '`']) is > 0 and var open)
        {
            return text[..open].EndsWith("Dictionary", StringComparison.OrdinalIgnoreCase) || text[..open].EndsWith("Map", StringComparison.OrdinalIgnoreCase)
                ? typeof(Dictionary<string, object?>)
                : typeof(List<object?>);
        }

        // An assembly-qualified name of an old file: the class name decides.
        var comma = text.IndexOf(',');
        if (comma > 0)
        {
            text = text[..comma];
        }

        return Known.GetValueOrDefault(text[(text.LastIndexOf('.') + 1)..]);
    }
}
