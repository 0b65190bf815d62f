using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesProcess.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Triggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By SQLite's own statement: EF would rebuild the table outside of the transaction, and a crash in between would leave half of it.
            migrationBuilder.Sql("ALTER TABLE bookmarks DROP COLUMN correlation_id");

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "bookmarks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "triggers",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    version_id = table.Column<string>(type: "TEXT", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triggers", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_instances_correlation_id",
                table: "instances",
                column: "correlation_id",
                filter: "status = 'Running' AND correlation_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_instances_definition_id_correlation_id",
                table: "instances",
                columns: new[] { "definition_id", "correlation_id" },
                filter: "status = 'Running'");

            migrationBuilder.CreateIndex(
                name: "IX_triggers_definition_id",
                table: "triggers",
                column: "definition_id");

            migrationBuilder.CreateIndex(
                name: "IX_triggers_due_at",
                table: "triggers",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "IX_triggers_hash",
                table: "triggers",
                column: "hash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "triggers");

            migrationBuilder.DropIndex(
                name: "IX_instances_correlation_id",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_definition_id_correlation_id",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "bookmarks");

            migrationBuilder.AddColumn<string>(
                name: "correlation_id",
                table: "bookmarks",
                type: "TEXT",
                nullable: true);
        }
    }
}
