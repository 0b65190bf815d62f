using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Execution;

/// <summary>Variables by scope: the nearest record up the owner chain that has the name wins.</summary>
internal static class Scope
{
    public static bool TryRead(ActivityRecord record, string name, out object? value)
    {
        for (var at = record; at is not null; at = at.Parent)
        {
            if (at.Variables is not null && at.Variables.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    public static void Write(ActivityRecord record, string name, object? value)
    {
        for (var at = record; at is not null; at = at.Parent)
        {
            if (at.Variables is not null && at.Variables.ContainsKey(name))
            {
                var declared = Declared(at).FirstOrDefault(v => v.Name == name);
                at.Variables[name] = declared is null ? value : Convert(declared, value);
                return;
            }
        }

        var container = Container(record);
        (container.Variables ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;
    }

    /// <summary>Writes the declared variable of an id without converting (an output binding); false if none is in scope.</summary>
    public static bool TryWriteBound(ActivityRecord record, string id, object? value)
    {
        if (Find(record, id) is not var (owner, variable))
        {
            return false;
        }

        (owner.Variables ??= new Dictionary<string, object?>(StringComparer.Ordinal))[variable.Name] = value;
        return true;
    }

    public static object? ReadById(ActivityRecord record, string id) => Find(record, id) is var (owner, variable)
        ? owner.Variables?.GetValueOrDefault(variable.Name)
        : throw new ActivityFault($"Variable '{id}' not found.");

    public static void WriteById(ActivityRecord record, string id, object? value)
    {
        if (Find(record, id) is not var (owner, variable))
        {
            throw new ActivityFault($"Variable '{id}' not found.");
        }

        (owner.Variables ??= new Dictionary<string, object?>(StringComparer.Ordinal))[variable.Name] = Convert(variable, value);
    }

    private static object? Convert(Variable variable, object? value) =>
        ValueConverter.ToNamedType(value, variable.IsArray ? variable.TypeName + "[]" : variable.TypeName);

    // Looked for up the owners and not in the graph: workflows used as activities may have ids in common.
    private static (ActivityRecord Owner, Variable Variable)? Find(ActivityRecord record, string variableId)
    {
        for (var at = record; at is not null; at = at.Parent)
        {
            foreach (var variable in Declared(at))
            {
                if (variable.Id == variableId)
                {
                    return (at, variable);
                }
            }
        }

        return null;
    }

    private static ActivityRecord Container(ActivityRecord record)
    {
        var at = record;
        while (at.Parent is not null && at.Activity is not IVariableContainer)
        {
            at = at.Parent;
        }

        return at;
    }

    private static IReadOnlyList<Variable> Declared(ActivityRecord record) => record.Activity is IVariableContainer container ? container.Variables : [];
}
