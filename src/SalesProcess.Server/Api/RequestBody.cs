using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>A JSON body, read strictly: every wrong, missing or unknown member is a fault, and all faults are told at once.</summary>
public sealed class RequestBody
{
    /// <summary>A JSON body may have this many bytes.</summary>
    public const int MaxBytes = 1_000_000;

    private const int MaxDepth = 64;

    private readonly IReadOnlyDictionary<string, object?> _members;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<FieldError> _faults = [];

    private RequestBody(IReadOnlyDictionary<string, object?> members) => _members = members;

    /// <summary>Reads the bytes of a request; a refusal if they are too many or no JSON object.</summary>
    public static async Task<(byte[] Bytes, Refusal? Refusal)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes)
        {
            return ([], TooLarge());
        }

        using var buffer = new MemoryStream((int)(request.ContentLength ?? 1024));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, ct)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return ([], TooLarge());
            }

            buffer.Write(chunk, 0, read);
        }

        var isJson = request.ContentType?.Split(';')[0].Trim().EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
        return buffer.Length > 0 && !isJson
            ? ([], new Refusal(ApiCodes.UnsupportedMediaType, $"The body is '{request.ContentType}'. Accepted is application/json."))
            : (buffer.ToArray(), null);
    }

    /// <summary>Parses a body; an empty one has no members.</summary>
    public static (RequestBody? Body, Refusal? Refusal) Parse(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return (new RequestBody(new Dictionary<string, object?>(StringComparer.Ordinal)), null);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind != JsonValueKind.Object
                ? (null, Malformed("The body must be a JSON object."))
                : Checked((IReadOnlyDictionary<string, object?>)ValueJson.FromElement(document.RootElement)!);
        }
        catch (JsonException broken)
        {
            return (null, Malformed($"The body is not JSON: {broken.Message}"));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate is valid JSON by grammar and no text.
            return (null, Malformed("The body contains text that is not valid Unicode (a lone surrogate)."));
        }
    }

    public string? Text(string name, bool required = false, int maxLength = 1_000) => Member<string>(name, required, "a text") is { } text
        ? text.Length > maxLength ? Fault<string>(name, "too-long", $"'{name}' has {text.Length} characters; at most {maxLength} are accepted.") : Filled(name, text, required)
        : null;

    public int? Number(string name) => Member<object>(name, required: false, "a whole number") switch
    {
        null => null,
        long number and > 0 and <= int.MaxValue => (int)number,
        var other => Fault<int?>(name, "wrong-type", $"'{name}' must be a positive whole number, not {ValueJson.Format(other)}."),
    };

    public DateTimeOffset? Time(string name) => Member<string>(name, required: false, "a time") is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && text.Contains('T') ? time
        : Fault<DateTimeOffset?>(name, "wrong-type", $"'{name}' must be an RFC 3339 time such as 2026-12-01T09:00:00+08:00, not '{text}'.");

    public IReadOnlyDictionary<string, object?>? Object(string name, bool required = false) => Member<Dictionary<string, object?>>(name, required, "an object");

    public object? Value(string name)
    {
        _known.Add(name);
        return _members.GetValueOrDefault(name);
    }

    /// <summary>All faults as one refusal, unknown members included; null if there is none.</summary>
    public Refusal? Refusal()
    {
        var accepted = _known.Count == 0 ? "none" : string.Join(", ", _known.Order(StringComparer.Ordinal));
        IReadOnlyList<FieldError> faults =
        [
            .. _faults,
            .. _members.Keys.Where(k => !_known.Contains(k)).Select(k => new FieldError($"/{k}", "unknown-member", $"'{k}' is not known here. Accepted: {accepted}.")),
        ];
        return faults.Count == 0 ? null : new Refusal(RefusalCodes.MalformedRequest, $"The body has {faults.Count} fault(s).", faults);
    }

    private T? Member<T>(string name, bool required, string what)
        where T : class
    {
        _known.Add(name);
        return _members.GetValueOrDefault(name) switch
        {
            null => required ? Fault<T>(name, "required", $"'{name}' is missing: {what}.") : null,
            T value => value,
            var other => Fault<T>(name, "wrong-type", $"'{name}' must be {what}, not {Short(other)}."),
        };
    }

    private string? Filled(string name, string text, bool required) =>
        required && string.IsNullOrWhiteSpace(text) ? Fault<string>(name, "required", $"'{name}' is blank.") : text;

    private T? Fault<T>(string name, string code, string message)
    {
        _faults.Add(new FieldError($"/{name}", code, message));
        return default;
    }

    private static (RequestBody?, Refusal?) Checked(IReadOnlyDictionary<string, object?> members)
    {
        var pointer = FindNul(members, "");
        return pointer is null
            ? (new RequestBody(members), null)
            : (null, new Refusal(RefusalCodes.MalformedRequest, "A text contains the character U+0000.", [new FieldError(pointer, "invalid-character", "The character U+0000 is not accepted.")]));
    }

    private static string? FindNul(object? value, string pointer) => value switch
    {
        string text => text.Contains('\0') ? pointer : null,
        IReadOnlyDictionary<string, object?> map => map.Select(p => p.Key.Contains('\0') ? pointer : FindNul(p.Value, $"{pointer}/{p.Key}")).FirstOrDefault(p => p is not null),
        List<object?> list => list.Select((item, i) => FindNul(item, $"{pointer}/{i}")).FirstOrDefault(p => p is not null),
        _ => null,
    };

    private static string Short(object? value)
    {
        var text = ValueJson.Format(value);
        return text.Length <= 60 ? text : new StringBuilder(text, 0, 60, 64).Append('…').ToString();
    }

    private static Refusal Malformed(string message) => new(RefusalCodes.MalformedRequest, message);

    internal static Refusal TooLarge() => new(RefusalCodes.PayloadTooLarge, $"The body has more than {MaxBytes} bytes.");
}
