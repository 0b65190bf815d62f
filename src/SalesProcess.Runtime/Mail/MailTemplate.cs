using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Fluid;

namespace SalesProcess.Runtime.Mail;

/// <summary>A mail as its file gives it: a line <c>Subject: …</c>, then the parts below <c>--- text</c> and <c>--- html</c>, each of them Liquid.</summary>
internal sealed partial class MailTemplate
{
    private const string SubjectMark = "Subject:";
    private const string TextMark = "--- text";
    private const string HtmlMark = "--- html";

    private static readonly FluidParser Parser = new();

    private readonly IFluidTemplate _subject;
    private readonly IFluidTemplate _text;
    private readonly IFluidTemplate _html;

    private MailTemplate(IFluidTemplate subject, IFluidTemplate text, IFluidTemplate html) => (_subject, _text, _html) = (subject, text, html);

    /// <summary>Reads a file; null if anything is wrong with it.</summary>
    /// <param name="faults">Where each fault is added, with file and line.</param>
    public static MailTemplate? Parse(string file, string content, List<string> faults)
    {
        var before = faults.Count;
        var lines = content.ReplaceLineEndings("\n").Split('\n');
        var (text, html) = (Array.IndexOf(lines, TextMark), Array.IndexOf(lines, HtmlMark));
        if (!lines[0].StartsWith(SubjectMark, StringComparison.Ordinal) || text < 1 || html < text)
        {
            faults.Add($"{file}:1: A mail begins with a line '{SubjectMark} …'; below a line '{TextMark}' stands its text, and below a line '{HtmlMark}' the same as HTML.");
            return null;
        }

        if (lines[1..text].Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            faults.Add($"{file}:2: The subject is one line.");
        }

        var parts = new[] { Part(file, [lines[0][SubjectMark.Length..]], 0, faults), Part(file, lines[(text + 1)..html], text + 1, faults), Part(file, lines[(html + 1)..], html + 1, faults) };
        if (faults.Count > before)
        {
            return null;
        }

        var template = new MailTemplate(parts[0]!, parts[1]!, parts[2]!);
        template.Try(file, faults);
        return template;
    }

    public string Subject(TemplateContext values) => MailText.Clean(Render(_subject, values, NullEncoder.Default));

    public string Text(TemplateContext values) => Render(_text, values, NullEncoder.Default);

    /// <summary>Values are escaped.</summary>
    public string Html(TemplateContext values) => Render(_html, values, HtmlEncoder.Default);

    // What cannot be seen by reading shows when it is rendered once with everything and once with what is always there.
    private void Try(string file, List<string> faults)
    {
        foreach (var isFull in new[] { true, false })
        {
            var values = MailValues.Sample(isFull);
            try
            {
                if (Subject(values).Length == 0)
                {
                    faults.Add($"{file}:1: The subject is empty{(isFull ? "" : " for a task without business key, stage and due time")}.");
                }

                _ = Text(values) + Html(values);
            }
            catch (Exception failed) when (failed is FluidException or InvalidOperationException or FormatException or ArithmeticException or ArgumentException)
            {
                faults.Add($"{file}:1: It cannot be rendered: {failed.Message}");
            }
        }
    }

    // Nothing in a template has to be waited for.
    private static string Render(IFluidTemplate template, TemplateContext values, TextEncoder encoder) => template.Render(values, encoder).Trim() + "\n";

    private static IFluidTemplate? Part(string file, string[] lines, int above, List<string> faults)
    {
        if (!Parser.TryParse(string.Join('\n', lines), out var template, out var error))
        {
            var place = Place().Match(error);
            var line = place.Success ? int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
            faults.Add($"{file}:{above + line}: {error.Split('\n')[0]}");
            return null;
        }

        faults.AddRange(MailNames.Faults(template).Select(f => $"{file}:{above + LineOf(lines, f.Name)}: {f.Message}"));
        return template;
    }

    // Where a name stands first within a tag.
    private static int LineOf(string[] lines, string name) => Array.FindIndex(lines, line => Tags().Matches(line).Any(tag => Regex.IsMatch(tag.Value, $@"\b{Regex.Escape(name)}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))) + 1;

    [GeneratedRegex(@"\((\d+):\d+\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\{[{%].*?[}%]\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();
}
