using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>Mails on their way out (<see cref="MailRows"/>). One without a next time was given up.</summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125225500_Mails")]
public sealed class Mails : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE mails (id TEXT NOT NULL PRIMARY KEY, task_id TEXT NOT NULL, kind TEXT NOT NULL, receiver TEXT NOT NULL, at INTEGER NOT NULL,
              attempts INTEGER NOT NULL, next_at INTEGER, failed_at INTEGER, last_error TEXT) WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE INDEX ix_mails_next_at ON mails (next_at) WHERE next_at IS NOT NULL");
        migrationBuilder.Sql("CREATE TABLE mail_position (row INTEGER NOT NULL)");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TABLE mail_position");
        migrationBuilder.Sql("DROP TABLE mails");
    }
}
