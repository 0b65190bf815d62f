using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Primitives;

[Activity("Elsa", "Primitives", "Asks a program outside to do something and waits for its answer.")]
public sealed class RunTask : Activity
{
    /// <summary>The key of the stimulus input that carries the answer.</summary>
    public const string AnswerKey = "RunTaskInput";

    [Input("What is to be done.")]
    public Input<string> TaskName { get; set; } = null!;

    [Input("What the program needs to know.")]
    public Input<Dictionary<string, object?>> Payload { get; set; } = null!;

    [Output("The id that the answer has to name.")]
    public Output? TaskId { get; set; }

    [Output("The answer.")]
    public Output? Result { get; set; }

    /// <summary>What the bookmark of a task is found by: its name is told in the payload, and does not count.</summary>
    public static Dictionary<string, object?> BookmarkKey(string taskId) => new(StringComparer.Ordinal) { ["TaskId"] = taskId };

    public override void Execute(ActivityContext context)
    {
        var taskId = context.Ambient.NewId();
        context.Set(TaskId, taskId);
        var name = context.Get(TaskName) ?? "";
        context.Wait(new Dictionary<string, object?>(StringComparer.Ordinal) { ["TaskId"] = taskId, ["TaskName"] = name }, hashed: true, key: BookmarkKey(taskId));
        context.Emit(new Effect.RequestTask(taskId, name, context.Get(Payload)));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, IReadOnlyDictionary<string, object?> input)
    {
        if (!input.TryGetValue(AnswerKey, out var answer))
        {
            throw new ActivityFault($"The given key '{AnswerKey}' was not present in the input of the task's answer. Send it, if only with null.");
        }

        context.Set(Result, answer);
        context.Complete();
    }
}
