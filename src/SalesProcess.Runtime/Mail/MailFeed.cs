using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Absences;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Mail;

/// <summary>
/// Reads the record of acts on and puts the mails that come of it into their outbox. How far it has read is saved with them, so each act is told once,
/// and none is lost by a crash.
/// </summary>
internal sealed class MailFeed(
    Database database, CommitQueue queue, CompanyRules rules, AbsenceService absences, MailOptions options, TimeProvider clock, ILogger<MailFeed> log) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _withoutAddress = new(StringComparer.Ordinal);

    /// <summary>What happened before mails were switched on is not told.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await queue.RunAsync(
            session =>
            {
                MailRows.SavePosition(session, MailRows.Position(session) ?? MailRows.EndOfRecord(session));
                return true;
            },
            cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                while (await ReadOnAsync(stoppingToken) == Batch)
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException and not StoreClosedException)
            {
                log.LogError(failure, "The record of acts could not be read for mails and is tried again");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> ReadOnAsync(CancellationToken ct)
    {
        var acts = database.Read(session => session.Query(
            "SELECT id, task_id, kind, actor, at, changes FROM audit WHERE id > $1 ORDER BY id LIMIT $2",
            r => new TaskAct(r.GetInt64(0), Text(r, 1), r.GetString(2), Text(r, 3), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(4)), r.GetString(5)),
            MailRows.Position(session) ?? 0, Batch));
        if (acts.Count == 0)
        {
            return 0;
        }

        List<QueuedMail> mails = [.. acts.Where(a => a.TaskId is not null).SelectMany(Mails)];
        await queue.RunAsync(
            session =>
            {
                mails.ForEach(mail => MailRows.Insert(session, mail));
                MailRows.SavePosition(session, acts[^1].Row);
                return true;
            },
            ct);
        return acts.Count;
    }

    private IEnumerable<QueuedMail> Mails(TaskAct act)
    {
        var task = database.Read(session => TaskRows.Find(session, act.TaskId!))!;
        var changes = (IReadOnlyDictionary<string, object?>)ValueJson.Parse(act.Changes)!;
        var notices = new Notices(rules.Directory, absences.All, clock.GetUtcNow(), options.FewCandidates);
        return notices.Of(act.Kind, act.Actor, changes, task).Where(HasAddress)
            .Select(notice => new QueuedMail(MailComposer.Id(task.Id, act.Row, notice), task.Id, notice, act.At, Attempts: 0));
    }

    private bool HasAddress(Notice notice)
    {
        if (rules.Directory.Find(notice.Receiver)!.Email is not null)
        {
            return true;
        }

        if (_withoutAddress.Add(notice.Receiver))
        {
            log.LogWarning("{Person} has no 'email' in directory.json and gets no mail", notice.Receiver);
        }

        return false;
    }

    private static string? Text(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private sealed record TaskAct(long Row, string? TaskId, string Kind, string? Actor, DateTimeOffset At, string Changes);
}
