using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>
/// Tasks and readers have numbers, so that the rows that say in whose boxes the tasks lie are short and few. In SQL, because the model has no word for a
/// table that is its own index, nor for an index on an expression. The boxes are filled anew at the start (<see cref="BoxRows"/>).
/// </summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261126060000_TaskNumbers")]
public sealed class TaskNumbers : Migration
{
    private const string Columns =
        "id, instance_id, root_id, definition_id, name, status, is_open, assignee, owner, team, priority, due_at, next_at, completed_by, created_at, updated_at, revision, document";

    private const string Typed =
        """
        id TEXT NOT NULL, instance_id TEXT NOT NULL, root_id TEXT NOT NULL, definition_id TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, is_open INTEGER NOT NULL,
        assignee TEXT, owner TEXT, team TEXT, priority INTEGER NOT NULL, due_at INTEGER, next_at INTEGER, completed_by TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        revision INTEGER NOT NULL, document TEXT NOT NULL
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Rebuild(migrationBuilder, $"number INTEGER NOT NULL CONSTRAINT \"PK_tasks\" PRIMARY KEY AUTOINCREMENT, {Typed}");
        foreach (var index in new[]
        {
            "UNIQUE INDEX \"IX_tasks_id\" ON tasks (id)",
            "INDEX \"IX_tasks_assignee_created_at\" ON tasks (assignee, created_at) WHERE is_open = 1 AND assignee IS NOT NULL",
            // The orders that boxes are not kept in.
            "INDEX ix_tasks_open_created ON tasks (created_at) WHERE is_open = 1",
            "INDEX ix_tasks_open_updated ON tasks (updated_at) WHERE is_open = 1",
            $"INDEX ix_tasks_open_priority ON tasks ({TaskKeys.Priority}) WHERE is_open = 1",
            $"INDEX ix_tasks_finished_due ON tasks ({TaskKeys.Due}) WHERE is_open = 0",
            $"INDEX ix_tasks_finished_priority ON tasks ({TaskKeys.Priority}) WHERE is_open = 0",
        })
        {
            migrationBuilder.Sql($"CREATE {index}");
        }

        Drop(migrationBuilder, "task_boxes", "task_box_counts", "task_box_assignees", "task_group_sets", "task_boxes_fill");
        migrationBuilder.Sql("CREATE TABLE task_box_readers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
        migrationBuilder.Sql("CREATE TABLE task_group_sets (id INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE)");
        migrationBuilder.Sql(
            """
            CREATE TABLE task_kinds (id INTEGER PRIMARY KEY, definition_id TEXT NOT NULL, stage_id TEXT NOT NULL, status TEXT NOT NULL, priority INTEGER NOT NULL,
              UNIQUE (definition_id, stage_id, status, priority))
            """);
        migrationBuilder.Sql("CREATE TABLE task_boxes (list INTEGER NOT NULL, key INTEGER NOT NULL, task INTEGER NOT NULL, PRIMARY KEY (list, key, task)) WITHOUT ROWID");
        migrationBuilder.Sql(
            """
            CREATE TABLE task_box_counts (box INTEGER NOT NULL, counter INTEGER NOT NULL, group_set INTEGER NOT NULL, kind INTEGER NOT NULL, n INTEGER NOT NULL,
              PRIMARY KEY (box, counter, group_set, kind)) WITHOUT ROWID
            """);
        migrationBuilder.Sql(
            """
            CREATE TABLE task_box_assignees (box INTEGER NOT NULL, counter INTEGER NOT NULL, group_set INTEGER NOT NULL, assignee INTEGER NOT NULL, n INTEGER NOT NULL,
              PRIMARY KEY (box, counter, group_set, assignee)) WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE TABLE task_boxes_fill (directory TEXT NOT NULL, task INTEGER)");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        Rebuild(migrationBuilder, $"{Typed}, CONSTRAINT \"PK_tasks\" PRIMARY KEY (id)");
        migrationBuilder.Sql("CREATE INDEX \"IX_tasks_assignee_created_at\" ON tasks (assignee, created_at) WHERE is_open = 1");
        migrationBuilder.Sql("CREATE INDEX \"IX_tasks_team_created_at\" ON tasks (team, created_at) WHERE is_open = 1");
        migrationBuilder.Sql("CREATE INDEX \"IX_tasks_completed_by_created_at\" ON tasks (completed_by, created_at)");
        Drop(migrationBuilder, "task_boxes", "task_box_counts", "task_box_assignees", "task_kinds", "task_group_sets", "task_box_readers", "task_boxes_fill");
        TaskBoxes.CreateTables(migrationBuilder);
    }

    // SQLite cannot change a table's key: all rows go into a new one, in the order of their age.
    private static void Rebuild(MigrationBuilder migrationBuilder, string columns)
    {
        migrationBuilder.Sql($"CREATE TABLE tasks_new ({columns})");
        migrationBuilder.Sql($"INSERT INTO tasks_new ({Columns}) SELECT {Columns} FROM tasks ORDER BY created_at, id");
        migrationBuilder.Sql("DROP TABLE tasks");
        migrationBuilder.Sql("ALTER TABLE tasks_new RENAME TO tasks");
        migrationBuilder.Sql("CREATE INDEX \"IX_tasks_instance_id_is_open\" ON tasks (instance_id, is_open)");
        migrationBuilder.Sql("CREATE INDEX \"IX_tasks_root_id_is_open\" ON tasks (root_id, is_open)");
        migrationBuilder.Sql("CREATE INDEX \"IX_tasks_next_at\" ON tasks (next_at) WHERE next_at IS NOT NULL");
        migrationBuilder.Sql("CREATE INDEX ix_tasks_open_due ON tasks (coalesce(due_at, 9223372036854775807), id) WHERE is_open = 1");
        migrationBuilder.Sql("CREATE INDEX ix_tasks_created ON tasks (created_at, id)");
    }

    private static void Drop(MigrationBuilder migrationBuilder, params string[] tables)
    {
        foreach (var table in tables)
        {
            migrationBuilder.Sql($"DROP TABLE {table}");
        }
    }
}
