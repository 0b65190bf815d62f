using System.Collections.Frozen;
using System.Reflection;

namespace SalesProcess.Engine.Activities;

/// <summary>The activities that definitions may name: every class with an <see cref="ActivityAttribute"/> in the given assemblies.</summary>
public sealed class ActivityCatalog
{
    private readonly FrozenDictionary<string, ActivityType> _types;

    /// <param name="assemblies">Searched besides the engine's own.</param>
    public ActivityCatalog(params Assembly[] assemblies)
    {
        _types = assemblies.Prepend(typeof(ActivityCatalog).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Attribute: type.GetCustomAttribute<ActivityAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .Select(pair => new ActivityType(pair.Type, pair.Attribute!))
            .ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    }

    public IEnumerable<ActivityType> Types => _types.Values.OrderBy(type => type.Name, StringComparer.Ordinal);

    public ActivityType? Find(string typeName) => _types.GetValueOrDefault(typeName);
}
