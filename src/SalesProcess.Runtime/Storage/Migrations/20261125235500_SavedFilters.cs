using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>Searches that people keep (<see cref="FilterRows"/>).</summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125235500_SavedFilters")]
public sealed class SavedFilters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE filters (id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, name_en TEXT, name_zh TEXT, query TEXT NOT NULL, shared_with TEXT,
              created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, revision INTEGER NOT NULL)
            """);
        migrationBuilder.Sql("CREATE INDEX ix_filters_owner ON filters (owner)");
        migrationBuilder.Sql("CREATE INDEX ix_filters_shared_with ON filters (shared_with) WHERE shared_with IS NOT NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE filters");
}
