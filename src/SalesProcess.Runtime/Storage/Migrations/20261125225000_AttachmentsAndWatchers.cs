using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>What is attached to tasks, and who watches them. In SQL: statements of ours read and write these tables, and the model need not know them.</summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125225000_AttachmentsAndWatchers")]
public sealed class AttachmentsAndWatchers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE attachments (
              id TEXT NOT NULL PRIMARY KEY, task_id TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT, size INTEGER, sha256 TEXT, uri TEXT, author TEXT NOT NULL, at INTEGER NOT NULL,
              CHECK ((sha256 IS NULL) <> (uri IS NULL))) WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE INDEX ix_attachments_task ON attachments (task_id, at, id)");
        migrationBuilder.Sql("CREATE INDEX ix_attachments_sha256 ON attachments (sha256) WHERE sha256 IS NOT NULL");
        migrationBuilder.Sql("CREATE TABLE watchers (task_id TEXT NOT NULL, user TEXT NOT NULL, added_by TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (task_id, user)) WITHOUT ROWID");
        migrationBuilder.Sql("CREATE INDEX ix_watchers_user ON watchers (user, task_id)");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TABLE watchers");
        migrationBuilder.Sql("DROP TABLE attachments");
    }
}
