using System.Globalization;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks.Activities;

/// <summary>Reads when a task reminds and escalates.</summary>
internal static class TimerInputs
{
    private const int MaxSteps = 20;
    private const int HighestRaise = 100;

    private static readonly string[] StepMembers = ["after", "to", "raise"];

    /// <summary>Reads one time or a list of them; null if there is none.</summary>
    /// <exception cref="ActivityFault">It is no such thing.</exception>
    public static IReadOnlyList<string>? Reminders(object? value, Activity activity)
    {
        var parsed = TaskInputs.Parsed(value);
        if (parsed is null)
        {
            return null;
        }

        var times = (parsed as List<object?> ?? [parsed]).Where(item => item is not (null or "")).Select(item => Time(item, "remindAt", activity)).ToList();
        return times.Count == 0 ? null : Few(times, "remindAt", activity);
    }

    /// <summary>Reads <c>[{"after","to","raise"}]</c>; null if it is not given.</summary>
    /// <exception cref="ActivityFault">It is no such thing.</exception>
    public static IReadOnlyList<EscalationStep>? Escalation(object? value, Activity activity)
    {
        var parsed = TaskInputs.Parsed(value);
        return parsed is null ? null : Few([.. (parsed as List<object?> ?? [parsed]).Select(item => Step(item, activity))], "escalation", activity);
    }

    /// <returns>Whether any of the times is counted by a calendar.</returns>
    /// <exception cref="ActivityFault">There is no due time that they could be counted from.</exception>
    public static bool CheckDue(IReadOnlyList<string>? reminders, IReadOnlyList<EscalationStep>? escalation, bool hasDue, Activity activity)
    {
        var relative = (reminders ?? []).Concat((escalation ?? []).Select(step => step.After)).Where(StepTime.IsRelative).ToList();
        return relative.Count > 0 && !hasDue
            ? throw new ActivityFault($"'{relative[0]}' of '{activity.DisplayName}' is counted from its due time, and it has none. Give it dueIn or dueAt.")
            : relative.Exists(when => !StepTime.IsShare(when));
    }

    private static EscalationStep Step(object? item, Activity activity)
    {
        if (item is not IReadOnlyDictionary<string, object?> map
            || map.Keys.Except(StepMembers, StringComparer.Ordinal).Any()
            || map.GetValueOrDefault("to") is not (null or string)
            || Raise(map.GetValueOrDefault("raise")) is not { } raise)
        {
            throw new ActivityFault(
                $"A step of the escalation of '{activity.DisplayName}' must be such as {{\"after\":\"+1wd\",\"to\":\"gm\",\"raise\":20}}, 'to' and 'raise' (0 to {HighestRaise}) only if wanted; it is {ValueJson.Format(item)}.");
        }

        return new EscalationStep(Time(map.GetValueOrDefault("after"), "escalation", activity), TaskInputs.Text(map.GetValueOrDefault("to") as string), raise);
    }

    private static int? Raise(object? value) => value switch
    {
        null => TaskRules.EscalationStep,
        long and >= 0 and <= HighestRaise => (int)(long)value,
        double d when d is >= 0 and <= HighestRaise && d == Math.Floor(d) => (int)d,
        _ => null,
    };

    private static string Time(object? value, string input, Activity activity)
    {
        switch (value)
        {
            case DateTimeOffset time:
                return Text(time);
            case DateTime time:
                return Text(new DateTimeOffset(DateTime.SpecifyKind(time, time.Kind == DateTimeKind.Unspecified ? DateTimeKind.Utc : time.Kind)));
            case string text:
                StepTime.Check(text.Trim());
                return text.Trim();
            default:
                throw new ActivityFault($"The {input} of '{activity.DisplayName}' must be times such as 50%, -1wd, +1wd or 2026-11-23T09:00:00+08:00; it is {ValueJson.Format(value)}.");
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static List<T> Few<T>(List<T> steps, string input, Activity activity) => steps.Count <= MaxSteps
        ? steps
        : throw new ActivityFault($"The {input} of '{activity.DisplayName}' has {steps.Count} steps; at most {MaxSteps} are accepted.");
}
