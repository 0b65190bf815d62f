using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesProcess.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CommentsAndNext : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "comments",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    task_id = table.Column<string>(type: "TEXT", nullable: false),
                    author = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_comments", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_comments_task_id_at_id",
                table: "comments",
                columns: new[] { "task_id", "at", "id" });

            // For the question what is to be done next: an order of its own, over what nobody has.
            migrationBuilder.Sql("CREATE INDEX ix_tasks_next ON tasks (priority DESC, coalesce(due_at, 9223372036854775807), created_at, id) WHERE is_open = 1 AND assignee IS NULL AND status = 'Ready'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_tasks_next");

            migrationBuilder.DropTable(
                name: "comments");
        }
    }
}
