using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using AuthenticationException = MailKit.Security.AuthenticationException;

namespace SalesProcess.Runtime.Mail;

/// <summary>What became of one attempt to send a mail.</summary>
internal abstract record MailAttempt
{
    public sealed record Sent : MailAttempt;

    /// <summary>It may go better later.</summary>
    /// <param name="IsDown">Nothing else can be sent over this connection either.</param>
    public sealed record Failed(string Reason, bool IsDown) : MailAttempt;

    /// <summary>The server does not take this mail, and will not.</summary>
    public sealed record Refused(string Reason) : MailAttempt;
}

/// <summary>A connection to the mail server, opened with the first mail.</summary>
internal sealed class MailConnection : IDisposable
{
    private const int Permanent = 500;

    private readonly MailOptions _options;
    private readonly TimeProvider _clock;
    private readonly X509Certificate2? _trusted;

    private readonly SmtpClient _client = new()
    {
        // As every other client of this platform: a list of revoked certificates that cannot be reached stops no mail.
        CheckCertificateRevocation = false,
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    public MailConnection(MailOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        if (options.TrustedCertificate is { } file)
        {
            _trusted = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            _client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors);
        }
    }

    /// <summary>Sends a mail within the time that is allowed for one.</summary>
    /// <exception cref="OperationCanceledException">The service stops; whether the mail has left is not known.</exception>
    public async Task<MailAttempt> SendAsync(MimeMessage message, CancellationToken stopping)
    {
        using var time = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stopping);
        try
        {
            if (await ConnectAsync(either.Token) is { } failed)
            {
                return failed;
            }

            await _client.SendAsync(message, either.Token);
            return new MailAttempt.Sent();
        }
        catch (SmtpCommandException refusal) when ((int)refusal.StatusCode >= Permanent)
        {
            return new MailAttempt.Refused($"{(int)refusal.StatusCode} {refusal.Message}");
        }
        catch (SmtpCommandException refusal)
        {
            return new MailAttempt.Failed($"{(int)refusal.StatusCode} {refusal.Message}", IsDown: !_client.IsConnected || refusal.StatusCode == SmtpStatusCode.ServiceNotAvailable);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return new MailAttempt.Failed($"The mail server took longer than Mail:Timeout, {_options.Timeout:c}.", IsDown: true);
        }
        catch (Exception failure) when (failure is ProtocolException or IOException or SocketException or ServiceNotConnectedException or ServiceNotAuthenticatedException)
        {
            return new MailAttempt.Failed(failure.Message, IsDown: true);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _trusted?.Dispose();
    }

    // What is wrong with the connection is no mail's fault, whatever code the server gives it.
    private async Task<MailAttempt.Failed?> ConnectAsync(CancellationToken ct)
    {
        if (_client.IsConnected)
        {
            return null;
        }

        try
        {
            await _client.ConnectAsync(_options.Host, _options.Port, Security(_options.Tls), ct);
            if (_options.User is { Length: > 0 } user)
            {
                await _client.AuthenticateAsync(user, _options.Password!, ct);
            }

            return null;
        }
        catch (Exception failure) when (failure is CommandException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            return new MailAttempt.Failed(failure.Message.ReplaceLineEndings(" "), IsDown: true);
        }
    }

    private static SecureSocketOptions Security(MailTls tls) => tls switch
    {
        MailTls.Required => SecureSocketOptions.StartTls,
        MailTls.Implicit => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    // The name must be right in any case; whoever the system does not trust may be vouched for by the company's certificate.
    private bool IsTrusted(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(_trusted!);
        chain.ChainPolicy.ExtraStore.AddRange(presented?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(server);
    }
}
