using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Definitions;

/// <summary>A workflow definition as its file states it. What is not modelled stays in <see cref="Json"/> and is written back untouched.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>The version id: unique for each version.</summary>
    public required string Id { get; init; }

    /// <summary>The logical id, the same for all versions.</summary>
    public required string DefinitionId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public int Version { get; init; } = 1;

    public string? ToolVersion { get; init; }

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    public IReadOnlyList<Variable> Variables { get; init; } = [];

    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    public IReadOnlyList<string> Outcomes { get; init; } = [];

    public JsonObject CustomProperties { get; init; } = [];

    public WorkflowOptions Options { get; init; } = new();

    /// <summary>The root activity's JSON.</summary>
    public required JsonObject Root { get; init; }

    /// <summary>The whole file.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>Where things stand in the file; null if it was not read from text.</summary>
    public JsonPlaces? Places { get; init; }

    /// <summary>What was read tolerantly and is worth telling the designer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A variable of a definition or a container.</summary>
/// <param name="Id">What outputs and Variable expressions refer to.</param>
/// <param name="Name">What scripts and templates refer to.</param>
/// <param name="Default">Its value before anything is written, converted to its type.</param>
public sealed record Variable(string Id, string Name, string TypeName, bool IsArray, object? Default, string? StorageDriver);

public sealed record InputDefinition(string Name, string Type, string? DisplayName, string? Description, string? StorageDriver);

public sealed record OutputDefinition(string Name, string Type, string? DisplayName, string? Description);

/// <param name="IncidentStrategy">Fault or ContinueWithIncidents, by the class name's short form; null is Fault.</param>
public sealed record WorkflowOptions(
    string? ActivationStrategy = null,
    bool UsableAsActivity = false,
    string? ActivityCategory = null,
    string? IncidentStrategy = null,
    bool AutoUpdateConsumingWorkflows = false)
{
    private static readonly string[] IncidentStrategies = ["Fault", "ContinueWithIncidents"];

    public bool ContinuesWithIncidents => ClassName(IncidentStrategy) == "ContinueWithIncidents";

    /// <summary>The rule for starts; null if the file names one that is not known.</summary>
    public ActivationRule? Activation => ActivationStrategy is null
        ? ActivationRule.AllowAlways
        : Enum.GetValues<ActivationRule>().Cast<ActivationRule?>().FirstOrDefault(rule => rule.ToString() == ClassName(ActivationStrategy));

    /// <summary>What is wrong with the names of strategies.</summary>
    public IEnumerable<string> Faults()
    {
        if (Activation is null)
        {
            yield return $"The activation strategy '{ActivationStrategy}' is not known. Accepted: {string.Join(", ", Enum.GetNames<ActivationRule>().Select(n => n + "Strategy"))}.";
        }

        if (IncidentStrategy is not null && !IncidentStrategies.Contains(ClassName(IncidentStrategy), StringComparer.Ordinal))
        {
            yield return $"The incident strategy '{IncidentStrategy}' is not known. Accepted: {string.Join(", ", IncidentStrategies.Select(n => n + "Strategy"))}.";
        }
    }

    // A short class name, a full one, or an assembly-qualified one of an older file.
    private static string? ClassName(string? name)
    {
        var text = name?.Split(',')[0].Trim();
        text = text?[(text.LastIndexOf('.') + 1)..];
        return text?.EndsWith("Strategy", StringComparison.Ordinal) == true ? text[..^"Strategy".Length] : text;
    }
}

/// <summary>When a start by a trigger or through the interface is let through.</summary>
public enum ActivationRule
{
    AllowAlways,

    /// <summary>Not while another instance of the definition runs.</summary>
    Singleton,

    /// <summary>Not while another instance of the definition with the same correlation id runs.</summary>
    CorrelatedSingleton,

    /// <summary>Not while an instance of any definition with the same correlation id runs.</summary>
    Correlation,
}
