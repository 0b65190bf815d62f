using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>Somebody is away, and who does his tasks. Rows stay, for what was done on behalf refers to them.</summary>
public sealed class AbsenceRow
{
    public required string Id { get; set; }

    public required string Principal { get; set; }

    public required string Substitute { get; set; }

    public long FromAt { get; set; }

    public long ToAt { get; set; }

    public string? DefinitionId { get; set; }

    public string? StageId { get; set; }

    public string? CreatedBy { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>Since when it is over and everything is handed back; null before.</summary>
    public long? EndedAt { get; set; }
}

/// <summary>Absences in their table.</summary>
internal static class AbsenceRows
{
    public static IReadOnlyList<Absence> Open(Session session) => session.Query(
        "SELECT id, principal, substitute, from_at, to_at, definition_id, stage_id FROM absences WHERE ended_at IS NULL ORDER BY from_at, id",
        r => new Absence(
            r.GetString(0), r.GetString(1), r.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(4)),
            r.IsDBNull(5) ? null : r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6)));

    public static void Insert(WriteSession session, Absence absence, string createdBy, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO absences (id, principal, substitute, from_at, to_at, definition_id, stage_id, created_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        absence.Id, absence.Principal, absence.Substitute, absence.From.ToUnixTimeMilliseconds(), absence.To.ToUnixTimeMilliseconds(), absence.DefinitionId, absence.StageId,
        createdBy, now.ToUnixTimeMilliseconds());

    /// <summary>Ends an absence; false if it has ended already.</summary>
    public static bool End(WriteSession session, string id, DateTimeOffset now) =>
        session.Execute("UPDATE absences SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", id, now.ToUnixTimeMilliseconds()) > 0;
}
