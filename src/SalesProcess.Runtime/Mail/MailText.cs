using System.Globalization;
using System.Text;

namespace SalesProcess.Runtime.Mail;

/// <summary>Texts of others on their way into a mail.</summary>
internal static class MailText
{
    private const int MaxLength = 300;

    /// <summary>
    /// One line of visible text. A line break would begin another header, an encoded word (<c>=?…?=</c>) would be decoded into anything, and a control of the
    /// writing direction would make it read otherwise than it is.
    /// </summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        var space = false;
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                space = clean.Length > 0;
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
            {
                continue;
            }

            if (clean.Length >= MaxLength)
            {
                clean.Append('…');
                break;
            }

            clean.Append(space ? " " : "").Append(rune.ToString());
            space = false;
        }

        return clean.Replace("=?", "= ?").ToString();
    }
}
