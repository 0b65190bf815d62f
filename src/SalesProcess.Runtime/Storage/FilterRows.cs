using System.Data.Common;
using SalesProcess.Runtime.Filters;

namespace SalesProcess.Runtime.Storage;

/// <summary>Saved filters in their table.</summary>
public static class FilterRows
{
    public const string Columns = "id, owner, name_en, name_zh, query, shared_with, created_at, updated_at, revision";

    public static SavedFilter? Find(Session session, string id) => session.Find($"SELECT {Columns} FROM filters WHERE id = $1", Read, id);

    /// <summary>A row of <see cref="Columns"/>.</summary>
    public static SavedFilter Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), new FilterContent(Text(row, 2), Text(row, 3), row.GetString(4), Text(row, 5)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)), row.GetInt64(8));

    internal static void Save(WriteSession session, SavedFilter filter) => session.Execute(
        $"""
        INSERT INTO filters ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET name_en = $3, name_zh = $4, query = $5, shared_with = $6, updated_at = $8, revision = $9
        """,
        filter.Id, filter.Owner, filter.Content.NameEn, filter.Content.NameZh, filter.Content.Query, filter.Content.SharedWith,
        filter.CreatedAt.ToUnixTimeMilliseconds(), filter.UpdatedAt.ToUnixTimeMilliseconds(), filter.Revision);

    internal static void Remove(WriteSession session, string id) => session.Execute("DELETE FROM filters WHERE id = $1", id);

    internal static bool HasAtLeast(Session session, string owner, int count) =>
        session.Find("SELECT id FROM filters WHERE owner = $1 LIMIT 1 OFFSET $2", r => r.GetString(0), owner, count - 1) is not null;

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
