using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using MimeKit;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Mail;

/// <summary>Reads the section <c>Mail</c> and collects what is wrong in it.</summary>
internal sealed class MailSettings(IConfiguration section)
{
    private static readonly string[] Languages = ["en", "zh"];

    private readonly List<string> _faults = [];

    public MailOptions Read()
    {
        string[] known = [.. typeof(MailOptions).GetProperties().Select(p => p.Name)];
        _faults.AddRange(section.GetChildren().Where(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase))
            .Select(c => $"Mail:{c.Key} is no option. There are {string.Join(", ", known)}."));
        var tls = Tls();
        var options = new MailOptions
        {
            Host = Host(),
            Port = Number("Port", tls == MailTls.Implicit ? 465 : 587, 1, 65_535),
            Tls = tls,
            TrustedCertificate = Certificate(),
            User = section["User"],
            Password = section["Password"],
            From = From(),
            BaseLink = BaseLink(),
            Language = Language(),
            Calendar = section["Calendar"] ?? "china",
            FewCandidates = Number("FewCandidates", 5, 0, 100),
            Timeout = Time("Timeout", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            GiveUpAfter = Time("GiveUpAfter", TimeSpan.FromDays(2), TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        };
        CheckSignIn(options);
        return _faults.Count == 0 ? options : throw new ConfigurationFault("The section Mail of the configuration", _faults);
    }

    private string Host()
    {
        var host = section["Host"]!.Trim();
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            _faults.Add($"Mail:Host is '{host}'. Accepted is the name or the address of a mail server, such as smtp.example.com; its port stands in Mail:Port.");
        }

        return host;
    }

    private MailTls Tls()
    {
        var text = section["Tls"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return MailTls.Required;
        }

        if (!text.All(char.IsAsciiDigit) && Enum.TryParse<MailTls>(text, ignoreCase: true, out var tls))
        {
            return tls;
        }

        _faults.Add($"Mail:Tls is '{text}'. Accepted are Required (STARTTLS), Implicit (TLS from the beginning) and None.");
        return MailTls.Required;
    }

    private string? Certificate()
    {
        if (section["TrustedCertificate"] is not { Length: > 0 } file)
        {
            return null;
        }

        try
        {
            using var read = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            _faults.Add($"Mail:TrustedCertificate is '{file}', which is no certificate in PEM that can be read: {fault.Message}");
        }

        return file;
    }

    private MailboxAddress From()
    {
        // Without a host of its own the address could not be answered, nor could ids of mails be unique.
        if (MailboxAddress.TryParse(section["From"] ?? "", out var from) && from.Domain.Length > 0)
        {
            return from;
        }

        _faults.Add($"Mail:From is '{section["From"]}'. Accepted is the sender's address, such as sales@example.com or \"Sales <sales@example.com>\".");
        return new MailboxAddress("", "nobody@example.com");
    }

    private Uri BaseLink()
    {
        var text = section["BaseLink"];
        if (Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" && link is { Query: "", Fragment: "", UserInfo: "" })
        {
            return link.AbsolutePath.EndsWith('/') ? link : new Uri($"{link.AbsoluteUri}/");
        }

        _faults.Add($"Mail:BaseLink is '{text}'. Accepted is the address of the page where people work, such as https://sales.example.com/; a task is at tasks/<id> below it.");
        return new Uri("http://localhost/");
    }

    private string Language()
    {
        var language = section["Language"] ?? "en";
        if (!Languages.Contains(language, StringComparer.Ordinal))
        {
            _faults.Add($"Mail:Language is '{language}'. Accepted are {string.Join(" and ", Languages)}.");
        }

        return language;
    }

    private void CheckSignIn(MailOptions options)
    {
        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
        {
            _faults.Add(string.IsNullOrEmpty(options.User) ? "Mail:Password is set, but not Mail:User." : "Mail:User is set, but not Mail:Password.");
        }

        if (options.Tls == MailTls.None && !string.IsNullOrEmpty(options.Password))
        {
            _faults.Add("Mail:Password would be sent in clear, because Mail:Tls is None. Set it to Required or Implicit.");
        }
    }

    private int Number(string name, int usual, int from, int to)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
        {
            return number;
        }

        _faults.Add($"Mail:{name} is '{text}'. Accepted are numbers from {from} to {to}.");
        return usual;
    }

    private TimeSpan Time(string name, TimeSpan usual, TimeSpan from, TimeSpan to)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            return usual;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= from && time <= to)
        {
            return time;
        }

        _faults.Add($"Mail:{name} is '{text}'. Accepted are times from {from:c} to {to:c}, written as days.hours:minutes:seconds.");
        return usual;
    }
}
