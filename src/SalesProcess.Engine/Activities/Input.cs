using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities;

/// <summary>An input of an activity: a name, a target type and the expression it is bound to.</summary>
public abstract class Input
{
    public required string Name { get; init; }

    public required Expression Expression { get; init; }

    /// <summary>Not evaluated before the activity runs.</summary>
    public bool IsLazy { get; init; }

    /// <summary>JSON text of an Object expression stays text.</summary>
    public bool KeepsText { get; init; }

    /// <summary>The target type; <c>object</c> takes any value as it is.</summary>
    public abstract Type ValueType { get; }
}

/// <inheritdoc cref="Input"/>
public sealed class Input<T> : Input
{
    public override Type ValueType => typeof(T);

    /// <summary>The value, if it is the same in every run: a literal.</summary>
    public bool TryGetConstant(out T? value)
    {
        value = default;
        if (!Expression.TryGetConstant(out var constant))
        {
            return false;
        }

        try
        {
            value = ValueConverter.Convert<T>(constant);
            return true;
        }
        catch (ActivityFault)
        {
            // A literal that does not fit the type has no value before a run; the run tells why.
            return false;
        }
    }
}

/// <summary>An output of an activity, bound to a variable (by id) or a workflow output (by name).</summary>
public sealed class Output
{
    public required string Name { get; init; }

    /// <summary>Null if nothing is bound: the value is still kept as the activity's output.</summary>
    public string? MemoryReference { get; init; }
}
