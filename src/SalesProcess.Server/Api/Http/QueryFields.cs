using System.Globalization;
using Microsoft.Extensions.Primitives;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>A query parameter that an address accepts.</summary>
/// <param name="Values">The accepted values, if they are few.</param>
internal sealed record QueryParameter(string Name, string Description, params IReadOnlyList<string> Values);

/// <summary>The query parameters of an endpoint: all others are refused.</summary>
internal sealed record AcceptedQuery(IReadOnlyList<QueryParameter> Parameters);

/// <summary>Takes query parameters and remembers what is wrong with them.</summary>
internal sealed class QueryFields(IQueryCollection query)
{
    public const int DefaultLimit = 50;

    public const int MaxLimit = 200;

    private readonly List<FieldError> _faults = [];

    public string? Text(string name)
    {
        if (!query.TryGetValue(name, out var values) || StringValues.IsNullOrEmpty(values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            Fault(name, "repeated", $"'{name}' is given {values.Count} times. It is accepted once.");
        }

        var text = values[0]!;
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Fault(name, "text-invalid", $"'{name}' holds NUL.");
        }

        return text;
    }

    /// <summary>The values of a parameter that may be given several times.</summary>
    public IReadOnlyList<string> Several(string name) => query.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];

    public string? OneOf(string name, params IReadOnlyList<string> accepted)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (accepted.FirstOrDefault(a => string.Equals(a, text, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        Fault(name, "value", $"'{name}' is '{text}'. Accepted: {string.Join(", ", accepted)}.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        // A plus sign that was not encoded arrives as a space.
        if (Text(name)?.Replace(' ', '+') is not { } text)
        {
            return null;
        }

        if (Times.TryParse(text, out var time))
        {
            return time;
        }

        Fault(name, "type", $"'{name}' is '{text}'. Accepted is a time as RFC 3339, for example 2026-11-23T09:00:00+08:00.");
        return null;
    }

    public int? Whole(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Fault(name, "type", $"'{name}' is '{text}'. Accepted is a whole number from {min} to {max}.");
        return null;
    }

    public int Limit() => Whole("limit", 1, MaxLimit) ?? DefaultLimit;

    public Refusal? Finish() => _faults.Count == 0 ? null : Refused.Malformed(string.Join(' ', _faults.Select(f => f.Message)), _faults);

    private void Fault(string name, string code, string message) => _faults.Add(new FieldError($"?{name}", code, message));
}
