using System.Globalization;
using System.Text.Json;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Takes the members of a body one by one, and remembers everything that is wrong with them and every member that nobody took.</summary>
internal sealed class BodyFields(JsonElement? body)
{
    private const int MaxText = 10_000;

    private readonly List<FieldError> _faults = [];
    private readonly List<string> _known = [];

    /// <summary>A body that has to be there.</summary>
    public static bool IsMissing(JsonElement? body) => body is null;

    /// <summary>Is the member there, be it null? Asking makes it a known one.</summary>
    public bool Has(string name)
    {
        Know(name);
        return body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out _);
    }

    public string? Text(string name, bool required = false, int max = MaxText)
    {
        var value = Take(name, required);
        if (value is not { ValueKind: JsonValueKind.String })
        {
            WrongKind(value, name, "a text");
            return null;
        }

        var text = value.Value.GetString()!;
        if (required && string.IsNullOrWhiteSpace(text))
        {
            _faults.Add(new FieldError($"/{name}", "required", $"'{name}' must not be blank."));
        }
        else if (text.Length > max)
        {
            _faults.Add(new FieldError($"/{name}", "too-long", $"'{name}' has {text.Length} characters; at most {max} are accepted."));
        }

        return text;
    }

    public bool? Flag(string name)
    {
        var value = Take(name, required: false);
        if (value is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag)
        {
            return flag.GetBoolean();
        }

        WrongKind(value, name, "true or false");
        return null;
    }

    public int? Whole(string name, int min)
    {
        var value = Take(name, required: false);
        if (value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) && whole >= min)
        {
            return whole;
        }

        WrongKind(value, name, $"a whole number from {min}");
        return null;
    }

    public DateTimeOffset? Time(string name, bool required = false)
    {
        var value = Take(name, required);
        if (value is { ValueKind: JsonValueKind.String } text && Times.TryParse(text.GetString()!, out var time))
        {
            return time;
        }

        WrongKind(value, name, "a time as RFC 3339, for example 2026-11-23T09:00:00+08:00");
        return null;
    }

    /// <summary>A list of texts; empty if it is not there.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var value = Take(name, required: false);
        if (value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        WrongKind(value, name, "a list of texts");
        return [];
    }

    /// <summary>A list that must be there, of a number of items between these.</summary>
    public IReadOnlyList<JsonElement> Items(string name, int min, int max)
    {
        var value = Take(name, required: true);
        if (value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() >= min && list.GetArrayLength() <= max)
        {
            return [.. list.EnumerateArray()];
        }

        if (value is { ValueKind: JsonValueKind.Array } other)
        {
            _faults.Add(new FieldError($"/{name}", "size", $"'{name}' has {other.GetArrayLength()} items. Accepted: {min} to {max}."));
            return [];
        }

        WrongKind(value, name, "a list");
        return [];
    }

    /// <summary>JSON as it was sent; null if it is not there.</summary>
    public JsonElement? Json(string name) => Take(name, required: false);

    /// <summary>Takes the members of something inside of the body; what is wrong with them is told at its place.</summary>
    public T Within<T>(string pointer, JsonElement json, Func<BodyFields, T> read)
    {
        var inner = new BodyFields(json);
        var result = read(inner);
        inner.Finish();
        foreach (var fault in inner._faults)
        {
            _faults.Add(fault with { Pointer = pointer + fault.Pointer, Message = fault is { Pointer.Length: 0, Code: "type" } ? "It must be a JSON object." : fault.Message });
        }

        return result;
    }

    /// <summary>Any JSON value.</summary>
    public object? Value(string name) => Take(name, required: false) is { } value ? ValueJson.FromElement(value) : null;

    /// <summary>An object; empty if it is not there.</summary>
    public IReadOnlyDictionary<string, object?> Map(string name)
    {
        var value = Take(name, required: false);
        if (value is { ValueKind: JsonValueKind.Object } map)
        {
            return (Dictionary<string, object?>)ValueJson.FromElement(map)!;
        }

        WrongKind(value, name, "an object");
        return new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    /// <summary>Everything that was wrong, with the members that are not known here.</summary>
    public Refusal? Finish()
    {
        if (body is { ValueKind: JsonValueKind.Object } json)
        {
            foreach (var property in json.EnumerateObject().Where(p => !_known.Contains(p.Name)))
            {
                _faults.Add(new FieldError(
                    $"/{Escape(property.Name)}",
                    "unknown-member",
                    _known.Count == 0 ? $"'{property.Name}' is not known here; no member is." : $"'{property.Name}' is not known here. Accepted: {string.Join(", ", _known)}."));
            }
        }
        else if (body is not null)
        {
            _faults.Insert(0, new FieldError("", "type", "The body must be a JSON object."));
        }

        return _faults.Count == 0 ? null : Refused.Malformed(string.Join(' ', _faults.Select(f => f.Message)), _faults);
    }

    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Notes what is wrong inside of a member.</summary>
    public void Fault(string pointer, string code, string message) => _faults.Add(new FieldError(pointer, code, message));

    private void Know(string name)
    {
        if (!_known.Contains(name, StringComparer.Ordinal))
        {
            _known.Add(name);
        }
    }

    private JsonElement? Take(string name, bool required)
    {
        Know(name);
        if (body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required && body is null or { ValueKind: JsonValueKind.Object })
        {
            if (required)
            {
                _faults.Add(new FieldError($"/{name}", "required", $"'{name}' is required."));
            }
        }

        return null;
    }

    private void WrongKind(JsonElement? value, string name, string expected)
    {
        if (value is { } wrong)
        {
            var raw = wrong.GetRawText();
            _faults.Add(new FieldError($"/{name}", "type", $"'{name}' must be {expected}, not {(raw.Length > 60 ? raw[..60] + "…" : raw)}."));
        }
    }
}

/// <summary>Times on the wire: RFC 3339, always with their offset.</summary>
internal static class Times
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        var hasOffset = text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 6 && text[^6] is '+' or '-');
        time = default;
        return hasOffset && DateTimeOffset.TryParseExact(text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
