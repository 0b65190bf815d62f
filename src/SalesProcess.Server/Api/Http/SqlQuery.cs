using System.Data.Common;
using System.Text;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>A query put together from parts; every value is a parameter.</summary>
internal sealed class SqlQuery(string start)
{
    private StringBuilder _text = new(start);
    private readonly List<object?> _values = [];
    private bool _hasWhere;

    /// <summary>Gives a value its place.</summary>
    public string Bind(object? value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    public SqlQuery Where(string condition)
    {
        _text.Append(_hasWhere ? " AND " : " WHERE ").Append(condition);
        _hasWhere = true;
        return this;
    }

    /// <summary>Only if there is a value: <c>{0}</c> in the condition stands for it.</summary>
    public SqlQuery WhereIf(object? value, string condition) => value is null ? this : Where(condition.Replace("{0}", Bind(value), StringComparison.Ordinal));

    /// <summary>Conditions by themselves, each after an AND, for a place elsewhere in the query.</summary>
    public string Conditions(Action<SqlQuery> build)
    {
        var (text, hasWhere) = (_text, _hasWhere);
        (_text, _hasWhere) = (new StringBuilder(), true);
        build(this);
        var conditions = _text.ToString();
        (_text, _hasWhere) = (text, hasWhere);
        return conditions;
    }

    public SqlQuery Then(string text)
    {
        _text.Append(' ').Append(text);
        return this;
    }

    public List<T> Run<T>(Session session, Func<DbDataReader, T> map) => session.Query(_text.ToString(), map, [.. _values]);
}

internal static class Columns
{
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Time(this DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset? OptionalTime(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);
}
