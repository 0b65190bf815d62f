namespace SalesProcess.Server.Api;

/// <summary>How a task's due time came about.</summary>
internal sealed record DueDto
{
    public required string TaskId { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What was allowed: 2wd (working days), 4wh (working hours), or by the clock (ISO 8601). Null if the definition set the time itself, or none.</summary>
    public string? DueIn { get; init; }

    public DueCalendarDto? Calendar { get; init; }

    /// <summary>When counting began: for working time the first working moment after the task was opened.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The pieces of time that counted. Their sum is what was allowed.</summary>
    public IReadOnlyList<DueSegmentDto> Segments { get; init; } = [];

    /// <summary>The days between that did not count.</summary>
    public IReadOnlyList<DueSkippedDto> Skipped { get; init; } = [];

    /// <summary>When the clock stood still because the customer was waited for; what of it was working time, or time by the clock, was given back.</summary>
    public IReadOnlyList<DueStopDto> Stopped { get; init; } = [];

    /// <summary>Years of which the calendar names no holiday: there every weekday counted.</summary>
    public IReadOnlyList<int> UnknownYears { get; init; } = [];
}

/// <param name="To">Null while it stands still.</param>
internal sealed record DueStopDto(DateTimeOffset From, DateTimeOffset? To);

internal sealed record DueCalendarDto(string Id, string TimeZone);

/// <param name="Minutes">The length of the piece.</param>
/// <param name="Days">For a number of working days: how many of them it is.</param>
internal sealed record DueSegmentDto(DateTimeOffset From, DateTimeOffset To, double Minutes, int? Days);

/// <param name="Reason">holiday, or day-off for a day of the week that is not worked.</param>
internal sealed record DueSkippedDto(DateOnly Date, string Reason);
