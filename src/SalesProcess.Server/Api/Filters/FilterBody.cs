using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Filters;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads filters as they are sent and as they are kept. The query is checked like a search, when it is saved and again when it is asked.</summary>
internal static class FilterBody
{
    private const int MaxName = 100;
    private const int MaxQuery = 16 * 1024;

    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a whole filter.</summary>
    /// <param name="before">What it was, if it is being changed.</param>
    public static FilterContent Read(BodyFields body, Actor actor, CompanyRules rules, FilterContent? before)
    {
        var (en, zh) = Names(body);
        var query = body.Json("query");
        if (query is not { } json)
        {
            body.Fault("/query", "required", "'query' is required: what a search takes, {} for all tasks.");
        }
        else
        {
            body.Within("/query", json, fields => TaskQuestion.ReadSaved(fields, TaskFields.OfData(rules)));
        }

        var text = query is { } sent ? JsonSerializer.Serialize(sent, Plainly) : "";
        if (text.Length > MaxQuery)
        {
            body.Fault("/query", "too-long", $"'query' has {text.Length} characters as JSON; at most {MaxQuery} are kept.");
        }

        return new FilterContent(en, zh, text, SharedWith(body, actor, before));
    }

    /// <summary>What a filter is after a merge patch.</summary>
    public static (FilterContent? Content, Refusal? Refusal) Patched(SavedFilter filter, JsonElement patch, Actor actor, CompanyRules rules)
    {
        var (before, content) = (filter.Content, (FilterContent?)null);
        var whole = new JsonObject { ["name"] = Text(before), ["query"] = JsonNode.Parse(before.Query), ["sharedWith"] = before.SharedWith };
        // A patch that is no object would take the place of the whole: the reader refuses it.
        var fields = new BodyFields(JsonSerializer.SerializeToElement(MergePatch.Apply(whole, JsonSerializer.SerializeToNode(patch))));
        content = Read(fields, actor, rules, before);
        return fields.Finish() is { } refusal ? (null, refusal) : (content, null);
    }

    /// <summary>The question that a kept filter asks now; or what of it does not hold any more.</summary>
    public static (TaskQuestion? Question, IReadOnlyList<FieldError> Faults) Question(SavedFilter filter, CompanyRules rules)
    {
        var fields = new BodyFields(JsonSerializer.SerializeToElement(JsonNode.Parse(filter.Content.Query)));
        var question = TaskQuestion.ReadSaved(fields, TaskFields.OfData(rules));
        return fields.Finish() is { } refusal ? (null, refusal.Errors!) : (question, []);
    }

    private static JsonObject Text(FilterContent content)
    {
        var name = new JsonObject();
        foreach (var (language, text) in new[] { ("en", content.NameEn), ("zh", content.NameZh) })
        {
            if (text is not null)
            {
                name[language] = text;
            }
        }

        return name;
    }

    private static (string? En, string? Zh) Names(BodyFields body)
    {
        if (body.Json("name") is not { } json)
        {
            body.Fault("/name", "required", "'name' is required: {\"en\", \"zh\"} or one of them.");
            return (null, null);
        }

        return body.Within("/name", json, fields =>
        {
            var names = (En: OneLine(fields, "en"), Zh: OneLine(fields, "zh"));
            if (json.ValueKind == JsonValueKind.Object && !fields.Has("en") && !fields.Has("zh"))
            {
                fields.Fault("", "required", "A name is required: en, zh or both.");
            }

            return names;
        });
    }

    private static string? OneLine(BodyFields fields, string language)
    {
        var text = fields.Text(language, max: MaxName)?.Trim();
        if (text is not null && (text.Length == 0 || text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)))
        {
            fields.Fault($"/{language}", "value", $"'{language}' must be text on one line, without control characters, and not blank.");
        }

        return text;
    }

    private static string? SharedWith(BodyFields body, Actor actor, FilterContent? before)
    {
        var group = body.Text("sharedWith");
        if (group is not null && group != before?.SharedWith && !actor.Groups.Contains(group))
        {
            var own = string.Join(", ", actor.Groups.Order(StringComparer.Ordinal));
            body.Fault("/sharedWith", "value", $"{actor.Id} is not in a group '{group}', and only members share with one. Accepted: {(own.Length == 0 ? "none, since you are in no group" : own)}.");
        }

        return group;
    }
}
