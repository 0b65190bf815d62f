using Microsoft.Data.Sqlite;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The server's database file, looked into and changed behind its back.</summary>
internal sealed class DatabaseFile(string path)
{
    /// <summary>How many rows each table has.</summary>
    public IReadOnlyDictionary<string, long> RowCounts()
    {
        using var connection = Open();
        var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%'", r => r.GetString(0));
        return tables.ToDictionary(t => t, t => Read(connection, $"SELECT count(*) FROM \"{t}\"", r => r.GetInt64(0)).Single(), StringComparer.Ordinal);
    }

    /// <summary>All rows of all tables, a digest each table.</summary>
    public IReadOnlyDictionary<string, string> Contents()
    {
        using var connection = Open();
        return RowCounts().Keys.ToDictionary(
            table => table,
            table => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Read(connection, $"SELECT * FROM \"{table}\"", Row).Order(StringComparer.Ordinal))))),
            StringComparer.Ordinal);

        static string Row(SqliteDataReader reader) => string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(i)}"));
    }

    public IReadOnlyList<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params (string Name, object Value)[] parameters)
    {
        using var connection = Open();
        return Read(connection, sql, row, parameters);
    }

    public long Count(string sql, params (string Name, object Value)[] parameters) => Query(sql, r => r.GetInt64(0), parameters).Single();

    public int Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private SqliteConnection Open()
    {
        // Without a pool: the file must be free when its folder is deleted.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }
}
