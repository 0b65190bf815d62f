using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>What a person answered, as the bookmark of a task is resumed with it.</summary>
internal sealed record TaskAnswer(string Action, object? Data, string? Comment, string? CompletedBy, string? OnBehalfOf, object CompletedAt)
{
    /// <summary>Nobody did it: it was skipped with a reason, which is the comment.</summary>
    public bool Skipped { get; private init; }

    public static bool IsSkipped(IReadOnlyDictionary<string, object?> input) => input.GetValueOrDefault("skipped") is true;

    /// <summary>Reads the input of a resumed bookmark. Without an action (a trial run without people) the first one is taken.</summary>
    /// <exception cref="ActivityFault">The action is not one of the task's.</exception>
    public static TaskAnswer Read(ActivityContext context, IReadOnlyDictionary<string, object?> input, IReadOnlyList<string> actions)
    {
        var action = input.GetValueOrDefault("action") as string ?? actions[0];
        if (!actions.Contains(action, StringComparer.Ordinal))
        {
            throw new ActivityFault($"'{action}' is not an action of '{context.Record.Activity.DisplayName}'. Accepted: {string.Join(", ", actions)}.");
        }

        return new TaskAnswer(
            action,
            input.GetValueOrDefault("data"),
            input.GetValueOrDefault("comment") as string,
            input.GetValueOrDefault("completedBy") as string,
            input.GetValueOrDefault("onBehalfOf") as string,
            input.GetValueOrDefault("completedAt") ?? context.Now)
        {
            Skipped = IsSkipped(input),
        };
    }

    public static TaskAnswer TimedOut(ActivityContext context) => new(HumanActivity.Timeout, null, null, null, null, context.Now);

    public Dictionary<string, object?> ToValue()
    {
        var value = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["action"] = Action,
            ["data"] = Data,
            ["comment"] = Comment,
            ["completedBy"] = CompletedBy,
            ["onBehalfOf"] = OnBehalfOf,
            ["completedAt"] = CompletedAt,
        };
        if (Skipped)
        {
            value["skipped"] = true;
        }

        return value;
    }
}
