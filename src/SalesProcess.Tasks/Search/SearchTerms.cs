using System.Globalization;
using System.Text;

namespace SalesProcess.Tasks;

/// <summary>
/// Texts as a full-text index keeps them and as it is asked for them. A Chinese character is a term of its own and a word is a phrase of them, so that words of
/// two characters, and of one, are found without a dictionary; whatever is written with spaces is taken by its words.
/// </summary>
public static class SearchTerms
{
    private const int FirstWide = 0xFF01;
    private const int LastWide = 0xFF5E;

    /// <summary>The terms of a text, one beside the other.</summary>
    public static string Index(string? text) => string.Join(' ', Terms(text ?? "").Select(term => term.Text));

    /// <summary>What finds the texts that hold everything that stands between spaces; the last word of each may be only begun. Null if there is nothing to look for.</summary>
    public static string? Match(string text)
    {
        var phrases = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => Terms(part).ToList()).Where(terms => terms.Count > 0)
            .Select(terms => $"\"{string.Join(' ', terms.Select(term => term.Text))}\"{(terms[^1].IsWord ? " *" : "")}")
            .ToList();
        return phrases.Count == 0 ? null : string.Join(" AND ", phrases);
    }

    private static IEnumerable<(string Text, bool IsWord)> Terms(string text)
    {
        var word = new StringBuilder();
        foreach (var written in text.EnumerateRunes())
        {
            // As wide as a Chinese character, the letters are still the same.
            var rune = written.Value is >= FirstWide and <= LastWide ? new Rune(written.Value - FirstWide + '!') : written;
            var category = Rune.GetUnicodeCategory(rune);
            if (category is not UnicodeCategory.OtherLetter && (Rune.IsLetterOrDigit(rune) || category is UnicodeCategory.NonSpacingMark))
            {
                word.Append(rune.ToString());
                continue;
            }

            if (word.Length > 0)
            {
                yield return (word.ToString().ToLowerInvariant(), true);
                word.Clear();
            }

            if (category is UnicodeCategory.OtherLetter)
            {
                yield return (rune.ToString(), false);
            }
        }

        if (word.Length > 0)
        {
            yield return (word.ToString().ToLowerInvariant(), true);
        }
    }
}
