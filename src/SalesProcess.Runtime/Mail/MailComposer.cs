using System.Security.Cryptography;
using System.Text;
using MimeKit;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Mail;

/// <summary>Writes a mail to one person. The same mail again has the same bytes as long as its task is the same, and the same <c>Message-Id</c> in any case.</summary>
internal sealed class MailComposer(MailOptions options, MailTemplates templates, CompanyRules rules)
{
    /// <summary>The part of the <c>Message-Id</c> before the @. A hash: a receiver learns no numbers from it.</summary>
    /// <param name="act">The act's place in the record.</param>
    public static string Id(string taskId, long act, Notice notice) => Hash($"{taskId} {act} {notice.Receiver} {Notice.Name(notice.Kind)}");

    public MimeMessage Compose(QueuedMail mail, UserTask task, Person receiver)
    {
        var language = receiver.Language ?? options.Language;
        var zone = rules.Calendars.GetValueOrDefault(task.Calendar ?? options.Calendar)?.TimeZone ?? TimeZoneInfo.Utc;
        var template = templates.For(mail.Notice.Kind, language);
        var values = MailValues.Of(receiver, task, language, new Uri(options.BaseLink, $"tasks/{Uri.EscapeDataString(task.Id)}"), zone);
        var message = new MimeMessage
        {
            Date = TimeZoneInfo.ConvertTime(mail.At, zone),
            MessageId = $"{mail.Id}@{options.From.Domain}",
            Subject = template.Subject(values),
            Body = new MultipartAlternative { new TextPart("plain") { Text = template.Text(values) }, new TextPart("html") { Text = template.Html(values) } },
        };
        message.From.Add(options.From);
        message.To.Add(new MailboxAddress(MailText.Clean(receiver.Name), receiver.Email!));
        // All mails about a task stand together in a mailbox.
        message.References.Add($"{Hash(task.Id)}@{options.From.Domain}");
        message.Headers.Add(HeaderId.ContentLanguage, language);
        // So that no absence note comes back.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Body.ContentType.Boundary = $"={mail.Id}=";
        return message;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
