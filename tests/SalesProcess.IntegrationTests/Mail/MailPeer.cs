using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace SalesProcess.IntegrationTests.Mail;

/// <summary>A mail that a server was handed, whatever it made of it.</summary>
/// <param name="Receivers">To whom the envelope was addressed.</param>
internal sealed record HandedMail(MimeMessage Message, byte[] Bytes, IReadOnlyList<string> Receivers, bool IsSecure)
{
    public string Id => Message.MessageId!;

    /// <summary>Everything in it that can be read, decoded.</summary>
    public string Readable => string.Join('\n', Message.Headers.Select(h => $"{h.Field}: {h.Value}").Append(Message.TextBody).Append(Message.HtmlBody));
}

/// <summary>A real mail server on loopback that answers as a test says.</summary>
internal sealed class MailPeer : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, HandedMail, ISessionContext, Task<SmtpResponse>> _answer;
    private readonly Task _serving;

    private MailPeer(int port, X509Certificate2? certificate, Func<int, HandedMail, ISessionContext, Task<SmtpResponse>> answer)
    {
        (Port, _answer) = (port, answer);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e =>
        {
            e.Endpoint(new IPEndPoint(IPAddress.Loopback, port));
            if (certificate is not null)
            {
                e.Certificate(certificate);
            }
        }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)this);
        _serving = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>What was handed over, in order.</summary>
    public ConcurrentQueue<HandedMail> Handed { get; } = new();

    /// <param name="answer">By how many mails were handed over, this one included; accepted if null.</param>
    public static MailPeer Start(Func<int, HandedMail, ISessionContext, Task<SmtpResponse>>? answer = null, int? port = null, X509Certificate2? certificate = null) =>
        new(port ?? FreePort(), certificate, answer ?? ((_, _, _) => Task.FromResult(SmtpResponse.Ok)));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        var bytes = buffer.ToArray();
        using var stream = new MemoryStream(bytes);
        var mail = new HandedMail(await MimeMessage.LoadAsync(stream, cancellationToken), bytes, [.. transaction.To.Select(to => to.AsAddress())], context.Pipe.IsSecure);
        Handed.Enqueue(mail);
        return await _answer(Handed.Count, mail, context).WaitAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }
}
