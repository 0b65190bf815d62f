using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace SalesProcess.Tasks;

/// <summary>
/// A pattern of a form. Patterns are written in JavaScript's dialect, so that every client checks the same; where .NET reads it differently it is translated:
/// digits and word characters are those of ASCII, and the end of the text is its very end.
/// </summary>
internal sealed class FormPattern
{
    // The pattern is ours, the text is not: no answer may keep a run busy.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // The same few patterns stand in many forms, and preparing one takes a while.
    private static readonly ConcurrentDictionary<string, FormPattern> Prepared = new(StringComparer.Ordinal);

    private readonly Regex _regex;

    private FormPattern(string text)
    {
        Text = text;
        var translated = Translate(text);
        Regex? linear = null;
        try
        {
            linear = new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back-references need the backtracking engine.
        }

        _regex = linear ?? new Regex(translated, RegexOptions.CultureInvariant, Longest);
    }

    public string Text { get; }

    /// <exception cref="ArgumentException">The text is no pattern.</exception>
    public static FormPattern Of(string text) => Prepared.GetOrAdd(text, static t => new FormPattern(t));

    public bool Fits(string value)
    {
        try
        {
            return _regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that takes this long to compare is not what the pattern describes.
            return false;
        }
    }

    private static string Translate(string pattern)
    {
        var result = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length:
                    result.Append(Escape(pattern[++i], inClass));
                    break;
                case '[':
                    // JavaScript knows no classes within classes.
                    result.Append(inClass ? "\\[" : "[");
                    inClass = true;
                    break;
                case ']':
                    result.Append(c);
                    inClass = false;
                    break;
                case '$' when !inClass:
                    result.Append("\\z");
                    break;
                case '.' when !inClass:
                    result.Append("[^\\n\\r\\u2028\\u2029]");
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    private static string Escape(char c, bool inClass) => c switch
    {
        'd' => inClass ? "0-9" : "[0-9]",
        'D' when !inClass => "[^0-9]",
        'w' => inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]",
        'W' when !inClass => "[^A-Za-z0-9_]",
        '/' => "/",
        _ => $"\\{c}",
    };
}
