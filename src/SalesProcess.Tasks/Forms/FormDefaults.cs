namespace SalesProcess.Tasks;

/// <summary>The values that a form's fields have before anybody fills them in.</summary>
internal static class FormDefaults
{
    /// <summary>The data with the defaults of the fields that it has not; what it has, be it null, stays.</summary>
    public static object? Fill(FormField field, object? data)
    {
        if (data is not (null or IReadOnlyDictionary<string, object?>))
        {
            return data;
        }

        var given = data as IReadOnlyDictionary<string, object?>;
        var filled = new Dictionary<string, object?>(given ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, property) in field.Properties)
        {
            if (filled.TryGetValue(name, out var value))
            {
                // What is null has been emptied, and not forgotten.
                filled[name] = value is null ? null : Fill(property, value);
            }
            else if (property.Default is { } usual)
            {
                filled[name] = usual;
            }
        }

        return given is null && filled.Count == 0 ? null : filled;
    }

    /// <summary>Defaults that their own fields would not take.</summary>
    public static IEnumerable<string> Faults(FormField field, string at = "") => field.Properties.SelectMany(pair =>
    {
        var (place, check) = ($"{at}/properties/{pair.Key}", new FormCheck());
        if (pair.Value.Default is { } usual)
        {
            check.Value(pair.Value, usual, "");
        }

        return check.Errors.Select(error => $"{place}/default: {error.Message}").Concat(Faults(pair.Value, place));
    });
}
