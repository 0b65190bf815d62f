using System.Text;

namespace SalesProcess.Tasks;

/// <summary>Brings names, numbers, phones and mail addresses into the form in which two deals are compared.</summary>
public static class DuplicateKey
{
    private const int ShortestPhone = 6;

    /// <summary>The keys without blanks and repetitions, in their order.</summary>
    public static IReadOnlyList<string> Normalize(IEnumerable<string?> keys) =>
        [.. keys.Select(Normalize).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Case, width, spaces and punctuation do not count; a Chinese phone number is the same with and without +86. Null if nothing is left.</summary>
    public static string? Normalize(string? key)
    {
        var text = Narrow(key ?? "").Trim().ToLowerInvariant();
        var result = text.Contains('@') ? text.Replace(" ", "", StringComparison.Ordinal)
            : IsPhone(text) ? Phone(text)
            : string.Concat(text.EnumerateRunes().Where(Rune.IsLetterOrDigit));
        return result.Length == 0 ? null : result;
    }

    // Full-width forms to the usual ones.
    private static string Narrow(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = source[i] switch
            {
                >= '\uFF01' and <= '\uFF5E' and var wide => (char)(wide - 0xFEE0),
                '\u3000' => ' ',
                var other => other,
            };
        }
    });

    private static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) >= ShortestPhone && text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ' or '(' or ')' or '.' or '/');

    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = digits[2..];
        }

        return digits.StartsWith("86", StringComparison.Ordinal) && digits.Length > 11 ? digits[2..] : digits;
    }
}
