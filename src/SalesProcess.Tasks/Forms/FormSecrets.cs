namespace SalesProcess.Tasks;

/// <summary>Takes apart what everybody in the process may keep and what only the deal's owner may read.</summary>
internal static class FormSecrets
{
    public static bool Has(FormField field) => field.IsSecret || field.Properties.Values.Any(Has) || (field.Items is not null && Has(field.Items));

    public static (object? Open, object? Secret) Split(FormField field, object? value)
    {
        if (field.IsSecret)
        {
            return (null, value);
        }

        return Has(field)
            ? value switch
            {
                IReadOnlyDictionary<string, object?> map => SplitObject(field, map),
                List<object?> list when field.Items is not null => SplitList(field.Items, list),
                _ => (value, null),
            }
            : (value, null);
    }

    private static (object? Open, object? Secret) SplitObject(FormField field, IReadOnlyDictionary<string, object?> map)
    {
        var open = new Dictionary<string, object?>(StringComparer.Ordinal);
        var secret = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
        {
            if (!field.Properties.TryGetValue(name, out var property))
            {
                open[name] = value;
                continue;
            }

            var (o, s) = Split(property, value);
            if (!property.IsSecret)
            {
                open[name] = o;
            }

            if (s is not null)
            {
                secret[name] = s;
            }
        }

        return (open, secret.Count == 0 ? null : secret);
    }

    // The secrets of a list keep the places of their items.
    private static (object? Open, object? Secret) SplitList(FormField items, List<object?> list)
    {
        var parts = list.Select(item => Split(items, item)).ToList();
        return (
            items.IsSecret ? new List<object?>() : parts.Select(p => p.Open).ToList(),
            parts.Exists(p => p.Secret is not null) ? parts.Select(p => p.Secret).ToList() : null);
    }
}
