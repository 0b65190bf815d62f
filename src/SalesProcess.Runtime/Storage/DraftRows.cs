namespace SalesProcess.Runtime.Storage;

/// <summary>What somebody has begun to fill in for a task. Encrypted as a whole: fields of a form may be secret.</summary>
public sealed class DraftRow
{
    public required string TaskId { get; set; }

    public required string Ciphertext { get; set; }

    public required string UpdatedBy { get; set; }

    public long UpdatedAt { get; set; }

    public long Revision { get; set; }
}

/// <summary>Drafts in their table: one for a task, whoever has it.</summary>
internal static class DraftRows
{
    public static DraftRow? Find(Session session, string taskId) => session.Find(
        "SELECT ciphertext, updated_by, updated_at, revision FROM drafts WHERE task_id = $1",
        r => new DraftRow { TaskId = taskId, Ciphertext = r.GetString(0), UpdatedBy = r.GetString(1), UpdatedAt = r.GetInt64(2), Revision = r.GetInt64(3) },
        taskId);

    public static void Save(WriteSession session, DraftRow draft) => session.Execute(
        """
        INSERT INTO drafts (task_id, ciphertext, updated_by, updated_at, revision) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (task_id) DO UPDATE SET ciphertext = $2, updated_by = $3, updated_at = $4, revision = $5
        """,
        draft.TaskId, draft.Ciphertext, draft.UpdatedBy, draft.UpdatedAt, draft.Revision);

    public static void RemoveOfOthers(WriteSession session, string taskId, string owner) =>
        session.Execute("DELETE FROM drafts WHERE task_id = $1 AND updated_by <> $2", taskId, owner);

    public static bool Remove(WriteSession session, string taskId) => session.Execute("DELETE FROM drafts WHERE task_id = $1", taskId) > 0;
}
