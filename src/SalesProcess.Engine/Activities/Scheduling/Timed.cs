using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Scheduling;

/// <summary>The wait that all timers share.</summary>
internal static class Timed
{
    public static Bookmark WaitUntil(this ActivityContext context, DateTimeOffset time) =>
        context.Wait(new Dictionary<string, object?>(StringComparer.Ordinal) { ["ResumeAt"] = time }, resumeAt: time);
}
