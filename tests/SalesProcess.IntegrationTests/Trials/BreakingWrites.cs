using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>The <paramref name="Number"/>th row that is inserted, updated or deleted in a table since counting began.</summary>
internal sealed record WritePoint(string Table, string Operation, long Number)
{
    public override string ToString() => $"{Operation} {Number} of {Table}";
}

/// <summary>
/// Counts the rows that a server writes, and lets one of them break its transaction, as a full or broken disk would. Triggers in the database file do it, so
/// the server runs as it is.
/// </summary>
internal sealed class BreakingWrites(DatabaseFile database)
{
    private static readonly string[] Operations = ["INSERT", "UPDATE", "DELETE"];

    /// <summary>Lays a counter beside every table and operation. Virtual tables and their parts have none: they are written by the same statements.</summary>
    public void Count()
    {
        var tables = database.Query(
            """
            SELECT name FROM sqlite_master m WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_\_%' ESCAPE '\'
            AND NOT EXISTS (SELECT 1 FROM sqlite_master v WHERE v.sql LIKE 'CREATE VIRTUAL%' AND m.name LIKE v.name || '\_%' ESCAPE '\')
            """,
            r => r.GetString(0));
        database.Execute("CREATE TABLE counted_writes (name TEXT NOT NULL, operation TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (name, operation))");
        foreach (var (table, operation) in tables.SelectMany(t => Operations.Select(o => (t, o))))
        {
            database.Execute("INSERT INTO counted_writes VALUES (@table, @operation, 0)", ("@table", table), ("@operation", operation));
            database.Execute(
                $"CREATE TRIGGER \"count_{operation}_{table}\" AFTER {operation} ON \"{table}\" BEGIN UPDATE counted_writes SET number = number + 1 WHERE name = '{table}' AND operation = '{operation}'; END");
        }
    }

    public void Reset() => database.Execute("UPDATE counted_writes SET number = 0");

    /// <summary>Everything that was written since the last reset, row by row.</summary>
    public IReadOnlyList<WritePoint> Points() =>
    [
        .. database.Query("SELECT name, operation, number FROM counted_writes WHERE number > 0 ORDER BY name, operation", r => (r.GetString(0), r.GetString(1), r.GetInt64(2)))
            .SelectMany(c => Enumerable.Range(1, (int)c.Item3).Select(number => new WritePoint(c.Item1, c.Item2, number))),
    ];

    /// <summary>From now on this write, and each that takes its place, ends its transaction.</summary>
    public void Break(WritePoint point) => database.Execute(
        $"""
        CREATE TRIGGER broken BEFORE {point.Operation} ON "{point.Table}"
        WHEN (SELECT number FROM counted_writes WHERE name = '{point.Table}' AND operation = '{point.Operation}') = {point.Number - 1}
        BEGIN SELECT RAISE(ROLLBACK, 'the disk is broken'); END
        """);

    /// <summary>How many rows have been written and kept since the last reset.</summary>
    public long Kept() => database.Count("SELECT sum(number) FROM counted_writes");

    public void Mend() => database.Execute("DROP TRIGGER broken");
}
