using Microsoft.Extensions.Configuration;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime.Mail;
using SalesProcess.Tasks;

namespace SalesProcess.IntegrationTests.Mail;

public sealed class When_mail_is_configured
{
    [Test]
    public void The_shipped_templates_are_right()
    {
        using var folder = CompanyFolder.Full();
        Assert.That(() => MailTemplates.Read(folder.Workflows), Throws.Nothing);
    }

    [Test]
    public void Everything_that_is_wrong_is_named_with_what_would_be_accepted()
    {
        var fault = Assert.Throws<ConfigurationFault>(() => Read(
            ("Host", "http://smtp"), ("Port", "70000"), ("Tls", "Sometimes"), ("From", "nobody"), ("BaseLink", "sales"), ("Language", "fr"), ("FewCandidates", "many"),
            ("Timeout", "5"), ("GiveUpAfter", "never"), ("User", "sales"), ("TrustedCertificate", "gone.pem"), ("Hots", "x")))!;

        Assert.That(fault.Faults, Has.Count.EqualTo(12), fault.Message);
        foreach (var part in new[]
        {
            "Mail:Host is 'http://smtp'", "Mail:Port is '70000'", "from 1 to 65535", "Mail:Tls is 'Sometimes'", "Required (STARTTLS)", "Mail:From is 'nobody'", "Mail:BaseLink is 'sales'", "Mail:Language is 'fr'",
            "Mail:FewCandidates is 'many'", "Mail:Timeout is '5'", "Mail:GiveUpAfter is 'never'", "not Mail:Password", "Mail:TrustedCertificate is 'gone.pem'", "Mail:Hots is no option",
        })
        {
            Assert.That(fault.Message, Does.Contain(part));
        }
    }

    [Test]
    public void A_password_is_not_sent_in_clear() =>
        Assert.That(() => Read(("Tls", "None"), ("User", "sales"), ("Password", "s3cr3t")), Throws.TypeOf<ConfigurationFault>().With.Message.Contains("in clear").And.Message.Not.Contains("s3cr3t"));

    [Test]
    public void What_is_not_said_is_sensible()
    {
        var options = Read();
        Assert.That((options.Port, options.Tls, options.Language, options.FewCandidates), Is.EqualTo((587, MailTls.Required, "en", 5)));
        Assert.That(Read(("Tls", "implicit")).Port, Is.EqualTo(465));
        Assert.That(options.BaseLink.AbsoluteUri, Is.EqualTo("https://sales.example.com/"));
    }

    [TestCase("Subject: {{ title }}\n--- text\n{{ receiver }}\n{{ bottomLine }}\n--- html\nx", "assigned.en.liquid:4: There is no variable 'bottomLine'. There are receiver, title")]
    [TestCase("Subject: {{ title }}\n--- text\nx\n--- html\n{% if due %}x", "assigned.en.liquid:5: '{% endif %}' was expected")]
    [TestCase("Subject: {{ title\n--- text\nx\n--- html\nx", "assigned.en.liquid:1: End of tag")]
    [TestCase("Subject: {{ title }}\n--- text\nx\ny {{ due | clock }}\n--- html\nx", "assigned.en.liquid:4: There is no filter 'clock'.")]
    [TestCase("Subject: {{ title }}\n--- text\nx\n--- html\n\n{% include 'other' %}", "assigned.en.liquid:6: 'include' is not possible")]
    [TestCase("Subject: {{ title }}\n--- html\nx", "assigned.en.liquid:1: A mail begins with")]
    [TestCase("Subject: {{ title }}\nmore\n--- text\nx\n--- html\nx", "assigned.en.liquid:2: The subject is one line")]
    [TestCase("Subject: {{ stage }}\n--- text\nx\n--- html\nx", "assigned.en.liquid:1: The subject is empty for a task without")]
    [TestCase("", "assigned.en.liquid:1: A mail begins with")]
    public void A_broken_template_is_told_with_file_and_line(string text, string fault)
    {
        using var folder = CompanyFolder.Full();
        File.WriteAllText(Path.Combine(folder.Workflows, "mails", "assigned.en.liquid"), text);
        File.Delete(Path.Combine(folder.Workflows, "mails", "opened.zh.liquid"));

        var told = Assert.Throws<ConfigurationFault>(() => MailTemplates.Read(folder.Workflows))!;
        Assert.That(told.Faults, Has.Some.Contains(fault).And.Some.Contains("mails/opened.zh.liquid: The file is missing."));
    }

    [Test]
    public void A_template_may_have_names_of_its_own()
    {
        using var folder = CompanyFolder.Full();
        File.WriteAllText(
            Path.Combine(folder.Workflows, "mails", "assigned.en.liquid"),
            "Subject: {% assign short = title | truncate: 20 %}{{ short }}\n--- text\n{% capture line %}{{ link }}{% endcapture %}{{ line }}{% for i in (1..2) %}{{ i }}{{ forloop.index }}{% endfor %}\n--- html\nx");
        Assert.That(() => MailTemplates.Read(folder.Workflows), Throws.Nothing);
    }

    private static MailOptions Read(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Host"] = "smtp.example.com", ["From"] = "sales@example.com", ["BaseLink"] = "https://sales.example.com" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return MailOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
