using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>A mail that has not left yet.</summary>
/// <param name="Id">Its stable key.</param>
/// <param name="At">When the act was that it tells of.</param>
internal sealed record QueuedMail(string Id, string TaskId, Notice Notice, DateTimeOffset At, int Attempts);

/// <summary>Mails on their way out, and how far the record of acts has been read for them.</summary>
internal static class MailRows
{
    /// <summary>How far the record has been read; null if it never was.</summary>
    public static long? Position(Session session) => session.Query("SELECT row FROM mail_position", r => r.GetInt64(0)) is [var row] ? row : null;

    public static void SavePosition(WriteSession session, long row)
    {
        if (session.Execute("UPDATE mail_position SET row = $1", row) == 0)
        {
            session.Execute("INSERT INTO mail_position (row) VALUES ($1)", row);
        }
    }

    public static long EndOfRecord(Session session) => session.Query("SELECT coalesce(max(id), 0) FROM audit", r => r.GetInt64(0))[0];

    public static void Insert(WriteSession session, QueuedMail mail) => session.Execute(
        "INSERT OR IGNORE INTO mails (id, task_id, kind, receiver, at, attempts, next_at) VALUES ($1, $2, $3, $4, $5, 0, $5)",
        mail.Id, mail.TaskId, Notice.Name(mail.Notice.Kind), mail.Notice.Receiver, mail.At.ToUnixTimeMilliseconds());

    public static List<QueuedMail> Due(Session session, long now, int limit) => session.Query(
        "SELECT id, task_id, kind, receiver, at, attempts FROM mails WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2",
        r => new QueuedMail(
            r.GetString(0), r.GetString(1), new Notice(Notice.ByName[r.GetString(2)], r.GetString(3)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(4)), r.GetInt32(5)),
        now, limit);

    public static int Remove(WriteSession session, string id) => session.Execute("DELETE FROM mails WHERE id = $1", id);

    /// <summary>Notes a failed attempt; the next one is at <paramref name="nextAt"/>.</summary>
    public static int Postpone(WriteSession session, string id, long nextAt, string reason) => session.Execute(
        "UPDATE mails SET attempts = attempts + 1, next_at = $2, last_error = $3 WHERE id = $1", id, nextAt, reason);

    /// <summary>Gives a mail up, until an administrator says otherwise.</summary>
    public static int Fail(WriteSession session, string id, long now, string reason) => session.Execute(
        "UPDATE mails SET attempts = attempts + 1, next_at = NULL, failed_at = $2, last_error = $3 WHERE id = $1", id, now, reason);

    /// <summary>Forgets what waits, and how far the record was read: what happens while no mail is sent is not told later.</summary>
    public static int Forget(WriteSession session)
    {
        session.Execute("DELETE FROM mail_position");
        return session.Execute("DELETE FROM mails WHERE failed_at IS NULL");
    }
}
