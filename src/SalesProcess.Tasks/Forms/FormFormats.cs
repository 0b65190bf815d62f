using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesProcess.Tasks;

/// <summary>The formats a form may ask for.</summary>
internal static class FormFormats
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex DateTimeText = new(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", Options);

    private static readonly Regex EmailText = new(@"\A[^\s@<>()\[\],;:""\\]+@[^\s@<>()\[\],;:""\\.]+(\.[^\s@<>()\[\],;:""\\.]+)+\z", Options);

    private static readonly Regex UriText = new(@"\A[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>""{}|\\^`]+\z", Options);

    /// <summary>What each format looks like, for those who got it wrong.</summary>
    public static readonly IReadOnlyDictionary<string, LocalizedText> Known = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        ["date-time"] = new("a time with its offset such as 2026-11-23T09:00:00+08:00", "带时区的时间,例如 2026-11-23T09:00:00+08:00"),
        ["date"] = new("a date such as 2026-11-23", "日期,例如 2026-11-23"),
        ["email"] = new("a mail address such as name@example.com", "电子邮箱,例如 name@example.com"),
        ["uri"] = new("a full address such as https://example.com/file", "完整网址,例如 https://example.com/file"),
    };

    public static bool Fits(string format, string value) => format switch
    {
        "date-time" => DateTimeText.IsMatch(value) && DateTimeOffset.TryParse(Seconds(value), CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "email" => EmailText.IsMatch(value),
        "uri" => UriText.IsMatch(value) && Uri.TryCreate(value, UriKind.Absolute, out _),
        _ => true,
    };

    // More digits of a second than .NET keeps are still a time.
    private static string Seconds(string value)
    {
        var point = value.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return value;
        }

        var end = point + 1;
        while (char.IsAsciiDigit(value[end]))
        {
            end++;
        }

        return value[..Math.Min(end, point + 8)] + value[end..];
    }
}
