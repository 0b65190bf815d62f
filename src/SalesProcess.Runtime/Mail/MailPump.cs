using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Runtime.Absences;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Mail;

/// <summary>
/// Sends what is in the outbox of mails, over one connection at a time. A mail leaves the outbox after the server has taken it; what a crash or a lost answer
/// leaves there is sent again under the same <c>Message-Id</c>.
/// </summary>
internal sealed class MailPump(
    Database database, CommitQueue queue, CompanyRules rules, AbsenceService absences, MailOptions options, MailComposer composer, TimeProvider clock, ILogger<MailPump> log)
    : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // So often in a row the server as a whole was not there; until when it is left alone.
    private int _failures;
    private DateTimeOffset _resumesAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException and not StoreClosedException)
            {
                log.LogError(failure, "Mails could not be sent and are tried again");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now < _resumesAt || database.Read(session => MailRows.Due(session, now.ToUnixTimeMilliseconds(), Batch)) is not { Count: > 0 } due)
        {
            return;
        }

        using var connection = new MailConnection(options, clock);
        foreach (var mail in due)
        {
            if (!await SendAsync(mail, connection, ct))
            {
                return;
            }
        }
    }

    // False if the server is not there.
    private async Task<bool> SendAsync(QueuedMail mail, MailConnection connection, CancellationToken ct)
    {
        var task = database.Read(session => TaskRows.Find(session, mail.TaskId));
        var notices = new Notices(rules.Directory, absences.All, clock.GetUtcNow(), options.FewCandidates);
        if (task is null || rules.Directory.Find(mail.Notice.Receiver) is not { Email: not null } receiver || !notices.Holds(mail.Notice, task))
        {
            // What it would tell is over: nobody needs it any more.
            await queue.RunAsync(session => MailRows.Remove(session, mail.Id), CancellationToken.None);
            return true;
        }

        switch (await AttemptAsync(mail, task, receiver, connection, ct))
        {
            case MailAttempt.Refused refused:
                await GiveUpAsync(mail, refused.Reason);
                break;
            case MailAttempt.Failed { IsDown: true } down:
                await LaterAsync(mail, down.Reason);
                Pause(down.Reason);
                return false;
            case MailAttempt.Failed later:
                await LaterAsync(mail, later.Reason);
                break;
            default:
                await queue.RunAsync(session => MailRows.Remove(session, mail.Id), CancellationToken.None);
                break;
        }

        _failures = 0;
        return true;
    }

    // What goes wrong here holds up no other mail.
    private async Task<MailAttempt> AttemptAsync(QueuedMail mail, UserTask task, Person receiver, MailConnection connection, CancellationToken ct)
    {
        try
        {
            return await connection.SendAsync(composer.Compose(mail, task, receiver), ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            log.LogError(failure, "The mail {Mail} could not be sent and is tried again", mail.Id);
            return new MailAttempt.Failed(failure.Message, IsDown: true);
        }
    }

    private async Task LaterAsync(QueuedMail mail, string reason)
    {
        var now = clock.GetUtcNow();
        if (now - mail.At >= options.GiveUpAfter)
        {
            await GiveUpAsync(mail, reason);
            return;
        }

        // 1 min, 2 min, 4 min … up to about an hour.
        var next = now + TimeSpan.FromMinutes(1 << Math.Min(mail.Attempts, 6));
        await queue.RunAsync(session => MailRows.Postpone(session, mail.Id, next.ToUnixTimeMilliseconds(), reason), CancellationToken.None);
    }

    private async Task GiveUpAsync(QueuedMail mail, string reason)
    {
        log.LogError("The mail {Mail} to {Person} about task {Task} is given up after {Attempts} attempts: {Reason}", mail.Id, mail.Notice.Receiver, mail.TaskId, mail.Attempts + 1, reason);
        await queue.RunAsync(session => MailRows.Fail(session, mail.Id, clock.GetUtcNow().ToUnixTimeMilliseconds(), reason), CancellationToken.None);
    }

    private void Pause(string reason)
    {
        var pause = TimeSpan.FromSeconds(2 << Math.Min(_failures++, 8));
        _resumesAt = clock.GetUtcNow() + (pause < LongestPause ? pause : LongestPause);
        log.LogWarning("The mail server {Host}:{Port} cannot be used, mails wait until {Time:O}: {Reason}", options.Host, options.Port, _resumesAt, reason);
    }
}
