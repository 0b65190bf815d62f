using NJsonSchema;

namespace SalesProcess.Tasks;

/// <summary>How a field is compared when tasks are found by it.</summary>
internal enum FormSearch
{
    Text,
    Number,
}

/// <summary>One field of a form, as the checks need it.</summary>
internal sealed record FormField
{
    public required LocalizedText Title { get; init; }

    /// <summary>None if any type is right.</summary>
    public JsonObjectType Types { get; init; }

    public IReadOnlyList<object?> Enum { get; init; } = [];

    /// <summary>What the values of <see cref="Enum"/> mean.</summary>
    public IReadOnlyDictionary<string, LocalizedText> EnumTitles { get; init; } = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FormField> Properties { get; init; } = new Dictionary<string, FormField>(StringComparer.Ordinal);

    public IReadOnlyList<string> Required { get; init; } = [];

    public bool TakesOthers { get; init; }

    public FormField? Items { get; init; }

    public int MinItems { get; init; }

    public int? MaxItems { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public FormPattern? Pattern { get; init; }

    public string? Format { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>What it holds before anybody fills it in; null for nothing.</summary>
    public object? Default { get; init; }

    public bool IsSecret { get; init; }

    /// <summary>Tasks are found by it, and how; null if they are not.</summary>
    public FormSearch? Search { get; init; }
}
