using System.Collections.Frozen;
using System.Text.Json;
using SalesProcess.Engine.Expressions.JavaScript;

namespace SalesProcess.Tasks;

/// <summary>Looks for what a form may not contain. A word that the checks do not know would be a promise nobody keeps.</summary>
internal static class FormSubset
{
    internal static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "$id", "$schema", "title", "description", "default", "examples", "type", "enum", "properties", "required", "additionalProperties", "items",
            "minItems", "maxItems", "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
        ],
        StringComparer.Ordinal);

    private static readonly string[] Types = ["string", "integer", "number", "boolean", "array", "object", "null"];

    private static readonly string[] Counts = ["minItems", "maxItems", "minLength", "maxLength"];

    private static readonly string[] Limits = ["minimum", "maximum"];

    private static readonly string[] RuleTexts = ["rule", "pointer", "message"];

    private static readonly string[] Texts = ["title", "description", "x-title-zh", "x-description-zh", "format", "pattern", "x-confidentiality"];

    public static List<string> Check(string id, string json)
    {
        var faults = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            Schema(root, "", faults);
            if (root.ValueKind == JsonValueKind.Object)
            {
                Top(id, root, faults);
            }
        }
        catch (JsonException broken)
        {
            faults.Add($"The text is not JSON: {broken.Message}");
        }

        return faults;
    }

    private static void Top(string id, JsonElement root, List<string> faults)
    {
        if (root.TryGetProperty("$id", out var own) && (own.ValueKind != JsonValueKind.String || own.GetString() != id))
        {
            faults.Add($"/$id is '{own}', but the form is '{id}'.");
        }

        if (!root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "object")
        {
            faults.Add("/type must be \"object\" at the top of a form.");
        }

        if (!root.TryGetProperty("x-rules", out var rules))
        {
            return;
        }

        if (rules.ValueKind != JsonValueKind.Array)
        {
            faults.Add("/x-rules must be a list of {\"rule\",\"pointer\",\"message\",\"x-message-zh\"}.");
            return;
        }

        var i = 0;
        foreach (var rule in rules.EnumerateArray())
        {
            Rule(rule, $"/x-rules/{i++}", faults);
        }
    }

    private static void Rule(JsonElement rule, string at, List<string> faults)
    {
        foreach (var key in RuleTexts)
        {
            if (rule.ValueKind != JsonValueKind.Object || !rule.TryGetProperty(key, out var value) || value.ValueKind != JsonValueKind.String || value.GetString()!.Length == 0)
            {
                faults.Add($"{at}/{key} must be text.");
                return;
            }
        }

        if (!rule.GetProperty("pointer").GetString()!.StartsWith('/'))
        {
            faults.Add($"{at}/pointer must be a JSON pointer such as /modeReason.");
        }

        if (new Script(rule.GetProperty("rule").GetString()!).Check() is { } wrong)
        {
            faults.Add($"{at}/rule is no script: {wrong}");
        }
    }

    private static void Schema(JsonElement schema, string at, List<string> faults)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{(at.Length == 0 ? "The form" : at)} must be an object.");
            return;
        }

        faults.AddRange(schema.EnumerateObject().Select(p => p.Name).Where(name => !Words.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal))
            .Select(name => $"{at}/{name} is not supported. Accepted: {string.Join(", ", Words.Order(StringComparer.Ordinal))} and x-… words."));
        faults.AddRange(Counts.Where(key => schema.TryGetProperty(key, out var n) && !(n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var count) && count >= 0))
            .Select(key => $"{at}/{key} must be a whole number from 0."));
        faults.AddRange(Texts.Where(key => schema.TryGetProperty(key, out var text) && text.ValueKind != JsonValueKind.String).Select(key => $"{at}/{key} must be text."));
        faults.AddRange(Limits.Where(key => schema.TryGetProperty(key, out var n) && !(n.ValueKind == JsonValueKind.Number && n.TryGetDecimal(out _)))
            .Select(key => $"{at}/{key} must be a number."));
        Type(schema, at, faults);
        Search(schema, at, faults);
        Values(schema, at, faults);
        Children(schema, at, faults);
    }

    private static void Type(JsonElement schema, string at, List<string> faults)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return;
        }

        IEnumerable<JsonElement> types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : [type];
        if (!types.Any() || !types.All(t => t.ValueKind == JsonValueKind.String && Types.Contains(t.GetString(), StringComparer.Ordinal)))
        {
            faults.Add($"{at}/type is {type.GetRawText()}. Accepted: {string.Join(", ", Types)}, or a list of them.");
        }
    }

    private static void Search(JsonElement schema, string at, List<string> faults)
    {
        if (!schema.TryGetProperty("x-search", out var search))
        {
            return;
        }

        if (search.ValueKind is not (JsonValueKind.True or JsonValueKind.False) && !(search.ValueKind == JsonValueKind.String && search.GetString() == "number"))
        {
            faults.Add($"{at}/x-search is {search.GetRawText()}. Accepted: true, false, or \"number\" for a decimal number that is kept as text.");
        }
        else if (search.ValueKind != JsonValueKind.False && schema.TryGetProperty("x-confidentiality", out _))
        {
            faults.Add($"{at}/x-search: what is secret cannot be searched.");
        }
    }

    private static void Values(JsonElement schema, string at, List<string> faults)
    {
        if (schema.TryGetProperty("enum", out var values) && (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() == 0
            || values.EnumerateArray().Any(v => v.ValueKind is JsonValueKind.Array or JsonValueKind.Object)))
        {
            faults.Add($"{at}/enum must be a list of texts, numbers, true, false or null, with one at least.");
        }

        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String && !FormFormats.Known.ContainsKey(format.GetString()!))
        {
            faults.Add($"{at}/format '{format}' is not supported. Accepted: {string.Join(", ", FormFormats.Known.Keys)}.");
        }

        if (schema.TryGetProperty("pattern", out var pattern) && pattern.ValueKind == JsonValueKind.String)
        {
            try
            {
                _ = FormPattern.Of(pattern.GetString()!);
            }
            catch (ArgumentException wrong)
            {
                faults.Add($"{at}/pattern '{pattern}' is no pattern: {wrong.Message}");
            }
        }

        if (schema.TryGetProperty("x-confidentiality", out var secret) && secret.ValueKind == JsonValueKind.String && secret.GetString() != "secret")
        {
            faults.Add($"{at}/x-confidentiality '{secret}' is not supported. Accepted: secret.");
        }

        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            faults.Add($"{at}/additionalProperties must be true or false.");
        }
    }

    private static void Children(JsonElement schema, string at, List<string> faults)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (schema.TryGetProperty("properties", out var properties))
        {
            if (properties.ValueKind != JsonValueKind.Object)
            {
                faults.Add($"{at}/properties must be an object.");
                return;
            }

            foreach (var property in properties.EnumerateObject())
            {
                names.Add(property.Name);
                Schema(property.Value, FormCheck.Pointer($"{at}/properties", property.Name), faults);
            }
        }

        if (schema.TryGetProperty("items", out var items))
        {
            Schema(items, $"{at}/items", faults);
        }

        if (!schema.TryGetProperty("required", out var required))
        {
            return;
        }

        if (required.ValueKind != JsonValueKind.Array || required.EnumerateArray().Any(r => r.ValueKind != JsonValueKind.String))
        {
            faults.Add($"{at}/required must be a list of field names.");
            return;
        }

        faults.AddRange(required.EnumerateArray().Select(r => r.GetString()!).Where(name => !names.Contains(name))
            .Select(name => $"{at}/required names '{name}', which is not among the properties."));
    }
}
