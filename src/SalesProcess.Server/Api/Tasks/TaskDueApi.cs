using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Why a task is due when it is due.</summary>
internal static class TaskDueApi
{
    public static void MapTaskDue(this RouteGroupBuilder api) => api.MapGroup("/tasks").WithTags("Tasks").MapGet("/{id}/due/explain", Explain)
        .Describe("explainDue", "Every piece of time that was counted on the way to a task's due time, and every day that was not.")
        .Answers<DueDto>().Refuses(RefusalCodes.NotFound);

    private static Reply Explain(string id, Call call, TaskReads reads, CompanyRules rules)
    {
        if (call.Query().Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        return reads.Find(id, call) is { } task ? Reply.Ok(View(task, rules), ApiJson.Shared.DueDto) : Reply.Of(Refused.NotFound());
    }

    private static DueDto View(UserTask task, CompanyRules rules)
    {
        var due = new DueDto { TaskId = task.Id, DueAt = task.DueAt, DueIn = task.DueIn };
        if (rules.CalendarOf(task) is not { } calendar || TaskClock.Explain(task, calendar) is not { } explained)
        {
            return due;
        }

        return due with
        {
            Calendar = new DueCalendarDto(calendar.Id, calendar.TimeZone.Id),
            From = explained.From,
            Segments = [.. explained.Counted.Select(piece => new DueSegmentDto(piece.From, piece.To, piece.Minutes, piece.Days))],
            Skipped = [.. explained.Skipped.Select(day => new DueSkippedDto(day.Date, day.Reason))],
            Stopped =
            [
                .. task.ClockStops.Select(stop => new DueStopDto(stop.From, stop.To)),
                .. task.ClockStoppedAt is { } since ? [new DueStopDto(since, null)] : Array.Empty<DueStopDto>(),
            ],
            UnknownYears = explained.Unknown,
        };
    }
}
