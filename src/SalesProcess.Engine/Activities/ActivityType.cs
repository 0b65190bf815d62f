using System.Reflection;
using SalesProcess.Engine.Expressions;

namespace SalesProcess.Engine.Activities;

/// <summary>What the catalogue knows of one activity class, read from it once: its inputs, outputs, ports and outcomes.</summary>
public sealed class ActivityType
{
    internal ActivityType(Type type, ActivityAttribute attribute)
    {
        Class = type;
        Attribute = attribute;
        Name = $"{attribute.Namespace}.{attribute.Name ?? type.Name}";
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Inputs = [.. properties.Where(p => p.IsDefined(typeof(InputAttribute)))
            .Select(p => new InputProperty(p, CamelCase(p.Name), p.GetCustomAttribute<InputAttribute>()!))];
        Outputs = [.. properties.Where(p => p.IsDefined(typeof(OutputAttribute))).Select(p => new ActivityProperty(p, CamelCase(p.Name)))];
        Ports = [.. properties.Where(p => p.IsDefined(typeof(PortAttribute))).Select(p => new ActivityProperty(p, CamelCase(p.Name)))];
    }

    /// <summary>The type name in definitions, for example <c>Elsa.If</c>.</summary>
    public string Name { get; }

    public Type Class { get; }

    public ActivityAttribute Attribute { get; }

    public IReadOnlyList<string> Outcomes => Attribute.Outcomes;

    public IReadOnlyList<InputProperty> Inputs { get; }

    public IReadOnlyList<ActivityProperty> Outputs { get; }

    public IReadOnlyList<ActivityProperty> Ports { get; }

    public Activity Create()
    {
        var activity = (Activity)Activator.CreateInstance(Class)!;
        activity.Descriptor = this;
        activity.Type = Name;
        return activity;
    }

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <summary>An output or port of an activity class.</summary>
/// <param name="JsonName">Its camelCase name in definitions.</param>
public record ActivityProperty(PropertyInfo Property, string JsonName);

/// <summary>An input of an activity class.</summary>
public sealed record InputProperty(PropertyInfo Property, string JsonName, InputAttribute Attribute) : ActivityProperty(Property, JsonName)
{
    /// <summary>The type the expression's value is converted to.</summary>
    public Type ValueType => Property.PropertyType.GetGenericArguments()[0];

    public Input Create(Expression expression)
    {
        var input = (Input)Activator.CreateInstance(Property.PropertyType)!;
        typeof(Input).GetProperty(nameof(Input.Name))!.SetValue(input, JsonName);
        typeof(Input).GetProperty(nameof(Input.Expression))!.SetValue(input, expression);
        typeof(Input).GetProperty(nameof(Input.IsLazy))!.SetValue(input, Attribute.Lazy);
        typeof(Input).GetProperty(nameof(Input.KeepsText))!.SetValue(input, Attribute.KeepsText || ValueType == typeof(string));
        return input;
    }
}
