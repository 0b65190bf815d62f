using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>What programs outside were asked to do. Nobody could answer before, so of what was asked all is open whose instance has not ended.</summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125232500_ExternalTasks")]
public sealed class ExternalTasks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE external_tasks (id TEXT NOT NULL PRIMARY KEY, instance_id TEXT NOT NULL, name TEXT NOT NULL, payload TEXT NOT NULL, created_at INTEGER NOT NULL,
              is_open INTEGER NOT NULL, ended_at INTEGER, answered_by TEXT, answer TEXT)
            """);
        migrationBuilder.Sql(
            """
            INSERT OR IGNORE INTO external_tasks (id, instance_id, name, payload, created_at, is_open, ended_at)
            SELECT json_extract(n.data, '$.taskId'), n.instance_id, json_extract(n.data, '$.taskName'), coalesce(n.data -> '$.taskPayload', 'null'), n.at, i.finished_at IS NULL, i.finished_at
            FROM notifications n JOIN instances i ON i.id = n.instance_id WHERE n.event_type = 'RunTask'
            """);
        migrationBuilder.Sql("CREATE INDEX ix_external_tasks_open ON external_tasks (created_at, id) WHERE is_open = 1");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE external_tasks");
}
