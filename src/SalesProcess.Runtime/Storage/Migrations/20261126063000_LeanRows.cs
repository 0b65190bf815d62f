using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>
/// What a step writes touches fewer pages: the words of tasks are indexed under the tasks' numbers and not kept a second time, the people of a task are rows
/// of their own key, and indexes leave out the rows that nobody looks for in them.
/// </summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261126063000_LeanRows")]
public sealed class LeanRows : Migration
{
    private const string People = "task_id TEXT NOT NULL, kind TEXT NOT NULL, reference TEXT NOT NULL, CONSTRAINT \"PK_task_people\" PRIMARY KEY (task_id, kind, reference)";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE task_texts RENAME TO task_texts_old");
        migrationBuilder.Sql("CREATE VIRTUAL TABLE task_texts USING fts5 (title, title_zh, business_key, company, content = '', columnsize = 0, tokenize = 'unicode61')");
        // What was not all indexed yet is begun anew at the start.
        migrationBuilder.Sql(
            """
            INSERT INTO task_texts (rowid, title, title_zh, business_key, company)
            SELECT t.number, x.title, x.title_zh, x.business_key, x.company FROM task_texts_old x CROSS JOIN tasks t ON t.id = x.task_id
            WHERE NOT EXISTS (SELECT 1 FROM task_texts_fill) ORDER BY x.rowid
            """);
        migrationBuilder.Sql("DROP TABLE task_texts_old");
        migrationBuilder.Sql("ALTER TABLE task_texts_fill RENAME TO task_texts_fill_old");
        migrationBuilder.Sql("CREATE TABLE task_texts_fill (task INTEGER NOT NULL)");
        migrationBuilder.Sql("INSERT INTO task_texts_fill (task) SELECT 0 FROM task_texts_fill_old");
        migrationBuilder.Sql("DROP TABLE task_texts_fill_old");

        RebuildPeople(migrationBuilder, $"{People}) WITHOUT ROWID");
        Reindex(migrationBuilder, "audit", "task_id_id", "task_id, id", "task_id IS NOT NULL");
        Reindex(migrationBuilder, "instances", "parent_id", "parent_id", "parent_id IS NOT NULL");
        Reindex(migrationBuilder, "instances", "definition_id_active_key", "definition_id, active_key", "active_key IS NOT NULL", unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TABLE task_texts");
        migrationBuilder.Sql("CREATE VIRTUAL TABLE task_texts USING fts5 (task_id UNINDEXED, title, title_zh, business_key, company, tokenize = 'unicode61')");
        migrationBuilder.Sql("DROP TABLE task_texts_fill");
        migrationBuilder.Sql("CREATE TABLE task_texts_fill (filled_to TEXT NOT NULL)");
        migrationBuilder.Sql("INSERT INTO task_texts_fill (filled_to) VALUES ('')");
        RebuildPeople(migrationBuilder, $"{People})");
        migrationBuilder.Sql("CREATE INDEX \"IX_task_people_kind_reference\" ON task_people (kind, reference)");
        Reindex(migrationBuilder, "audit", "task_id_id", "task_id, id");
        Reindex(migrationBuilder, "instances", "parent_id", "parent_id");
        Reindex(migrationBuilder, "instances", "definition_id_active_key", "definition_id, active_key", unique: true);
    }

    private static void RebuildPeople(MigrationBuilder migrationBuilder, string columns)
    {
        migrationBuilder.Sql($"CREATE TABLE task_people_new ({columns}");
        migrationBuilder.Sql("INSERT INTO task_people_new (task_id, kind, reference) SELECT task_id, kind, reference FROM task_people ORDER BY 1, 2, 3");
        migrationBuilder.Sql("DROP TABLE task_people");
        migrationBuilder.Sql("ALTER TABLE task_people_new RENAME TO task_people");
    }

    private static void Reindex(MigrationBuilder migrationBuilder, string table, string name, string columns, string where = "", bool unique = false)
    {
        migrationBuilder.Sql($"DROP INDEX \"IX_{table}_{name}\"");
        migrationBuilder.Sql($"CREATE {(unique ? "UNIQUE " : "")}INDEX \"IX_{table}_{name}\" ON {table} ({columns}){(where.Length == 0 ? "" : $" WHERE {where}")}");
    }
}
