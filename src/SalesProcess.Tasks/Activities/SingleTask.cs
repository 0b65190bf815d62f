using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>An activity that is one task: it opens it and ends with the action somebody chose.</summary>
internal static class SingleTask
{
    private const string Actions = "actions";
    private const string Skip = "skip";

    public static void Open(ActivityContext context, HumanActivity activity, OpenUserTask task)
    {
        context.Record.Properties[Actions] = task.Actions.Select(object? (a) => a.Key).ToList();
        if (task.SkipOutcome is not null)
        {
            context.Record.Properties[Skip] = task.SkipOutcome;
        }

        TaskInputs.Open(context, task);
        TaskInputs.OpenTimeout(context, activity);
    }

    public static void Resume(ActivityContext context, HumanActivity activity, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        var answer = HumanActivity.IsTimeout(bookmark)
            ? TaskAnswer.TimedOut(context)
            : TaskAnswer.Read(context, input, Accepted(context.Record, input));
        context.Set(activity.Result, answer.ToValue());
        context.Complete(answer.Action);
    }

    private static IReadOnlyList<string> Accepted(ActivityRecord record, IReadOnlyDictionary<string, object?> input) =>
        TaskAnswer.IsSkipped(input) && record.Properties.GetValueOrDefault(Skip) is string skip ? [skip] : [.. record.Property<List<object?>>(Actions)!.Cast<string>()];
}
