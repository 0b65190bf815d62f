using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesProcess.Engine.Values;

/// <summary>
/// Values between JSON and the engine. Inside the engine a value is null, bool, long, double, decimal, string, DateTimeOffset, TimeSpan, Guid,
/// byte[], List&lt;object?&gt; or Dictionary&lt;string, object?&gt;. Plain JSON is for people and programs outside; stored JSON keeps the kinds that JSON
/// does not have under a tag.
/// </summary>
public static class ValueJson
{
    private const string Tag = "$t";

    /// <summary>Non-ASCII text is not escaped, as Elsa writes it.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(FromElement).ToList(),
        _ => ReadObject(element),
    };

    public static object? FromNode(JsonNode? node) => node switch
    {
        null => null,
        JsonObject o => o.ToDictionary(p => p.Key, p => FromNode(p.Value), StringComparer.Ordinal),
        JsonArray a => a.Select(FromNode).ToList(),
        _ => FromElement(JsonSerializer.SerializeToElement(node)),
    };

    /// <summary>Reads plain JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object? Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return FromElement(document.RootElement);
    }

    public static string Format(object? value, bool indented = false) => System.Text.Encoding.UTF8.GetString(FormatBytes(value, indented));

    public static byte[] FormatBytes(object? value, bool indented = false)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? Indented : Writing))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value as plain JSON.</summary>
    public static void Write(Utf8JsonWriter writer, object? value) => Write(writer, value, tagged: false);

    /// <summary>Writes a value so that <see cref="ReadStored"/> gives the same value with the same kinds.</summary>
    public static void WriteStored(Utf8JsonWriter writer, object? value) => Write(writer, value, tagged: true);

    /// <summary>The stored form as text.</summary>
    public static string Stored(object? value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            WriteStored(writer, value);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc cref="ReadStored"/>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object? ParseStored(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadStored(document.RootElement);
    }

    /// <summary>Reads what <see cref="WriteStored"/> wrote.</summary>
    public static object? ReadStored(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().Select(ReadStored).ToList();
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return FromElement(element);
        }

        if (!element.TryGetProperty(Tag, out var tag))
        {
            return ReadStoredObject(element);
        }

        var inner = element.GetProperty("v");
        return tag.GetString() switch
        {
            "time" => inner.GetDateTimeOffset(),
            "span" => new TimeSpan(inner.GetInt64()),
            "guid" => inner.GetGuid(),
            "bytes" => inner.GetBytesFromBase64(),
            "decimal" => inner.GetDecimal(),
            "double" => inner.ValueKind == JsonValueKind.String
                ? double.Parse(inner.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
                : inner.GetDouble(),
            _ => ReadStoredObject(inner),
        };
    }

    private static void Write(Utf8JsonWriter writer, object? value, bool tagged)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            // An evaluated input such as the mode of a join; in files and journals it is its name.
            case Enum name: writer.WriteStringValue(name.ToString()); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: WriteDouble(writer, number, tagged); break;
            case decimal number: WriteScalar(writer, "decimal", tagged, () => writer.WriteNumberValue(number)); break;
            case DateTimeOffset time: WriteScalar(writer, "time", tagged, () => writer.WriteStringValue(time)); break;
            case TimeSpan span:
                WriteScalar(writer, "span", tagged, () =>
                {
                    if (tagged)
                    {
                        writer.WriteNumberValue(span.Ticks);
                    }
                    else
                    {
                        writer.WriteStringValue(span.ToString("c"));
                    }
                });
                break;
            case Guid guid: WriteScalar(writer, "guid", tagged, () => writer.WriteStringValue(guid)); break;
            case byte[] bytes: WriteScalar(writer, "bytes", tagged, () => writer.WriteBase64StringValue(bytes)); break;
            case IReadOnlyDictionary<string, object?> map: WriteObject(writer, map, tagged); break;
            case System.Collections.IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item, tagged);
                }

                writer.WriteEndArray();
                break;
            default: throw new InvalidOperationException($"A value of type {value.GetType()} is not part of the value model.");
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> map, bool tagged)
    {
        var escape = tagged && map.ContainsKey(Tag);
        if (escape)
        {
            writer.WriteStartObject();
            writer.WriteString(Tag, "object");
            writer.WritePropertyName("v");
        }

        writer.WriteStartObject();
        foreach (var (key, item) in map)
        {
            writer.WritePropertyName(key);
            Write(writer, item, tagged);
        }

        writer.WriteEndObject();
        if (escape)
        {
            writer.WriteEndObject();
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, double number, bool tagged)
    {
        if (!double.IsFinite(number))
        {
            if (tagged)
            {
                WriteScalar(writer, "double", tagged, () => writer.WriteStringValue(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
        else if (tagged && double.IsInteger(number))
        {
            WriteScalar(writer, "double", tagged, () => writer.WriteNumberValue(number));
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, string tag, bool tagged, Action write)
    {
        if (!tagged)
        {
            write();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(Tag, tag);
        writer.WritePropertyName("v");
        write();
        writer.WriteEndObject();
    }

    private static Dictionary<string, object?> ReadObject(JsonElement element)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            map[property.Name] = FromElement(property.Value);
        }

        return map;
    }

    private static Dictionary<string, object?> ReadStoredObject(JsonElement element)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            map[property.Name] = ReadStored(property.Value);
        }

        return map;
    }
}
