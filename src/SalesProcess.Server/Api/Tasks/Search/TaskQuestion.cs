using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

internal sealed record TaskSort(string Field, bool Descending);

/// <summary>What a search asks for.</summary>
/// <param name="Match">For the full-text index; null if no words were given.</param>
/// <param name="Text">The words as they were given.</param>
internal sealed record TaskQuestion(
    string Box, IReadOnlyList<TaskCondition> Conditions, string? Match, string? Text, IReadOnlyList<TaskSort> Sort, string? After, int Limit, IReadOnlyList<string> Facets)
{
    private const int MaxText = 200;
    private const int MaxSorts = 3;

    private static readonly IReadOnlyList<string> Orders = ["asc", "desc"];

    /// <summary>Reads what <c>POST /tasks/count</c> takes.</summary>
    public static TaskQuestion ReadCount(BodyFields body, IReadOnlyDictionary<string, TaskField> ofData)
    {
        var box = OneOf(body, "box", AskedBox.Names) ?? "all";
        var text = body.Text("text", max: MaxText);
        var match = text is null ? null : SearchTerms.Match(text);
        if (text is not null && match is null)
        {
            body.Fault("/text", "value", $"'text' is '{text}', which holds no letter and no digit to look for.");
        }

        return new TaskQuestion(box, TaskConditions.Read(body, ofData), match, text, [], After: null, Limit: 0, []);
    }

    /// <summary>Reads a search without its page, which belongs to whoever asks.</summary>
    public static TaskQuestion ReadSaved(BodyFields body, IReadOnlyDictionary<string, TaskField> ofData)
    {
        var question = ReadCount(body, ofData);
        return question with { Sort = SortOf(body, question.Box), Limit = QueryFields.DefaultLimit, Facets = FacetsOf(body) };
    }

    /// <summary>Reads what <c>POST /tasks/search</c> takes.</summary>
    public static TaskQuestion ReadSearch(BodyFields body, IReadOnlyDictionary<string, TaskField> ofData)
    {
        var (after, limit) = Page(body);
        return ReadSaved(body, ofData) with { After = after, Limit = limit };
    }

    private static List<string> FacetsOf(BodyFields body)
    {
        var facets = body.Texts("facets").Distinct(StringComparer.Ordinal).ToList();
        for (var i = 0; i < facets.Count; i++)
        {
            if (!TaskFields.Facets.Contains(facets[i], StringComparer.Ordinal))
            {
                body.Fault($"/facets/{i}", "value", $"'{facets[i]}' is no facet. Accepted: {string.Join(", ", TaskFields.Facets)}.");
            }
        }

        return facets;
    }

    private static (string? After, int Limit) Page(BodyFields body)
    {
        var page = body.Map("page");
        foreach (var name in page.Keys.Where(name => name is not ("after" or "limit")))
        {
            body.Fault($"/page/{BodyFields.Escape(name)}", "unknown-member", $"'{name}' is not known here. Accepted: after, limit.");
        }

        var (after, limit) = (page.GetValueOrDefault("after"), page.GetValueOrDefault("limit"));
        if (after is not (null or string))
        {
            body.Fault("/page/after", "type", "'after' must be the nextCursor of the page before.");
        }

        if (limit is not (null or (>= 1L and <= QueryFields.MaxLimit)))
        {
            body.Fault("/page/limit", "type", $"'limit' must be a whole number from 1 to {QueryFields.MaxLimit}.");
        }

        return (after as string, limit is long number ? (int)number : QueryFields.DefaultLimit);
    }

    private static List<TaskSort> SortOf(BodyFields body, string box)
    {
        var sorts = new List<TaskSort>();
        if (body.Value("sort") is not { } value)
        {
            var sort = AskedBox.DefaultSort(box);
            return [new TaskSort(sort.TrimStart('-'), sort.StartsWith('-'))];
        }

        if (value is not List<object?> { Count: > 0 and <= MaxSorts } list)
        {
            body.Fault("/sort", "type", $"'sort' must be a list of 1 to {MaxSorts} of {{\"field\",\"order\"}}.");
            return sorts;
        }

        for (var i = 0; i < list.Count; i++)
        {
            var item = list[i] as IReadOnlyDictionary<string, object?>;
            var (field, order) = (item?.GetValueOrDefault("field") as string, item?.GetValueOrDefault("order", "asc") as string);
            if (item is null || item.Keys.Any(key => key is not ("field" or "order")) || order is null || !Orders.Contains(order, StringComparer.Ordinal)
                || field is null || !TaskFields.Sorts.Contains(field, StringComparer.Ordinal) || sorts.Exists(s => s.Field == field)
                || (field == BoxStretches.Urgency && (order == "desc" || list.Count > 1)))
            {
                body.Fault($"/sort/{i}", "value", $"/sort/{i} must be {{\"field\",\"order\"}} with a field of {string.Join(", ", TaskFields.Sorts)} that is named once, and the order asc or desc; {BoxStretches.Urgency} only asc and alone.");
                continue;
            }

            sorts.Add(new TaskSort(field, order == "desc"));
        }

        return sorts;
    }

    private static string? OneOf(BodyFields body, string name, IReadOnlyList<string> accepted)
    {
        var text = body.Text(name);
        if (text is null || accepted.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        body.Fault($"/{name}", "value", $"'{name}' is '{text}'. Accepted: {string.Join(", ", accepted)}.");
        return null;
    }
}
