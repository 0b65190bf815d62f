using System.Globalization;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Query parameters, read strictly: an unknown one is refused, never ignored.</summary>
internal sealed class QueryParameters(IQueryCollection query)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<FieldError> _faults = [];

    public string? Text(string name)
    {
        _known.Add(name);
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
        {
            return null;
        }

        if (values.Count > 1)
        {
            _faults.Add(new FieldError(name, "repeated", $"'{name}' is given {values.Count} times."));
        }

        return string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    public string? OneOf(string name, params string[] accepted)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        var found = accepted.FirstOrDefault(a => string.Equals(a, text, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            _faults.Add(new FieldError(name, "unknown-value", $"'{text}' is not accepted for '{name}'. Accepted: {string.Join(", ", accepted)}."));
        }

        return found;
    }

    public int Limit()
    {
        var text = Text("limit");
        if (text is null)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        _faults.Add(new FieldError("limit", "out-of-range", $"'{text}' is not accepted for 'limit'. Accepted: 1 to {MaxLimit}."));
        return DefaultLimit;
    }

    public int? Number(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _faults.Add(new FieldError(name, "wrong-type", $"'{text}' is not accepted for '{name}'. Accepted: a whole number."));
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        _faults.Add(new FieldError(name, "wrong-type", $"'{text}' is not accepted for '{name}'. Accepted: an RFC 3339 time such as 2026-12-01T09:00:00Z."));
        return null;
    }

    /// <summary>All faults as one refusal; null if there is none.</summary>
    public Refusal? Refusal()
    {
        var unknown = query.Keys.Where(k => !_known.Contains(k)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            var accepted = _known.Count == 0 ? "none" : string.Join(", ", _known.Order(StringComparer.Ordinal));
            _faults.AddRange(unknown.Select(k => new FieldError(k, RefusalCodes.UnknownParameter, $"'{k}' is not known here. Accepted: {accepted}.")));
        }

        return _faults.Count == 0 ? null : new Refusal(unknown.Count > 0 ? RefusalCodes.UnknownParameter : RefusalCodes.MalformedRequest, _faults[0].Message, _faults);
    }
}
