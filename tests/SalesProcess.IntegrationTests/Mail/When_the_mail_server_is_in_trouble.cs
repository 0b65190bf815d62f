using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpServer.Protocol;

namespace SalesProcess.IntegrationTests.Mail;

public sealed class When_the_mail_server_is_in_trouble
{
    [Test]
    public async Task A_server_that_is_down_gets_it_when_it_is_back_and_holds_up_nothing_else()
    {
        var port = MailPeer.FreePort();
        await using var world = new MailWorld(port);
        await world.AssignedAsync();
        await world.UntilAsync("an attempt", () => Attempts(world) > 1);
        var other = await world.Wire.TaskAsync();
        await world.ActAsync(other, "complete", """{"action":"Yes"}""");
        Assert.That(world.Wire.Server.Database.Count("SELECT count(*) FROM outbox"), Is.Zero);

        await using var peer = MailPeer.Start(port: port);
        await world.UntilAsync("the mail", () => !peer.Handed.IsEmpty);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed, Has.Count.EqualTo(1));
        Assert.That(world.Wire.Server.Database.Count("SELECT count(*) FROM mails"), Is.Zero);
    }

    [Test]
    public async Task A_refusal_that_may_pass_is_tried_again_after_growing_pauses_as_the_same_mail()
    {
        var times = new List<DateTimeOffset>();
        MailWorld world = null!;
        await using var peer = MailPeer.Start((count, _, _) =>
        {
            times.Add(world.Wire.Server.Clock!.GetUtcNow());
            return Task.FromResult(count < 4 ? new SmtpResponse(SmtpReplyCode.InsufficientStorage, "later") : SmtpResponse.Ok);
        });
        await using (world = new MailWorld(peer.Port))
        {
            await world.AssignedAsync();
            await world.UntilAsync("the fourth attempt", () => peer.Handed.Count == 4);
            await world.UntilQuietAsync();
        }

        var pauses = times.Zip(times.Skip(1), (a, b) => b - a).ToList();
        Assert.That(peer.Handed.Select(m => m.Id).Distinct(), Has.Exactly(1).Items);
        Assert.That(peer.Handed.Select(m => m.Bytes), Is.All.EqualTo(peer.Handed.First().Bytes));
        Assert.That(pauses, Is.Ordered);
        Assert.That(pauses[0], Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(pauses[2], Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(4)));
    }

    [Test]
    public async Task What_is_refused_for_good_is_given_up_at_once_and_the_others_leave()
    {
        await using var peer = MailPeer.Start((_, mail, _) => Task.FromResult(mail.Receivers.Contains("bob@example.com") ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user") : SmtpResponse.Ok));
        await using var world = new MailWorld(peer.Port);
        await world.AssignedAsync("bob");
        await world.AssignedAsync("carl");
        await world.UntilAsync("both", () => peer.Handed.Count == 2);
        await world.UntilQuietAsync();
        world.Wire.Server.Clock!.Advance(TimeSpan.FromHours(5));
        await world.AssignedAsync("dora");
        await world.UntilAsync("the next", () => peer.Handed.Count > 2);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Select(m => m.Receivers.Single()), Is.EquivalentTo(new[] { "bob@example.com", "carl@example.com", "dora@example.com" }));
        Assert.That(
            world.Wire.Server.Database.Query("SELECT receiver, last_error, attempts FROM mails WHERE failed_at IS NOT NULL", r => (r.GetString(0), r.GetString(1), r.GetInt32(2))),
            Is.EqualTo(new[] { ("bob", "550 no such user", 1) }));
    }

    [Test]
    public async Task An_administrator_sees_what_was_given_up_and_has_it_sent_again_or_drops_it()
    {
        var isFull = true;
        await using var peer = MailPeer.Start((_, _, _) => Task.FromResult(isFull ? new SmtpResponse(SmtpReplyCode.SizeLimitExceeded, "mailbox full") : SmtpResponse.Ok));
        await using var world = new MailWorld(peer.Port);
        var task = await world.AssignedAsync("bob");
        world.Wire.Server.Clock!.Advance(TimeSpan.FromSeconds(1));
        await world.AssignedAsync("carl");
        await world.UntilAsync("both are given up", () => world.Wire.Server.Database.Count("SELECT count(*) FROM mails WHERE failed_at IS NOT NULL") == 2);

        var page = (await world.Wire.SendAsync("GET", "/mails?state=failed&limit=1", "adam")).Json;
        var (first, cursor) = (page["items"]![0]!, page["nextCursor"]!.ToString());
        var second = (await world.Wire.SendAsync("GET", $"/mails?state=failed&limit=1&cursor={cursor}", "adam")).Json["items"]!.AsArray().Single()!;
        Assert.That(($"{first["receiver"]} {first["kind"]} {first["taskId"]} {first["attempts"]} {first["error"]}", second["receiver"]!.ToString()), Is.EqualTo(($"bob assigned {task} 1 552 mailbox full", "carl")));
        Assert.That((await world.Wire.SendAsync("GET", "/mails?state=waiting", "adam")).Json["items"]!.AsArray(), Is.Empty);
        (await world.Wire.SendAsync("GET", "/mails", "anna")).Problem(403, "permission-missing");
        (await world.Wire.SendAsync("POST", $"/mails/{first["id"]}/retry", "anna")).Problem(403, "permission-missing");
        (await world.Wire.SendAsync("POST", "/mails/unknown/retry", "adam")).Problem(404, "not-found");
        Assert.That((await world.Wire.SendAsync("GET", "metrics", "adam")).Text, Does.Contain("salesprocess_mails_failed 2").Or.Contain("salesprocess_mails_failed{otel_scope_name=\"SalesProcess\"} 2"));

        isFull = false;
        Assert.That((await world.Wire.SendAsync("POST", $"/mails/{first["id"]}/retry", "adam")).Status, Is.EqualTo(204));
        Assert.That((await world.Wire.SendAsync("DELETE", $"/mails/{second["id"]}", "adam")).Status, Is.EqualTo(204));
        await world.UntilAsync("it has left", () => peer.Handed.Count == 3);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Last().Receivers, Is.EqualTo(new[] { "bob@example.com" }));
        Assert.That(peer.Handed.Last().Id, Does.StartWith($"{first["id"]}@"));
        Assert.That(world.Wire.Server.Database.Count("SELECT count(*) FROM mails"), Is.Zero);
    }

    [Test]
    public async Task What_cannot_leave_for_days_is_given_up()
    {
        await using var world = new MailWorld(MailPeer.FreePort(), null, ("Mail:GiveUpAfter", "02:00:00"));
        await world.AssignedAsync();
        await world.UntilAsync("an attempt", () => Attempts(world) > 0);
        world.Wire.Server.Clock!.Advance(TimeSpan.FromHours(2));
        await world.UntilAsync("it is given up", () => world.Wire.Server.Database.Count("SELECT count(*) FROM mails WHERE failed_at IS NOT NULL AND next_at IS NULL") == 1);
    }

    [Test]
    public async Task A_server_that_hangs_is_left_in_time_and_gets_the_same_mail_again()
    {
        await using var peer = MailPeer.Start(async (count, _, _) =>
        {
            await Task.Delay(count == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
            return SmtpResponse.Ok;
        });
        await using var world = new MailWorld(peer.Port, null, ("Mail:Timeout", "00:00:30"));
        await world.AssignedAsync();
        await world.UntilAsync("a second attempt", () => peer.Handed.Count > 1);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Select(m => m.Id).Distinct(), Has.Exactly(1).Items);
        Assert.That(world.Wire.Server.Clock!.GetUtcNow() - MailWorld.Start, Is.GreaterThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task A_connection_that_is_lost_after_the_mail_and_before_the_answer_repeats_it_under_the_same_id()
    {
        await using var peer = MailPeer.Start((count, _, context) =>
        {
            if (count == 1)
            {
                ((IDisposable)context.Pipe).Dispose();
            }

            return Task.FromResult(SmtpResponse.Ok);
        });
        await using var world = new MailWorld(peer.Port);
        await world.AssignedAsync();
        await world.UntilAsync("a second attempt", () => peer.Handed.Count == 2);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Select(m => m.Id).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task It_leaves_over_TLS_to_a_server_that_is_trusted()
    {
        using var certificate = Certificate("localhost");
        await using var peer = MailPeer.Start(certificate: certificate);
        var file = await PemAsync(certificate);
        await using var world = new MailWorld(peer.Port, null, ("Mail:Host", "localhost"), ("Mail:Tls", "Required"), ("Mail:TrustedCertificate", file));
        await world.AssignedAsync();
        await world.UntilAsync("a mail", () => !peer.Handed.IsEmpty);

        Assert.That(peer.Handed.Single().IsSecure, Is.True);
    }

    [TestCase("localhost", false, "certificate")]
    [TestCase("elsewhere.example.com", true, "certificate")]
    [TestCase(null, false, "STARTTLS")]
    public async Task Nothing_is_sent_to_a_server_that_cannot_prove_who_it_is(string? name, bool trusted, string reason)
    {
        using var certificate = name is null ? null : Certificate(name);
        await using var peer = MailPeer.Start(certificate: certificate);
        await using var world = new MailWorld(peer.Port, null, ("Mail:Host", "localhost"), ("Mail:Tls", "Required"), ("Mail:TrustedCertificate", trusted ? await PemAsync(certificate!) : ""));
        await world.AssignedAsync();
        await world.UntilAsync("an attempt", () => Attempts(world) > 0);

        Assert.That(world.Wire.Server.Database.Query("SELECT last_error FROM mails", r => r.GetString(0)).Single(), Does.Contain(reason));
        Assert.That(peer.Handed, Is.Empty);
    }

    private static long Attempts(MailWorld world) => world.Wire.Server.Database.Count("SELECT coalesce(sum(attempts), 0) FROM mails");

    private static async Task<string> PemAsync(X509Certificate2 certificate)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{certificate.Thumbprint}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        return file;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        // The service's clock is the test's; a certificate is checked by the machine's.
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
