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

    /// <summary>Writes a declared variable without converting (an output binding).</summary>
    public static void Write(ActivityRecord record, Variable variable, object? value)
    {
        var owner = Owner(record, variable.Id) ?? Container(record);
        (owner.Variables ??= new Dictionary<string, object?>(StringComparer.Ordinal))[variable.Name] = value;
    }

    public static object? ReadById(ActivityRecord record, WorkflowGraph graph, string id)
    {
        var variable = graph.VariablesById.GetValueOrDefault(id) ?? throw new ActivityFault($"Variable '{id}' not found.");
        return Owner(record, id)?.Variables?.GetValueOrDefault(variable.Name);
    }

    public static void WriteById(ActivityRecord record, WorkflowGraph graph, string id, object? value)
    {
        var variable = graph.VariablesById.GetValueOrDefault(id);
        if (variable is null || Owner(record, id) is null)
        {
            throw new ActivityFault($"Variable '{id}' not found.");
        }

        Write(record, variable, Convert(variable, value));
    }

    private static object? Convert(Variable variable, object? value) =>
        ValueConverter.ToNamedType(value, variable.IsArray ? variable.TypeName + "[]" : variable.TypeName);

    private static ActivityRecord? Owner(ActivityRecord record, string variableId)
    {
        for (var at = record; at is not null; at = at.Parent)
        {
            if (Declared(at).Any(v => v.Id == variableId))
            {
                return at;
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
