using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace SalesProcess.Runtime.Storage;

/// <summary>The database file: its settings, its one writer, its readers.</summary>
public sealed class Database(IOptions<StorageOptions> options, IDbContextFactory<SalesProcessContext> contexts) : IDisposable
{
    /// <summary>The pages that a connection keeps in memory, 64 MB of them.</summary>
    internal const string CacheSize = "PRAGMA cache_size = -65536;";

    private readonly ConcurrentBag<Session> _readers = [];

    /// <summary>Brings the schema up to date. Called once, before anything else.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(options.Value.Folder);
        await using var context = await contexts.CreateDbContextAsync(ct);
        await context.Database.MigrateAsync(ct);
    }

    public WriteSession OpenWriter() => new(Open());

    /// <summary>Opens a database to look at it only, beside a running server too.</summary>
    /// <exception cref="SqliteException">There is no such file, or it is no database.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static Session OpenReadOnly(string connectionString)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        try
        {
            connection.Open();
            return new Session(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads with a session of its own; what is committed is seen, and inside of a joint step what it has done so far.</summary>
    public T Read<T>(Func<Session, T> read)
    {
        if (JointStep.Current is { } joint)
        {
            return read(joint.Session);
        }

        var session = _readers.TryTake(out var idle) ? idle : new Session(Open());
        try
        {
            return read(session);
        }
        finally
        {
            _readers.Add(session);
        }
    }

    /// <summary>What has been asked by readers that rest now, so that tests explain the very queries.</summary>
    internal IReadOnlyList<string> Statements => [.. _readers.SelectMany(reader => reader.Statements).Distinct(StringComparer.Ordinal)];

    public void Dispose()
    {
        while (_readers.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(options.Value.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        // FULL: an acknowledged step survives a power cut, not only a crash of the process. A checkpoint seldom: most pages are
        // written again and again, and so go to the database file once.
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=10000;" + CacheSize;
        command.ExecuteNonQuery();
        return connection;
    }
}
