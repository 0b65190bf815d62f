using System.Text.Json;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks.Activities;

/// <summary>Turns the evaluated inputs of a <see cref="HumanActivity"/> into the task to open.</summary>
internal static class TaskInputs
{
    private const int HighestPriority = 100;

    /// <exception cref="ActivityFault">An input is not what it must be.</exception>
    public static OpenUserTask Read(ActivityContext context, HumanActivity activity, string? defaultForm = null)
    {
        var dueIn = Text(context.Get(activity.DueIn));
        if (dueIn is not null)
        {
            Deadline.Check(dueIn);
        }

        var priority = context.Get(activity.Priority) ?? 50;
        if (priority is < 0 or > HighestPriority)
        {
            throw new ActivityFault($"The priority {priority} of '{activity.DisplayName}' is out of range. Accepted: 0 to {HighestPriority}.");
        }

        var form = Text(context.Get(activity.Form)) ?? defaultForm;
        var calendar = Text(context.Get(activity.Calendar)) ?? "china";
        var dueAt = context.Get(activity.DueAt);
        var reminders = TimerInputs.Reminders(context.Get(activity.RemindAt), activity);
        var escalation = TimerInputs.Escalation(context.Get(activity.Escalation), activity);
        var counts = TimerInputs.CheckDue(reminders, escalation, hasDue: dueAt is not null || dueIn is not null, activity);
        TaskFacts.Check(context.Ambient, activity.DisplayName, form, dueIn is null && !counts ? null : calendar);
        return new OpenUserTask
        {
            BookmarkId = "",
            ActivityId = activity.Id,
            Name = activity.DisplayName,
            Title = Localized(context.Get(activity.Title), "title", activity) ?? new LocalizedText(activity.DisplayName, activity.DisplayName),
            Instructions = Localized(context.Get(activity.Instructions), "instructions", activity),
            ExcludedUsers = Ids(context.Get(activity.ExcludedUsers)),
            NotCompletersOf = Ids(context.Get(activity.NotCompletersOf)),
            NotInitiator = context.Get(activity.NotInitiator),
            Form = form,
            Data = Parsed(context.Get(activity.Data)),
            DueIn = dueIn,
            DueAt = dueAt,
            FollowUpAt = context.Get(activity.FollowUpAt),
            Calendar = calendar,
            Priority = priority,
            DropsDraft = DropsDraft(context.Get(activity.DraftOnReassign), activity),
            Reminders = reminders,
            Escalation = escalation,
            EscalateTo = Text(context.Get(activity.EscalateTo)),
        };
    }

    /// <summary>Makes the bookmark of the task and asks for the task to be opened.</summary>
    public static void Open(ActivityContext context, OpenUserTask task, int vote = 0)
    {
        var payload = new Dictionary<string, object?>(StringComparer.Ordinal) { ["task"] = task.Name };
        if (task.Approver is not null)
        {
            payload["approver"] = task.Approver;
            payload["vote"] = (long)vote;
        }

        context.Emit(task with { BookmarkId = context.Wait(payload).Id });
    }

    /// <summary>Makes the bookmark that wakes by itself, if a time is given.</summary>
    public static void OpenTimeout(ActivityContext context, HumanActivity activity)
    {
        if (context.Get(activity.TimeoutAt) is { } at)
        {
            context.Wait(resumeAt: at, name: HumanActivity.Timeout);
        }
    }

    /// <summary>Reads <c>[{"key","title"}]</c>.</summary>
    public static IReadOnlyList<TaskAction> Actions(object? value, Activity activity)
    {
        if (Parsed(value) is null)
        {
            return [new TaskAction("Complete", new LocalizedText("Complete", "完成"))];
        }

        var actions = (Parsed(value) as List<object?>)?.Select(ReadAction).ToList();
        if (actions is not { Count: > 0 } || actions.Exists(a => a is null))
        {
            throw new ActivityFault($"The actions of '{activity.DisplayName}' must be a list such as [{{\"key\":\"Advance\",\"title\":{{\"en\":\"Advance\",\"zh\":\"推进\"}}}}].");
        }

        if (actions.GroupBy(a => a!.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ActivityFault($"The action '{twice.Key}' of '{activity.DisplayName}' is given twice.");
        }

        if (actions.Exists(a => a!.Key == HumanActivity.Timeout))
        {
            throw new ActivityFault($"The action key '{HumanActivity.Timeout}' of '{activity.DisplayName}' is reserved for timeoutAt. Choose another key.");
        }

        return [.. actions.OfType<TaskAction>()];
    }

    /// <exception cref="ActivityFault">The outcome is the time-out's.</exception>
    public static string? SkipOutcome(string? value, Activity activity) => Text(value) is HumanActivity.Timeout
        ? throw new ActivityFault($"The outcome '{HumanActivity.Timeout}' of '{activity.DisplayName}' is reserved for timeoutAt. Choose another for 'skippable'.")
        : Text(value);

    // Null for the usual, so that an effect says only what is unusual.
    private static bool? DropsDraft(string? policy, Activity activity) => Text(policy) switch
    {
        null or "keep" => null,
        "drop" => true,
        _ => throw new ActivityFault($"The draftOnReassign '{policy}' of '{activity.DisplayName}' is not known. Accepted: keep, drop."),
    };

    /// <summary>The text of an object or list becomes its value; blank text is nothing; everything else stays ("[Urgent] Call" is a title).</summary>
    public static object? Parsed(object? value)
    {
        if (value is not string text)
        {
            return value;
        }

        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }

        try
        {
            return ValueJson.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    public static IReadOnlyList<string> Ids(string[]? values) =>
        values is null ? [] : [.. values.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v.Trim()).Distinct(StringComparer.Ordinal)];

    public static LocalizedText? Localized(object? value, string input, Activity activity)
    {
        var parsed = Parsed(value);
        return parsed is null
            ? null
            : LocalizedText.FromValue(parsed)
                ?? throw new ActivityFault($"The {input} of '{activity.DisplayName}' must be a text or {{\"en\":\"…\",\"zh\":\"…\"}}; it is {ValueJson.Format(parsed)}.");
    }

    private static TaskAction? ReadAction(object? item) => item switch
    {
        string { Length: > 0 } key => new TaskAction(key, new LocalizedText(key, key)),
        IReadOnlyDictionary<string, object?> map when map.GetValueOrDefault("key") is string { Length: > 0 } key =>
            new TaskAction(key, LocalizedText.FromValue(map.GetValueOrDefault("title")) ?? new LocalizedText(key, key)),
        _ => null,
    };
}
