using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Values;

/// <summary>
/// Any value to a target type, by Elsa's rules as observed: text that is no number becomes the zero value, a number out of range and an unknown
/// enum text are faults, numbers round half to even, and a boolean is true for non-zero numbers and the text "true".
/// </summary>
public static class ValueConverter
{
    /// <summary>Converts to the type that an alias names (<c>String</c>, <c>Int32[]</c>, <c>Object</c> …). Unknown aliases leave the value as it is.</summary>
    /// <exception cref="ActivityFault">The value does not fit the type.</exception>
    public static object? ToNamedType(object? value, string typeName)
    {
        var target = TypeAliases.Find(typeName);
        return target is null || target == typeof(object) ? value : Normalize(Convert(value, target, nullStays: true));
    }

    /// <summary>Converts to a .NET type an activity's input declares. Null becomes the type's zero value.</summary>
    /// <exception cref="ActivityFault">The value does not fit the type.</exception>
    public static object? Convert(object? value, Type target) => Convert(value, target, nullStays: false);

    public static T? Convert<T>(object? value) => (T?)Convert(value, typeof(T));

    private static object? Convert(object? value, Type target, bool nullStays)
    {
        var nullable = Nullable.GetUnderlyingType(target);
        var type = nullable ?? target;
        if (value is null)
        {
            return nullStays || nullable is not null || !type.IsValueType ? null : Activator.CreateInstance(type);
        }

        if (type == typeof(object) || type.IsInstanceOfType(value))
        {
            return value;
        }

        // Blank text is no value for anything but text.
        if (type != typeof(string) && value is string blank && string.IsNullOrWhiteSpace(blank))
        {
            return nullable is not null || !type.IsValueType ? null : Activator.CreateInstance(type);
        }

        return type switch
        {
            _ when type == typeof(JsonNode) => FromJsonText(value),
            _ when type == typeof(string) => ToText(value),
            _ when type == typeof(bool) => ToBoolean(value),
            _ when type.IsEnum => ToEnum(value, type),
            _ when IsNumber(type) => ToNumber(value, type),
            _ when type == typeof(DateTimeOffset) => ToTime(value),
            _ when type == typeof(TimeSpan) => ToSpan(value),
            _ when type == typeof(Guid) => value is string text && Guid.TryParse(text, out var guid) ? guid : Guid.Empty,
            _ when type == typeof(byte[]) => ToBytes(value),
            _ when typeof(IDictionary).IsAssignableFrom(type) || type == typeof(IReadOnlyDictionary<string, object?>) => ToMap(value),
            _ when type.IsArray => ToArray(value, type.GetElementType()!),
            _ when typeof(IEnumerable).IsAssignableFrom(type) => ToList(value),
            _ => throw new ActivityFault($"A value of kind {Kind(value)} cannot become {type.Name}."),
        };
    }

