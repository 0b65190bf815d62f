using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>Words and declared fields that tasks are found by. In SQL, because the model has no word for a full-text index. Older tasks are indexed at the start (<see cref="SearchRows"/>).</summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125214000_TaskSearch")]
public sealed class TaskSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE VIRTUAL TABLE task_texts USING fts5 (task_id UNINDEXED, title, title_zh, business_key, company, tokenize = 'unicode61')");
        migrationBuilder.Sql("CREATE TABLE task_attributes (task_id TEXT NOT NULL, name TEXT NOT NULL, text TEXT, number REAL, PRIMARY KEY (task_id, name)) WITHOUT ROWID");
        migrationBuilder.Sql("CREATE INDEX ix_task_attributes_number ON task_attributes (name, number, task_id) WHERE number IS NOT NULL");
        migrationBuilder.Sql("CREATE INDEX ix_task_attributes_text ON task_attributes (name, text, task_id) WHERE text IS NOT NULL");
        migrationBuilder.Sql("CREATE TABLE task_texts_fill (filled_to TEXT NOT NULL)");
        migrationBuilder.Sql("INSERT INTO task_texts_fill (filled_to) VALUES ('')");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TABLE task_texts_fill");
        migrationBuilder.Sql("DROP TABLE task_attributes");
        migrationBuilder.Sql("DROP TABLE task_texts");
    }
}
