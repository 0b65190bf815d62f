using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Definitions;

/// <summary>Turns activity JSON into activity objects: inputs, outputs, ports, generated ids, placeholders for unknown types.</summary>
public sealed class ActivityReader(ActivityCatalog catalog)
{
    private readonly Dictionary<string, Activity> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counters = new(StringComparer.Ordinal);
    private readonly List<Variable> _variables = [];
    private readonly List<string> _warnings = [];

    public IEnumerable<Activity> Activities => _byId.Values;

    public IReadOnlyList<Variable> Variables => _variables;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(string message) => _warnings.Add(message);

    /// <summary>Reads one activity and everything below it.</summary>
    /// <exception cref="DefinitionException">No type, or an id that is already taken.</exception>
    public Activity Read(JsonObject json, Activity parent)
    {
        var typeName = (json["type"] is JsonValue named && named.TryGetValue<string>(out var given) ? given : null)
            ?? throw new DefinitionException(parent.NodeId, $"An activity below '{parent.Id}' has no 'type' that is a text. Every activity needs one, for example \"Elsa.WriteLine\".");
        var type = catalog.Find(typeName);
        var activity = type?.Create() ?? new NotFoundActivity { Descriptor = NotFoundActivity.PlaceholderType };
        activity.Type = typeName;
        activity.Parent = parent;
        activity.Id = Text(json, "id") ?? NextId(typeName);
        activity.NodeId = $"{parent.NodeId}:{activity.Id}";
        activity.Name = Text(json, "name");
        activity.CanStartWorkflow = Flag(json["customProperties"] as JsonObject, "canStartWorkflow") || Flag(json, "canStartWorkflow");
        Add(activity);
        if (type is not null)
        {
            foreach (var input in type.Inputs)
            {
                input.Property.SetValue(activity, input.Create(ReadInput(json, input)));
            }

            foreach (var output in type.Outputs)
            {
                var reference = (Get(json, output.JsonName) as JsonObject)?["memoryReference"] is JsonObject memory ? Text(memory, "id") : null;
                output.Property.SetValue(activity, new Output { Name = output.JsonName, MemoryReference = reference });
            }

            foreach (var port in type.Ports)
            {
                ReadPort(json, activity, port);
            }
        }

        activity.Bind(json, this);
        return activity;
    }

    public Activity? ReadOptional(JsonNode? json, Activity parent) => json is JsonObject o ? Read(o, parent) : null;

    public IReadOnlyList<Variable> ReadVariables(JsonNode? json)
    {
        var variables = VariableReader.Read(json, _warnings);
        _variables.AddRange(variables);
        return variables;
    }

    internal void Add(Activity activity)
    {
        if (!_byId.TryAdd(activity.Id, activity))
        {
            throw new DefinitionException(activity.NodeId, $"The activity id '{activity.Id}' is used twice. Ids are unique within a definition.");
        }
    }

    internal static JsonNode? Get(JsonObject json, string name)
    {
        if (json.TryGetPropertyValue(name, out var exact))
        {
            return exact;
        }

        foreach (var (key, value) in json)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A text member, whatever the case of its name; null if it is missing, empty or no text.</summary>
    public static string? Text(JsonObject json, string name) =>
        Get(json, name) is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static bool Flag(JsonObject? json, string name) =>
        json is not null && Get(json, name) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private static Expression ReadInput(JsonObject json, InputProperty input)
    {
        var node = Get(json, input.JsonName);
        if (node is null)
        {
            return new LiteralExpression(input.Attribute.Default);
        }

        if (node is not JsonObject wrapped)
        {
            return new LiteralExpression(ValueJson.FromNode(node));
        }

        if (!wrapped.ContainsKey("typeName") || wrapped["expression"] is not JsonObject expression)
        {
            return new LiteralExpression(null);
        }

        return ExpressionCompiler.Compile(Text(expression, "type"), expression["value"]);
    }

    private void ReadPort(JsonObject json, Activity activity, ActivityProperty port)
    {
        var node = Get(json, port.JsonName);
        if (typeof(Activity).IsAssignableFrom(port.Property.PropertyType))
        {
            port.Property.SetValue(activity, ReadOptional(node, activity));
        }
        else
        {
            port.Property.SetValue(activity, ReadList(node).Select(child => Read(child, activity)).ToList());
        }
    }

    internal static IEnumerable<JsonObject> ReadList(JsonNode? node) => node switch
    {
        JsonArray array => array.OfType<JsonObject>(),
        JsonObject o when o["$values"] is JsonArray values => values.OfType<JsonObject>(),
        JsonObject o when o.Count > 0 => [o],
        _ => [],
    };

    // Depth first, short type name and a counter from 1, as Elsa names activities that have no id.
    private string NextId(string typeName)
    {
        var name = typeName[(typeName.LastIndexOf('.') + 1)..];
        string id;
        do
        {
            _counters[name] = _counters.GetValueOrDefault(name) + 1;
            id = $"{name}{_counters[name]}";
        }
        while (_byId.ContainsKey(id));

        return id;
    }
}
