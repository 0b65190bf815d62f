namespace SalesProcess.Engine.Activities;

/// <summary>Makes a class an activity of the catalogue. Its type name is <c>{ns}.{class}</c>.</summary>
/// <param name="ns">The first part of the type name: <c>Elsa</c> or <c>SalesProcess</c>.</param>
/// <param name="category">Where the designer's palette shows it.</param>
/// <param name="description">One sentence for process designers.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActivityAttribute(string ns, string category, string description) : Attribute
{
    public string Namespace { get; } = ns;

    public string Category { get; } = category;

    public string Description { get; } = description;

    /// <summary>The part of the type name after the namespace, if it is not the class's name.</summary>
    public string? Name { get; init; }

    /// <summary>The outcomes; <c>Done</c> unless said otherwise.</summary>
    public string[] Outcomes { get; init; } = ["Done"];

    /// <summary>Ends the flowchart it stands in as soon as it completes.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>A definition can be started through it.</summary>
    public bool IsTrigger { get; init; }
}

/// <summary>A value the activity takes, bound to an expression in the definition.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;

    /// <summary>Not evaluated before the activity runs; it reads the input itself, as often as it likes.</summary>
    public bool Lazy { get; init; }

    /// <summary>Used when the property is absent or null.</summary>
    public object? Default { get; init; }

    /// <summary>Whether a property that is null counts as absent; else it has the type's zero value, and the default is for absent ones only.</summary>
    public bool DefaultForNull { get; init; } = true;

    /// <summary>An Object expression gives its JSON text and not what the text says, as Elsa's inputs of type object take it.</summary>
    public bool KeepsText { get; init; }

    /// <summary>How the designer's editor shows it (Elsa's UI hints).</summary>
    public string? UiHint { get; init; }
}

/// <summary>A value the activity gives, bound to a variable or a workflow output.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;
}

/// <summary>A child activity, or a list of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute : Attribute;
