using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesProcess.Runtime.Storage.Migrations;

/// <summary>What was done with definitions and API keys. The database itself refuses to change or drop a row.</summary>
[DbContext(typeof(SalesProcessContext))]
[Migration("20261125234500_CompanyActs")]
public sealed class CompanyActsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE company_acts (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, reference TEXT NOT NULL, kind TEXT NOT NULL, actor TEXT, at INTEGER NOT NULL,
              changes TEXT NOT NULL, digest TEXT NOT NULL)
            """);
        migrationBuilder.Sql("CREATE INDEX ix_company_acts_reference ON company_acts (subject, reference, id)");
        migrationBuilder.Sql("CREATE TRIGGER company_acts_stay BEFORE UPDATE ON company_acts BEGIN SELECT RAISE(ABORT, 'acts are only added'); END");
        migrationBuilder.Sql("CREATE TRIGGER company_acts_remain BEFORE DELETE ON company_acts BEGIN SELECT RAISE(ABORT, 'acts are only added'); END");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE company_acts");
}
