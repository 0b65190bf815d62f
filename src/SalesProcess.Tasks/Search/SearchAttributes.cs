using System.Globalization;

namespace SalesProcess.Tasks;

/// <summary>A field of a form that tasks are found by (<c>x-search</c>); nothing else of their data is searched.</summary>
/// <param name="Name">As it stands in the data, nested ones with dots.</param>
public sealed record SearchAttribute(string Name, bool IsNumber);

/// <summary>What a task has in such a field: a text or a number.</summary>
public sealed record SearchValue(string Name, string? Text, double? Number);

internal static class SearchAttributes
{
    public static IEnumerable<SearchAttribute> Of(FormField field, string prefix = "") => field.Properties.SelectMany(pair => pair.Value switch
    {
        { IsSecret: true } => [],
        { Search: { } search } => [new SearchAttribute(prefix + pair.Key, search == FormSearch.Number)],
        _ => Of(pair.Value, $"{prefix}{pair.Key}."),
    });

    public static SearchValue? Read(SearchAttribute attribute, object? data)
    {
        var at = data;
        foreach (var step in attribute.Name.Split('.'))
        {
            at = (at as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(step);
        }

        var text = at switch
        {
            string s => s,
            bool b => b ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is null || !attribute.IsNumber)
        {
            return text is null ? null : new SearchValue(attribute.Name, text, null);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? new SearchValue(attribute.Name, null, value)
            : null;
    }
}
