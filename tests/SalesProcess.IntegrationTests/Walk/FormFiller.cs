using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SalesProcess.IntegrationTests.Walk;

/// <summary>Makes a valid answer from a form's schema alone, as any program could: what is prefilled stays, what is required is added, overrides win.</summary>
internal sealed partial class FormFiller(DateTimeOffset now)
{
    private const int PreferredNumber = 4;

    /// <param name="prefill">The values of <c>form.data</c>; those that are no fields of the form are left out.</param>
    public JsonObject Fill(JsonObject schema, JsonObject? prefill = null, JsonObject? overrides = null)
    {
        var answer = new JsonObject();
        var properties = Properties(schema);
        foreach (var (name, property) in properties)
        {
            if (overrides?[name] is { } wanted)
            {
                answer[name] = wanted.DeepClone();
            }
            else if (prefill?[name] is { } known)
            {
                answer[name] = Completed(property!.AsObject(), known);
            }
            else if (IsRequired(schema, name))
            {
                answer[name] = Value(property!.AsObject(), name, 1);
            }
        }

        var unknown = (overrides ?? []).Select(o => o.Key).Where(name => properties[name] is null).ToList();
        return unknown.Count == 0 ? answer : throw new ArgumentException($"The form '{schema["$id"]}' has no field '{string.Join("', '", unknown)}'.", nameof(overrides));
    }

    // What is prefilled may be a part only: criteria come with their texts, the results are for the person to fill in.
    private JsonNode Completed(JsonObject schema, JsonNode known) => known switch
    {
        JsonObject values when schema["properties"] is not null => Fill(schema, values),
        JsonArray items when schema["items"] is JsonObject item => new JsonArray([.. items.Select(i => Completed(item, i!))]),
        _ => known.DeepClone(),
    };

    private JsonNode Value(JsonObject schema, string name, int number)
    {
        if (schema["enum"] is JsonArray values)
        {
            return values[0]!.DeepClone();
        }

        return schema["type"]?.GetValue<string>() switch
        {
            "object" => Fill(schema),
            "array" => Array(schema, name),
            "string" => JsonValue.Create(Text(schema, name, number)),
            "integer" or "number" => JsonValue.Create(Number(schema)),
            "boolean" => JsonValue.Create(true),
            var type => throw new NotSupportedException($"The field '{name}' has the type '{type}'."),
        };
    }

    private JsonArray Array(JsonObject schema, string name)
    {
        var least = schema["minItems"]?.GetValue<int>() ?? 0;
        return [.. Enumerable.Range(1, least).Select(number => Value(schema["items"]!.AsObject(), name, number))];
    }

    private string Text(JsonObject schema, string name, int number) => schema["format"]?.GetValue<string>() switch
    {
        "date-time" => (LiesAhead().IsMatch(name) ? now.AddDays(1) : now).ToString("O", CultureInfo.InvariantCulture),
        "date" => now.AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "email" => "li.ming@example.cn",
        "uri" => "https://example.cn",
        null => FreeText(schema, name, number),
        var format => throw new NotSupportedException($"The field '{name}' has the format '{format}'."),
    };

    private static string FreeText(JsonObject schema, string name, int number)
    {
        var longest = schema["maxLength"]?.GetValue<int>() ?? int.MaxValue;
        var text = $"{schema["title"]?.GetValue<string>() ?? name} {number}";
        string[] candidates = [text.Length > longest ? text[..longest] : text, "120000.00"];
        var pattern = schema["pattern"]?.GetValue<string>() ?? "";
        return candidates.FirstOrDefault(c => c.Length <= longest && Regex.IsMatch(c, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
            ?? throw new NotSupportedException($"No text for the field '{name}' matches the pattern {pattern}.");
    }

    private static int Number(JsonObject schema) =>
        Math.Clamp(PreferredNumber, schema["minimum"]?.GetValue<int>() ?? int.MinValue, schema["maximum"]?.GetValue<int>() ?? int.MaxValue);

    private static JsonObject Properties(JsonObject schema) => schema["properties"] as JsonObject ?? [];

    private static bool IsRequired(JsonObject schema, string name) =>
        schema["required"] is JsonArray required && required.Any(r => r!.GetValue<string>() == name);

    [GeneratedRegex("^(next|starts|planned|due)|Until$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LiesAhead();
}
