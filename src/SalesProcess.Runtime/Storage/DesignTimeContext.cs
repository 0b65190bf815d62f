using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SalesProcess.Runtime.Storage;

/// <summary>For <c>dotnet ef migrations add</c>: a context without a running service.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<SalesProcessContext>
{
    public SalesProcessContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SalesProcessContext>().UseSqlite("Data Source=design.db").Options);
}
