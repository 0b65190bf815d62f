using Microsoft.Extensions.Configuration;
using MimeKit;

namespace SalesProcess.Runtime.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
internal enum MailTls
{
    /// <summary>STARTTLS, and nothing is sent without it.</summary>
    Required,

    /// <summary>TLS from the first byte, usually at port 465.</summary>
    Implicit,

    /// <summary>In clear: for a server on the same machine.</summary>
    None,
}

/// <summary>Section <c>Mail</c> of the configuration. No mail is sent without <c>Mail:Host</c>.</summary>
internal sealed record MailOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required MailTls Tls { get; init; }

    /// <summary>A PEM file with a certificate that is trusted besides those of the system: the company's own authority, or the server's own.</summary>
    public string? TrustedCertificate { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public required MailboxAddress From { get; init; }

    /// <summary>The page where people work; a task is at <c>tasks/{id}</c> below it.</summary>
    public required Uri BaseLink { get; init; }

    /// <summary>The language of those who have none in the directory.</summary>
    public required string Language { get; init; }

    /// <summary>The calendar in whose time zone due times are told.</summary>
    public required string Calendar { get; init; }

    /// <summary>A task that is open to more people than this is announced to none of them.</summary>
    public required int FewCandidates { get; init; }

    /// <summary>How long the server may take for one mail, the connection included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>A mail that could not leave for so long is given up.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    public static bool IsOn(IConfiguration section) => !string.IsNullOrWhiteSpace(section["Host"]);

    /// <exception cref="SalesProcess.Tasks.ConfigurationFault">Options are wrong; every one of them is named.</exception>
    public static MailOptions Read(IConfiguration section) => new MailSettings(section).Read();
}
