using System.Globalization;
using NJsonSchema;

namespace SalesProcess.Tasks;

/// <summary>Compares data with the fields of a form and collects what is wrong. It knows the value model, so nothing in the data can make it throw.</summary>
internal sealed class FormCheck
{
    // An answer this wrong is not a form that somebody filled in; the list stays readable.
    private const int Most = 1000;

    public List<FieldError> Errors { get; } = [];

    public void Value(FormField field, object? value, string pointer)
    {
        if (Errors.Count >= Most)
        {
            return;
        }

        if (field.Types != JsonObjectType.None && (field.Types & TypesOf(value)) == JsonObjectType.None)
        {
            Add(pointer, "type", FormMessages.Type(field, value));
            return;
        }

        if (field.Enum.Count > 0 && !field.Enum.Any(allowed => Same(allowed, value)))
        {
            Add(pointer, "enum", FormMessages.Enum(field, value));
            return;
        }

        switch (value)
        {
            case string text:
                Text(field, text, pointer);
                break;
            case IReadOnlyDictionary<string, object?> map:
                Object(field, map, pointer);
                break;
            case List<object?> list:
                List(field, list, pointer);
                break;
            case int or long or double or decimal:
                Number(field, value, pointer);
                break;
        }
    }

    public static string Pointer(string parent, string name) =>
        $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private void Text(FormField field, string text, string pointer)
    {
        var length = text.Length;
        if (length > field.MaxLength || length < field.MinLength * 2)
        {
            // JSON Schema counts characters, not UTF-16 units.
            length = text.EnumerateRunes().Count();
        }

        if (length < field.MinLength)
        {
            Add(pointer, "minLength", FormMessages.MinLength(field, length));
        }
        else if (length > field.MaxLength)
        {
            Add(pointer, "maxLength", FormMessages.MaxLength(field, length));
        }
        else if (field.Pattern is { } pattern && !pattern.Fits(text))
        {
            Add(pointer, "pattern", FormMessages.Pattern(field, text));
        }
        else if (field.Format is { } format && !FormFormats.Fits(format, text))
        {
            Add(pointer, "format", FormMessages.Format(field, text));
        }
    }

    private void Number(FormField field, object number, string pointer)
    {
        var value = Convert.ToDouble(number, CultureInfo.InvariantCulture);
        if (value < (double?)field.Minimum)
        {
            Add(pointer, "minimum", FormMessages.Minimum(field, number));
        }
        else if (value > (double?)field.Maximum)
        {
            Add(pointer, "maximum", FormMessages.Maximum(field, number));
        }
    }

    private void List(FormField field, List<object?> list, string pointer)
    {
        if (list.Count < field.MinItems)
        {
            Add(pointer, "minItems", FormMessages.MinItems(field, list.Count));
        }
        else if (list.Count > field.MaxItems)
        {
            Add(pointer, "maxItems", FormMessages.MaxItems(field, list.Count));
        }

        for (var i = 0; field.Items is { } items && i < list.Count && Errors.Count < Most; i++)
        {
            Value(items, list[i], $"{pointer}/{i}");
        }
    }

    private void Object(FormField field, IReadOnlyDictionary<string, object?> map, string pointer)
    {
        foreach (var (name, property) in field.Properties)
        {
            if (map.TryGetValue(name, out var value))
            {
                Value(property, value, Pointer(pointer, name));
            }
            else if (field.Required.Contains(name, StringComparer.Ordinal))
            {
                Add(Pointer(pointer, name), "required", FormMessages.Missing(property));
            }
        }

        if (field.TakesOthers)
        {
            return;
        }

        foreach (var name in map.Keys.Where(name => !field.Properties.ContainsKey(name)))
        {
            Add(Pointer(pointer, name), "additionalProperties", FormMessages.Unknown(field, name));
        }
    }

    private void Add(string pointer, string code, string message)
    {
        if (Errors.Count < Most)
        {
            Errors.Add(new FieldError(pointer, code, message));
        }
    }

    private static JsonObjectType TypesOf(object? value) => value switch
    {
        null => JsonObjectType.Null,
        string => JsonObjectType.String,
        bool => JsonObjectType.Boolean,
        int or long => JsonObjectType.Integer | JsonObjectType.Number,
        double number => double.IsInteger(number) ? JsonObjectType.Integer | JsonObjectType.Number : JsonObjectType.Number,
        decimal number => decimal.IsInteger(number) ? JsonObjectType.Integer | JsonObjectType.Number : JsonObjectType.Number,
        IReadOnlyDictionary<string, object?> => JsonObjectType.Object,
        List<object?> => JsonObjectType.Array,
        _ => JsonObjectType.File,
    };

    private static bool Same(object? one, object? other) => (one, other) switch
    {
        (null, null) => true,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (bool a, bool b) => a == b,
        (int or long or double or decimal, int or long or double or decimal) =>
            Convert.ToDouble(one, CultureInfo.InvariantCulture).Equals(Convert.ToDouble(other, CultureInfo.InvariantCulture)),
        _ => false,
    };
}
