using System.Data.Common;
using SalesProcess.Runtime.Attachments;

namespace SalesProcess.Runtime.Storage;

/// <summary>Attachments in their table, which is made by a migration in SQL and not in the model: nothing but these statements reads it.</summary>
public static class AttachmentRows
{
    private const string Columns = "id, task_id, name, content_type, size, sha256, uri, author, at";

    public static Attachment? Find(Session session, string taskId, string id) =>
        session.Find($"SELECT {Columns} FROM attachments WHERE id = $1 AND task_id = $2", Read, id, taskId);

    /// <summary>For whoever has just attached it.</summary>
    public static Attachment? Find(Session session, string id) => session.Find($"SELECT {Columns} FROM attachments WHERE id = $1", Read, id);

    /// <summary>The attachments of a task behind a position, the oldest first.</summary>
    public static List<Attachment> After(Session session, string taskId, long at, string id, int limit) => session.Query(
        $"SELECT {Columns} FROM attachments WHERE task_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4", Read, taskId, at, id, limit);

    internal static long Count(Session session, string taskId) => session.Query("SELECT count(*) FROM attachments WHERE task_id = $1", r => r.GetInt64(0), taskId)[0];

    /// <summary>Does any attachment have this content?</summary>
    internal static bool IsNamed(Session session, string sha256) => session.Query("SELECT 1 FROM attachments WHERE sha256 = $1 LIMIT 1", r => r.GetInt32(0), sha256).Count > 0;

    internal static void Add(WriteSession session, Attachment attachment) => session.Execute(
        $"INSERT INTO attachments ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        attachment.Id, attachment.TaskId, attachment.Name, attachment.ContentType, attachment.Size, attachment.Sha256, attachment.Uri, attachment.Author,
        attachment.At.ToUnixTimeMilliseconds());

    internal static void Remove(WriteSession session, string id) => session.Execute("DELETE FROM attachments WHERE id = $1", id);

    private static Attachment Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), Text(row, 3), row.IsDBNull(4) ? null : row.GetInt64(4), Text(row, 5), Text(row, 6), row.GetString(7),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
