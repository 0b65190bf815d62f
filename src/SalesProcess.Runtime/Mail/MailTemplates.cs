using System.Collections.Frozen;
using SalesProcess.Tasks;
using Directory = System.IO.Directory;

namespace SalesProcess.Runtime.Mail;

/// <summary>The templates of the company: <c>mails/&lt;kind&gt;.&lt;language&gt;.liquid</c> beside the definitions, one for each kind and language.</summary>
public sealed class MailTemplates
{
    private const string Folder = "mails";

    private static readonly string[] Languages = ["en", "zh"];

    private readonly FrozenDictionary<string, MailTemplate> _templates;

    private MailTemplates(IReadOnlyDictionary<string, MailTemplate> templates) => _templates = templates.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the templates of a workflows folder.</summary>
    /// <exception cref="ConfigurationFault">Templates are missing or wrong; each fault with file and line.</exception>
    public static MailTemplates Read(string workflows)
    {
        var faults = new List<string>();
        var templates = new Dictionary<string, MailTemplate>(StringComparer.Ordinal);
        foreach (var name in Notice.ByName.Keys.SelectMany(kind => Languages.Select(language => $"{kind}.{language}")))
        {
            var file = $"{Folder}/{name}.liquid";
            var path = Path.Combine(workflows, Folder, $"{name}.liquid");
            if (!File.Exists(path))
            {
                faults.Add($"{file}: The file is missing.");
            }
            else if (MailTemplate.Parse(file, File.ReadAllText(path), faults) is { } template)
            {
                templates[name] = template;
            }
        }

        return faults.Count == 0 ? new MailTemplates(templates) : throw new ConfigurationFault($"The templates of mails in '{workflows}'", faults);
    }

    /// <summary>Is there a folder of templates at all?</summary>
    public static bool AreThere(string workflows) => Directory.Exists(Path.Combine(workflows, Folder));

    internal MailTemplate For(NoticeKind kind, string language) => _templates[$"{Notice.Name(kind)}.{language}"];
}
