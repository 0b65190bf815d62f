using System.Globalization;
using System.Text;

namespace SalesProcess.Tasks;

/// <summary>
/// What a file may be called, and where a link may lead. A name names no place on any disk of ours; whoever saves the file under it should not be misled by it either.
/// </summary>
public static class AttachmentRules
{
    public const int MaxNameLength = 255;

    public const int MaxUriLength = 2000;

    private const int Shown = 60;

    /// <summary>Why a name is not accepted, with the offending part; null if it is.</summary>
    public static string? NameFault(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "A file needs a name that is not blank, for example offer.pdf.";
        }

        if (name.Length > MaxNameLength)
        {
            return $"The name '{Visible(name)}' has {name.Length} characters; at most {MaxNameLength} are accepted.";
        }

        if (name is "." or ".." || name.AsSpan().ContainsAny('/', '\\'))
        {
            return $"'{Visible(name)}' is a path. Accepted is the name of the file alone, without / and \\.";
        }

        var hidden = name.EnumerateRunes().Where(IsHidden).Select(Code).Distinct(StringComparer.Ordinal).ToList();
        return hidden.Count == 0
            ? null
            : $"The name '{Visible(name)}' holds {string.Join(", ", hidden)}: control characters and those that turn the direction of writing are not accepted in a name.";
    }

    /// <summary>Why a link is not accepted; null if it is. Only addresses of the web: whoever follows it should get a page, and run nothing.</summary>
    public static string? UriFault(string uri)
    {
        if (uri.Length > MaxUriLength)
        {
            return $"The address has {uri.Length} characters; at most {MaxUriLength} are accepted.";
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || (parsed.Scheme != Uri.UriSchemeHttps && parsed.Scheme != Uri.UriSchemeHttp) || uri.EnumerateRunes().Any(IsHidden))
        {
            return $"'{Visible(uri)}' is no address of the web. Accepted is one like https://files.example.com/offer.pdf.";
        }

        return parsed.UserInfo.Length == 0 ? null : $"The address at {parsed.Host} holds a user's name or password. Those must not be in an address that others read.";
    }

    // Written so that nothing in it acts on whoever reads the message.
    private static string Visible(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Take(Shown))
        {
            text.Append(IsHidden(rune) ? $"[{Code(rune)}]" : rune.ToString());
        }

        return name.EnumerateRunes().Skip(Shown).Any() ? $"{text}…" : text.ToString();
    }

    private static string Code(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
