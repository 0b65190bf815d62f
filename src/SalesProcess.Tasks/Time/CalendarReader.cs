using System.Globalization;
using System.Text.Json;
using SalesProcess.Engine.Values;
using TimeZoneConverter;

namespace SalesProcess.Tasks;

/// <summary>Reads a calendar file and lists everything that is wrong with it.</summary>
internal sealed class CalendarReader
{
    public static readonly IReadOnlyDictionary<string, DayOfWeek> Weekdays = new Dictionary<string, DayOfWeek>(StringComparer.Ordinal)
    {
        ["mon"] = DayOfWeek.Monday,
        ["tue"] = DayOfWeek.Tuesday,
        ["wed"] = DayOfWeek.Wednesday,
        ["thu"] = DayOfWeek.Thursday,
        ["fri"] = DayOfWeek.Friday,
        ["sat"] = DayOfWeek.Saturday,
        ["sun"] = DayOfWeek.Sunday,
    };

    private readonly List<string> _faults = [];

    private CalendarReader()
    {
    }

    public static Calendar Read(string json)
    {
        var reader = new CalendarReader();
        var root = reader.Root(json);
        var id = root.GetValueOrDefault("id") as string ?? "";
        if (id.Length == 0)
        {
            reader._faults.Add("/id must be text.");
        }

        var zone = reader.Zone(root.GetValueOrDefault("timeZone"));
        var hours = reader.Hours(root.GetValueOrDefault("workingHours"));
        var holidays = reader.Dates(root, "holidays");
        var workingDays = reader.Dates(root, "workingDays");
        reader._faults.AddRange(holidays.Intersect(workingDays).Select(date => $"{date:O} is both a holiday and a working day."));
        return reader._faults.Count == 0
            ? new Calendar(id, zone!, hours, holidays, workingDays)
            : throw new ConfigurationFault(id.Length == 0 ? "The calendar" : $"The calendar '{id}'", reader._faults);
    }

    private Dictionary<string, object?> Root(string json)
    {
        try
        {
            if (ValueJson.Parse(json) is Dictionary<string, object?> map)
            {
                return map;
            }

            _faults.Add("It must be an object {\"id\",\"timeZone\",\"workingHours\",\"holidays\",\"workingDays\"}.");
        }
        catch (JsonException broken)
        {
            _faults.Add($"The text is not JSON: {broken.Message}");
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    private TimeZoneInfo? Zone(object? value)
    {
        if (value is string id && TZConvert.TryGetTimeZoneInfo(id, out var zone))
        {
            return zone;
        }

        _faults.Add($"/timeZone '{value}' is not known. Accepted is an IANA name such as Asia/Shanghai.");
        return null;
    }

    private Dictionary<DayOfWeek, IReadOnlyList<WorkingPeriod>> Hours(object? value)
    {
        var hours = new Dictionary<DayOfWeek, IReadOnlyList<WorkingPeriod>>();
        if (value is not IReadOnlyDictionary<string, object?> map)
        {
            _faults.Add("/workingHours must be an object such as {\"mon\":[[\"09:00\",\"18:00\"]]}.");
            return hours;
        }

        foreach (var (key, periods) in map)
        {
            if (!Weekdays.TryGetValue(key, out var day))
            {
                _faults.Add($"/workingHours/{key} is no weekday. Accepted: {string.Join(", ", Weekdays.Keys)}.");
            }
            else if (Periods(periods, $"/workingHours/{key}") is { Count: > 0 } list)
            {
                hours[day] = list;
            }
        }

        if (hours.Count == 0)
        {
            _faults.Add("/workingHours names no weekday with working hours.");
        }

        return hours;
    }

    private List<WorkingPeriod> Periods(object? value, string at)
    {
        if (value is not List<object?> list)
        {
            _faults.Add($"{at} must be a list of [from, to].");
            return [];
        }

        var periods = new List<WorkingPeriod>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not List<object?> { Count: 2 } pair || Time(pair[0]) is not { } from || Time(pair[1]) is not { } to)
            {
                _faults.Add($"{at}/{i} must be two times such as [\"09:00\", \"12:00\"].");
            }
            else if (from >= to || (periods.Count > 0 && from < periods[^1].To))
            {
                _faults.Add($"{at}/{i} must end after it begins and begin after the one before it ends.");
            }
            else
            {
                periods.Add(new WorkingPeriod(from, to));
            }
        }

        return periods;
    }

    private static TimeSpan? Time(object? value) => value switch
    {
        "24:00" => TimeSpan.FromDays(1),
        string text when TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time.ToTimeSpan(),
        _ => null,
    };

    private List<DateOnly> Dates(Dictionary<string, object?> root, string key)
    {
        var dates = new List<DateOnly>();
        if (root.GetValueOrDefault(key) is not { } value)
        {
            return dates;
        }

        if (value is not List<object?> list)
        {
            _faults.Add($"/{key} must be a list of dates.");
            return dates;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                dates.Add(date);
            }
            else
            {
                _faults.Add($"/{key}/{i} '{list[i]}' is no date. Accepted is for example 2026-10-01.");
            }
        }

        return dates;
    }
}