    public static string ToText(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        byte[] bytes => System.Convert.ToBase64String(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => ValueJson.Format(value),
    };

    private static bool ToBoolean(object value) => value switch
    {
        bool flag => flag,
        string text => bool.TryParse(text, out var flag) && flag,
        long or int or decimal => System.Convert.ToDecimal(value, CultureInfo.InvariantCulture) != 0,
        double number => number != 0,
        _ => false,
    };

    private static object ToEnum(object value, Type type)
    {
        if (value is string text)
        {
            return Enum.GetNames(type).Contains(text, StringComparer.Ordinal)
                ? Enum.Parse(type, text)
                : throw new ActivityFault($"'{text}' is not one of {string.Join(", ", Enum.GetNames(type))}.");
        }

        var number = ToNumber(value, typeof(int));
        return Enum.IsDefined(type, number) ? Enum.ToObject(type, number) : throw new ActivityFault($"{number} is not one of {string.Join(", ", Enum.GetNames(type))}.");
    }

    private static bool IsNumber(Type type) =>
        Type.GetTypeCode(type) is TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Single or TypeCode.Double or TypeCode.Decimal;

    private static object ToNumber(object value, Type type)
    {
        if (value is string text)
        {
            return ParseNumber(text, type);
        }

        if (value is bool flag)
        {
            value = flag ? 1L : 0L;
        }

        if (value is not (long or int or double or decimal))
        {
            throw new ActivityFault($"A value of kind {Kind(value)} cannot become a number.");
        }

        try
        {
            return System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException overflow)
        {
            throw new ActivityFault($"{ToText(value)} is out of the range of {type.Name}.", overflow);
        }
    }

    // Text that is no number of this very type gives zero ("1.5" for a whole number too); one out of range is a fault.
    private static object ParseNumber(string text, Type type)
    {
        try
        {
            if (type == typeof(double) || type == typeof(float))
            {
                return System.Convert.ChangeType(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : 0, type, CultureInfo.InvariantCulture);
            }

            if (type == typeof(decimal))
            {
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : 0m;
            }

            var whole = BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed : BigInteger.Zero;
            return System.Convert.ChangeType((long)whole, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException overflow)
        {
            throw new ActivityFault($"'{text}' is out of the range of {type.Name}.", overflow);
        }
    }

    private static DateTimeOffset ToTime(object value) => value switch
    {
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        string text => throw new ActivityFault($"'{text}' is not a time. Accepted is ISO 8601, for example 2026-11-23T09:00:00+08:00."),
        _ => throw new ActivityFault($"A value of kind {Kind(value)} cannot become a time."),
    };

    private static TimeSpan ToSpan(object value) => value switch
    {
        string text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : TimeSpan.Zero,
        _ => throw new ActivityFault($"A value of kind {Kind(value)} cannot become a duration."),
    };

    private static byte[] ToBytes(object value)
    {
        var text = value as string ?? throw new ActivityFault($"A value of kind {Kind(value)} cannot become bytes.");
        var buffer = new byte[text.Length];
        return System.Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : throw new ActivityFault("The text is not Base64.");
    }

    private static Dictionary<string, object?> ToMap(object value) =>
        (value is string text ? ParseJson(text) : value) as Dictionary<string, object?>
            ?? throw new ActivityFault($"A value of kind {Kind(value)} cannot become an object.");

    private static List<object?> ToList(object value) => value switch
    {
        List<object?> list => list,
        string text when text.TrimStart().StartsWith('[') => (List<object?>)ParseJson(text)!,
        string text => [text],
        IEnumerable list and not IReadOnlyDictionary<string, object?> => [.. list.Cast<object?>()],
        _ => throw new ActivityFault($"A value of kind {Kind(value)} cannot become a list."),
    };

    private static Array ToArray(object value, Type element)
    {
        var list = value is string text && element != typeof(string) && element != typeof(object) ? ParseList(text) : ToList(value);
        var array = Array.CreateInstance(element == typeof(JsonNode) ? typeof(object) : element, list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            array.SetValue(Convert(list[i], element), i);
        }

        return array;
    }

    private static List<object?> ParseList(string text) =>
        ParseJson(text) as List<object?> ?? throw new ActivityFault($"'{text}' is not a list. Accepted is JSON text such as [1, 2].");

    private static object? FromJsonText(object value) =>
        value is string text && text.AsSpan().TrimStart() is ['{' or '[', ..] ? ParseJson(text) : value;

    private static object? ParseJson(string text)
    {
        try
        {
            return ValueJson.Parse(text);
        }
        catch (System.Text.Json.JsonException broken)
        {
            throw new ActivityFault($"The text is not JSON: {broken.Message}", broken);
        }
    }

    // Back into the value model: what a variable holds has no .NET arrays and no narrow numbers.
    private static object? Normalize(object? value) => value switch
    {
        byte[] or string or null => value,
        short or int => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        Array array => array.Cast<object?>().Select(Normalize).ToList(),
        _ => value,
    };

    private static string Kind(object value) => value switch
    {
        string => "text",
        bool => "boolean",
        long or int or double or decimal => "number",
        IReadOnlyDictionary<string, object?> => "object",
        IEnumerable => "list",
        _ => value.GetType().Name,
    };
}
