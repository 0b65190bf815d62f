using Newtonsoft.Json.Serialization;
using NJsonSchema;
using NJsonSchema.Infrastructure;
using SalesProcess.Engine.Expressions.JavaScript;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks;

/// <summary>Reads a form's text into its fields and rules.</summary>
internal static class FormReader
{
    // Schemas are read without resolving references: a form stands for itself and nothing is fetched.
    private static readonly IContractResolver Contracts = JsonSchema.CreateJsonSerializerContractResolver(SchemaType.JsonSchema);

    /// <exception cref="ConfigurationFault">The text is no form.</exception>
    public static (FormField Root, IReadOnlyList<FormRule> Rules) Read(string id, string json)
    {
        var faults = FormSubset.Check(id, json);
        if (faults.Count == 0)
        {
            try
            {
                var schema = JsonSchemaSerialization.FromJson<JsonSchema>(json, Contracts)!;
                var root = Field(schema, id);
                faults.AddRange(FormDefaults.Faults(root));
                if (faults.Count == 0)
                {
                    return (root, Rules(schema, root));
                }
            }
            catch (Newtonsoft.Json.JsonException broken)
            {
                faults.Add(broken.Message);
            }
        }

        throw new ConfigurationFault($"The form '{id}'", faults);
    }

    private static FormField Field(JsonSchema schema, string name) => new()
    {
        Title = LocalizedText.Of(NotBlank(schema.Title), NotBlank(Extension(schema, "x-title-zh") as string)) ?? new LocalizedText(name, name),
        Types = schema.Type,
        Enum = [.. schema.Enumeration],
        EnumTitles = EnumTitles(schema),
        Properties = schema.Properties.ToDictionary(p => p.Key, p => Field(p.Value, p.Key), StringComparer.Ordinal),
        Required = [.. schema.RequiredProperties],
        TakesOthers = schema.AllowAdditionalProperties,
        Items = schema.Item is null ? null : Field(schema.Item, name),
        MinItems = schema.MinItems,
        MaxItems = schema.MaxItems == 0 ? null : schema.MaxItems,
        MinLength = schema.MinLength,
        MaxLength = schema.MaxLength,
        Pattern = schema.Pattern is null ? null : FormPattern.Of(schema.Pattern),
        Format = schema.Format,
        Minimum = schema.Minimum,
        Maximum = schema.Maximum,
        Default = schema.Default is null ? null : ValueJson.Parse(Newtonsoft.Json.JsonConvert.SerializeObject(schema.Default)),
        IsSecret = Extension(schema, "x-confidentiality") is "secret",
        Search = Search(schema),
    };

    private static FormSearch? Search(JsonSchema schema) => Extension(schema, "x-search") switch
    {
        "number" => FormSearch.Number,
        true => schema.Type.HasFlag(JsonObjectType.Integer) || schema.Type.HasFlag(JsonObjectType.Number) ? FormSearch.Number : FormSearch.Text,
        _ => null,
    };

    private static Dictionary<string, LocalizedText> EnumTitles(JsonSchema schema)
    {
        var titles = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        foreach (var (key, value) in Extension(schema, "x-enum-titles") as IDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            if (value is IDictionary<string, object?> map && LocalizedText.Of(Value(map, "en"), Value(map, "zh")) is { } title)
            {
                titles[key] = title;
            }
        }

        return titles;
    }

    private static IReadOnlyList<FormRule> Rules(JsonSchema schema, FormField root) =>
        [.. (Extension(schema, "x-rules") as object[] ?? []).Cast<IDictionary<string, object?>>().Select(map =>
        {
            var pointer = Value(map, "pointer")!;
            return new FormRule(new Script(Value(map, "rule")!), pointer, LocalizedText.Of(Value(map, "message"), Value(map, "x-message-zh"))!) { Title = TitleAt(root, pointer) };
        }),];

    private static LocalizedText TitleAt(FormField root, string pointer)
    {
        var at = root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if ((at.Properties.GetValueOrDefault(name) ?? at.Items) is not { } next)
            {
                break;
            }

            at = next;
        }

        return at.Title;
    }

    private static object? Extension(JsonSchema schema, string key) => schema.ExtensionData?.TryGetValue(key, out var value) == true ? value : null;

    private static string? Value(IDictionary<string, object?> map, string key) => map.TryGetValue(key, out var value) ? NotBlank(value as string) : null;

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
