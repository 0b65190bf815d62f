using System.Data.Common;

namespace SalesProcess.Runtime.Storage;

/// <summary>A connection with its statements prepared once. Not for two threads at a time.</summary>
public class Session(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>What has been asked with this session.</summary>
    internal IReadOnlyCollection<string> Statements => _commands.Keys;

    protected DbConnection Connection => connection;

    /// <summary>Runs a statement; parameters are <c>$1</c>, <c>$2</c> … in order.</summary>
    /// <returns>The number of rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public List<T> Query<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Prepare(sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public T? Find<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return reader.Read() ? map(reader) : null;
    }

    /// <summary>Reads several things as of one moment, whatever is committed meanwhile.</summary>
    public virtual T AtOneMoment<T>(Func<T> read)
    {
        Execute("BEGIN DEFERRED");
        try
        {
            return read();
        }
        finally
        {
            Execute("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
        GC.SuppressFinalize(this);
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"${i + 1}";
                command.Parameters.Add(parameter);
            }

            _commands[sql] = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}

/// <summary>The writer's session: transactions that the commit queue opens and closes, and units of work within them.</summary>
public sealed class WriteSession : Session
{
    public WriteSession(DbConnection connection)
        : base(connection) => Boxes = new BoxRows(this);

    /// <summary>In whose boxes the tasks lie.</summary>
    internal BoxRows Boxes { get; }

    public void Begin() => Execute("BEGIN IMMEDIATE");

    /// <summary>A transaction is one moment already.</summary>
    public override T AtOneMoment<T>(Func<T> read) => read();

    /// <summary>Does a unit of work within a transaction. One that fails takes back only its own rows.</summary>
    public T Within<T>(Func<T> work)
    {
        Execute("SAVEPOINT unit");
        T result;
        try
        {
            result = work();
            Boxes.Settle();
        }
        catch
        {
            TakeBack("ROLLBACK TO unit");
            Execute("RELEASE unit");
            throw;
        }

        Execute("RELEASE unit");
        return result;
    }

    public void Commit()
    {
        Boxes.Settle();
        Execute("COMMIT");
    }

    /// <summary>Takes back an open transaction, if there is one, after a failure.</summary>
    public void Abandon()
    {
        try
        {
            TakeBack("ROLLBACK");
        }
        catch (DbException)
        {
            // SQLite has already rolled back by itself: there is nothing open any more, which is what is wanted.
        }
    }

    /// <summary>Takes rows back, and what is remembered of them.</summary>
    internal void TakeBack(string statement)
    {
        Boxes.Forget();
        Execute(statement);
    }
}
