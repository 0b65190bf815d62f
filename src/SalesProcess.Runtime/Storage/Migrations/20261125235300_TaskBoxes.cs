using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>
/// In whose boxes the tasks lie, and how many. In SQL, because the model has no word for a table that is its own index. They are filled at the start
/// (<see cref="BoxRows"/>). The order of what is next, which had an index of its own, is one of a box.
/// </summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125235300_TaskBoxes")]
public sealed class TaskBoxes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateTables(migrationBuilder);
        migrationBuilder.Sql("DROP INDEX ix_tasks_next");
    }

    internal static void CreateTables(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE task_boxes (
              box INTEGER NOT NULL, sort INTEGER NOT NULL, reader TEXT NOT NULL, key INTEGER NOT NULL, age INTEGER NOT NULL, task_id TEXT NOT NULL,
              PRIMARY KEY (box, sort, reader, key, age, task_id)) WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE TABLE task_group_sets (id INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE)");
        migrationBuilder.Sql(
            """
            CREATE TABLE task_box_counts (
              box INTEGER NOT NULL, counter TEXT NOT NULL, group_set INTEGER NOT NULL, definition_id TEXT NOT NULL, stage_id TEXT NOT NULL, status TEXT NOT NULL,
              priority INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (box, counter, group_set, definition_id, stage_id, status, priority)) WITHOUT ROWID
            """);
        migrationBuilder.Sql(
            """
            CREATE TABLE task_box_assignees (
              box INTEGER NOT NULL, counter TEXT NOT NULL, group_set INTEGER NOT NULL, assignee TEXT NOT NULL, n INTEGER NOT NULL,
              PRIMARY KEY (box, counter, group_set, assignee)) WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE TABLE task_boxes_fill (directory TEXT NOT NULL, created_at INTEGER NOT NULL, task_id TEXT)");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE INDEX ix_tasks_next ON tasks (priority DESC, coalesce(due_at, 9223372036854775807), created_at, id) WHERE is_open = 1 AND assignee IS NULL AND status = 'Ready'");
        foreach (var table in new[] { "task_boxes_fill", "task_box_assignees", "task_box_counts", "task_group_sets", "task_boxes" })
        {
            migrationBuilder.Sql($"DROP TABLE {table}");
        }
    }
}
