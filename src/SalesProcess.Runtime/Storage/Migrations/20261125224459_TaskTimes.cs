using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesProcess.Runtime.Storage.Migrations
{
    /// <inheritdoc />
    public partial class TaskTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "next_at",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_tasks_next_at",
                table: "tasks",
                column: "next_at",
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_next_at",
                table: "tasks");

            migrationBuilder.Sql("ALTER TABLE tasks DROP COLUMN next_at;");
        }
    }
}
