using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Activities.Control;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Definitions;

/// <summary>Turns activity JSON into activity objects: inputs, outputs, ports, generated ids, placeholders for unknown types.</summary>
public sealed class ActivityReader(ActivityCatalog catalog, CompositeLookup? composites = null)
{
    private readonly Dictionary<string, Activity> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counters = new(StringComparer.Ordinal);
    private readonly List<Variable> _variables = [];
    private readonly List<string> _warnings = [];
    private readonly List<Diagnostic> _faults = [];

    public IEnumerable<Activity> Activities => _byKey.Values;

    public IReadOnlyList<Variable> Variables => _variables;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(string message) => _warnings.Add(message);

    /// <summary>What cannot be read. The rest is looked at all the same, so that a designer hears of everything at once.</summary>
    /// <exception cref="DefinitionException">There was something.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new DefinitionException(_faults);
        }
    }

    /// <param name="member">The property of the activity that cannot be read; null is the activity itself.</param>
    public void Fail(Activity activity, string message, string? member = null)
    {
        var pointer = member is null ? activity.Pointer : JsonPlaces.Below(activity.Pointer, member);
        _faults.Add(new Diagnostic(Severity.Error, "unreadable", pointer, activity.Id, message) { Place = DefinitionValidator.PlaceOf(activity, pointer) });
    }

    /// <summary>Reads one activity and everything below it.</summary>
    public Activity Read(JsonObject json, Activity parent)
    {
        var typeName = json["type"] is JsonValue named && named.TryGetValue<string>(out var given) ? given : "";
        var type = catalog.Find(typeName);
        var activity = type?.Create() ?? (Activity?)FindComposite(json, typeName, parent) ?? new NotFoundActivity { Descriptor = NotFoundActivity.PlaceholderType };
        activity.Type = typeName;
        activity.Parent = parent;
        activity.Id = Text(json, "id") ?? NextId(typeName, parent);
        activity.Key = KeyBelow(parent, activity.Id);
        activity.NodeId = $"{parent.NodeId}:{activity.Id}";
        activity.Pointer = PointerOf(json);
        activity.Name = Text(json, "name");
        var custom = Get(json, "customProperties") as JsonObject;
        activity.CanStartWorkflow = Flag(custom, "canStartWorkflow") || Flag(json, "canStartWorkflow");
        activity.LogPersistence = LogPersistence.Read(custom);
        Add(activity);
        if (typeName.Length == 0)
        {
            Fail(activity, $"An activity below '{parent.Id}' has no 'type' that is a text. Every activity needs one, for example \"Elsa.WriteLine\".");
        }

        if (type is not null)
        {
            foreach (var input in type.Inputs)
            {
                if (Get(json, input.JsonName) is JsonObject { Count: > 0 } wrapped && !wrapped.ContainsKey("typeName"))
                {
                    Warn($"Input '{input.JsonName}' of '{activity.Id}' has no 'typeName' and so no value, as in Elsa. An input is {{\"typeName\":…,\"expression\":{{\"type\":…,\"value\":…}}}}, in lower case.");
                }

                input.Property.SetValue(activity, input.Create(ReadExpression(json, input.JsonName, DefaultOf(json, input))));
            }

            foreach (var output in type.Outputs)
            {
                output.Property.SetValue(activity, new Output { Name = output.JsonName, MemoryReference = ReadMemoryReference(json, output.JsonName) });
            }

            foreach (var port in type.Ports)
            {
                ReadPort(json, activity, port);
            }
        }

        activity.Bind(json, this);
        if (type is not null)
        {
            // After Bind: an activity may read an input from somewhere else.
            activity.Inputs = [.. type.Inputs.Select(input => (Input)input.Property.GetValue(activity)!)];
        }

        if (activity is WorkflowActivity composite)
        {
            ReadBody(composite);
        }
        else if (activity is Complete end && OwnerOf(parent)?.Parent is WorkflowActivity around)
        {
            around.AddEnd(end);
        }

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
        // Ten workflows that each use the next one ten times are few files and very many activities.
        if (_byKey.Count >= WorkflowGraph.MaxActivities)
        {
            throw new DefinitionException(activity.NodeId, $"The definition has more than {WorkflowGraph.MaxActivities} activities, those of the workflows counted in that it uses as activities. Start some of these with DispatchWorkflow instead.");
        }

        if (!_byKey.TryAdd(activity.Key, activity))
        {
            Fail(activity, $"The activity id '{activity.Id}' is used twice, first by {_byKey[activity.Key].Pointer}. Ids are unique within a definition.", "id");
        }
    }

    /// <summary>A member, whatever the case of its name.</summary>
    public static JsonNode? Get(JsonObject json, string name)
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

    internal static string? ReadMemoryReference(JsonObject json, string name) =>
        (Get(json, name) as JsonObject)?["memoryReference"] is JsonObject memory ? Text(memory, "id") : null;

    private static object? DefaultOf(JsonObject json, InputProperty input) =>
        input.Attribute.DefaultForNull || !json.Any(p => string.Equals(p.Key, input.JsonName, StringComparison.OrdinalIgnoreCase)) ? input.Attribute.Default : null;

    internal static Expression ReadExpression(JsonObject json, string name, object? absent)
    {
        var node = Get(json, name);
        if (node is null)
        {
            return new LiteralExpression(absent);
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
        JsonObject o when (o["$values"] ?? (o.ContainsKey("_type") ? o["items"] ?? o["values"] : null) ?? o["_items"]) is JsonArray values => values.OfType<JsonObject>(),
        JsonObject o when o.Count > 0 => [o],
        _ => [],
    };

    private WorkflowActivity? FindComposite(JsonObject json, string typeName, Activity parent)
    {
        var owner = OwnerOf(parent)!;
        return composites?.Invoke(owner.Definition, CompositeReference.Of(json, typeName)) is { } definition ? new WorkflowActivity(definition) { Descriptor = WorkflowActivity.TypeOf } : null;
    }

    private void ReadBody(WorkflowActivity composite)
    {
        var cycle = new List<string> { composite.Definition.DefinitionId };
        for (var root = OwnerOf(composite.Parent); root is not null; root = OwnerOf(root.Parent))
        {
            cycle.Insert(0, root.Definition.DefinitionId);
            if (root.Definition.DefinitionId == composite.Definition.DefinitionId)
            {
                throw new DefinitionException(
                    composite.NodeId, $"The workflow '{composite.Definition.DefinitionId}' contains itself as an activity: {string.Join(" > ", cycle)}. Start it with ExecuteWorkflow or DispatchWorkflow instead.");
            }
        }

        var counters = new Dictionary<string, int>(_counters, StringComparer.Ordinal);
        composite.Root = new WorkflowRoot(composite.Definition) { Id = "Workflow", Key = $"{composite.Key}:Workflow", NodeId = $"{composite.NodeId}:Workflow", Type = WorkflowRoot.TypeName, Parent = composite, LogPersistence = LogPersistence.Read(composite.Definition.CustomProperties) };
        _counters.Clear();
        composite.Root.Body = Read((JsonObject)composite.Definition.Root.DeepClone(), composite.Root);
        Add(composite.Root);
        _counters.Clear();
        foreach (var (name, count) in counters)
        {
            _counters[name] = count;
        }
    }

    // The workflow that an activity belongs to: the nearest root above it.
    private static WorkflowRoot? OwnerOf(Activity? activity)
    {
        while (activity is not null and not WorkflowRoot)
        {
            activity = activity.Parent;
        }

        return (WorkflowRoot?)activity;
    }

    private static string KeyBelow(Activity parent, string id) => OwnerOf(parent)?.Parent is { } composite ? $"{composite.Key}:{id}" : id;

    // A composite's root is read from the definition of its own; both stand below /root of their files.
    private static string PointerOf(JsonNode json) => json.Parent switch
    {
        null => "/root",
        JsonArray list => JsonPlaces.Below(PointerOf(list), json.GetElementIndex().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        var parent => JsonPlaces.Below(PointerOf(parent), json.GetPropertyName()),
    };

    // Depth first, short type name and a counter from 1, as Elsa names activities that have no id.
    private string NextId(string typeName, Activity parent)
    {
        var name = typeName.Length == 0 ? "Activity" : typeName[(typeName.LastIndexOf('.') + 1)..];
        string id;
        do
        {
            _counters[name] = _counters.GetValueOrDefault(name) + 1;
            id = $"{name}{_counters[name]}";
        }
        while (_byKey.ContainsKey(KeyBelow(parent, id)));

        return id;
    }
}
