using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Scheduling;

/// <summary>The wait that all timers share.</summary>
internal static class Timed
{
    public static Bookmark WaitFor(this ActivityContext context, TimeSpan span) => span <= DateTimeOffset.MaxValue - context.Now && span >= DateTimeOffset.MinValue - context.Now
        ? context.WaitUntil(context.Now + span)
        : throw new ActivityFault($"The time span {span} leads out of the calendar.");

    public static Bookmark WaitUntil(this ActivityContext context, DateTimeOffset time) =>
        context.Wait(new Dictionary<string, object?>(StringComparer.Ordinal) { ["ResumeAt"] = time }, resumeAt: time);
}
