using System.Data.Common;
using System.Globalization;
using System.Text;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>A query put together from conditions; every interpolated value becomes a parameter, none becomes text.</summary>
internal sealed class Sql(string select)
{
    private readonly StringBuilder _text = new(select);
    private readonly List<object?> _values = [];
    private bool _hasWhere;

    public Sql And(FormattableString condition)
    {
        var names = condition.GetArguments().Select(value =>
        {
            _values.Add(value);
            return (object)$"${_values.Count}";
        }).ToArray();
        _text.Append(_hasWhere ? " AND " : " WHERE ").Append(string.Format(CultureInfo.InvariantCulture, condition.Format, names));
        _hasWhere = true;
        return this;
    }

    public Sql Append(string text)
    {
        _text.Append(' ').Append(text);
        return this;
    }

    public List<T> Query<T>(Database database, Func<DbDataReader, T> map) => database.Read(session => session.Query(_text.ToString(), map, [.. _values]));
}
