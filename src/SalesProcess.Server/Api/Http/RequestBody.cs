using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The body of a request, read once and completely, as strict JSON.</summary>
internal static class RequestBody
{
    /// <summary>Larger bodies are refused.</summary>
    public const long Limit = 1024 * 1024;

    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The body's bytes; null if there are more than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext http, long limit = Limit)
    {
        if (http.Request.ContentLength > limit)
        {
            return null;
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Is the body said to be JSON?</summary>
    public static bool IsJson(string? contentType)
    {
        var media = (contentType ?? "").AsSpan();
        var end = media.IndexOf(';');
        media = (end < 0 ? media : media[..end]).Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Parses the bytes. What JSON allows and a text or number of ours cannot be is refused too, all of it at once.</summary>
    public static (JsonElement Json, Refusal? Refusal) Parse(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return (default, Refused.Malformed("The body is not UTF-8."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            var root = document.RootElement.Clone();
            var faults = new List<FieldError>();
            Check(root, "", faults);
            return (root, faults.Count == 0 ? null : Refused.Malformed($"The body has {faults.Count} value(s) that cannot be kept.", faults));
        }
        catch (InvalidOperationException)
        {
            // Names are compared while the body is read, and half a surrogate pair has no UTF-8 to compare.
            return (default, Refused.Malformed("The body has a name with half a surrogate pair."));
        }
        catch (JsonException broken)
        {
            return (default, Refused.Malformed($"The body is not JSON as it is accepted here (no duplicate names, {MaxDepth} levels at most): {broken.Message}"));
        }
    }

    private static void Check(JsonElement json, string pointer, List<FieldError> faults)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    var name = TextOf(() => property.Name);
                    if (name is null)
                    {
                        faults.Add(new FieldError(pointer, "text-invalid", "A name holds NUL or half a surrogate pair."));
                    }
                    else
                    {
                        Check(property.Value, $"{pointer}/{BodyFields.Escape(name)}", faults);
                    }
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    Check(item, $"{pointer}/{index++}", faults);
                }

                break;
            case JsonValueKind.String when TextOf(json.GetString!) is null:
                faults.Add(new FieldError(pointer, "text-invalid", "The text holds NUL or half a surrogate pair."));
                break;
            case JsonValueKind.Number when !json.TryGetInt64(out _) && !double.IsFinite(json.GetDouble()):
                faults.Add(new FieldError(pointer, "number-out-of-range", $"{json.GetRawText()} is out of the range of numbers."));
                break;
        }
    }

    private static string? TextOf(Func<string?> read)
    {
        try
        {
            return read() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: such a text has no UTF-8.
            return null;
        }
    }
}
