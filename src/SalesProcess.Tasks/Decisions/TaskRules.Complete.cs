using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>Completing a task.</summary>
public static partial class TaskRules
{
    /// <summary>
    /// Completes the task, and claims it first if nobody has: a candidate need not ask twice. No role completes anything by itself.
    /// Data that is refused is refused with every fault at once.
    /// </summary>
    /// <param name="form">The form that the task names, or null if it names none.</param>
    public static TaskDecision Complete(
        UserTask task, Actor actor, string? action, object? data, string? comment, TaskForm? form, Directory directory, Ambient ambient) =>
        Decide(task, actor, directory, ambient.Now, (open, relation) =>
        {
            if (!MayComplete(open, actor, relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            if (action is null || open.Actions.All(a => a.Key != action))
            {
                return Refused(Refusals.UnknownAction(open, action));
            }

            if (Unacceptable(open, action, data, form, ambient) is { } refusal)
            {
                return Refused(refusal);
            }

            return Accepted(
                open with
                {
                    Status = TaskStatus.Completed,
                    Assignee = actor.Id,
                    ReservedAt = open.ReservedAt ?? ambient.Now,
                    CompletedBy = actor.Id,
                    CompletedAt = ambient.Now,
                    Action = action,
                    Comment = string.IsNullOrWhiteSpace(comment) ? null : comment,
                },
                ambient.Now);
        });

    /// <summary>Passes the task over, with a reason, where its definition says which way the flow takes then. Whoever skips has decided, so duties are separated as if he had done it.</summary>
    public static TaskDecision Skip(UserTask task, Actor actor, string? reason, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, (open, relation) =>
        {
            if (Relations.IsExcluded(open, actor.Id))
            {
                return Refused(Refusals.ExcludedPerson(open, actor.Id));
            }

            if (!MaySkip(open, actor, relation))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            if (open.SkipOutcome is null)
            {
                return Refused(new Refusal(RefusalCodes.TaskNotSkippable, $"The task '{open.Name}' cannot be skipped: its definition names no outcome for that (input 'skippable')."));
            }

            return string.IsNullOrWhiteSpace(reason)
                ? Refused(new Refusal(
                    RefusalCodes.ReasonRequired, "Say why the task is skipped. · 请说明跳过的原因。", [new FieldError("/reason", "required", "'reason' must not be blank.")]))
                : Accepted(
                    open with { Status = TaskStatus.Obsolete, CompletedBy = actor.Id, CompletedAt = now, Action = open.SkipOutcome, Comment = reason.Trim() }, now);
        });

    private static bool MaySkip(UserTask task, Actor actor, Relation relation) =>
        !Relations.IsExcluded(task, actor.Id) && (MayComplete(task, actor, relation) || relation.Has(Relation.Manager | Relation.Admin));

    private static Refusal? Unacceptable(UserTask task, string action, object? data, TaskForm? form, Ambient ambient)
    {
        if (task.FormId is not null && form is null)
        {
            return Refusals.With(RefusalCodes.FormUnavailable, $"The form '{task.FormId}' of the task is not available, so its data cannot be checked.", ("form", task.FormId));
        }

        IReadOnlyList<FieldError> errors = form?.Validate(data, action, ambient)
            ?? (data is null or IReadOnlyDictionary<string, object?> ? [] : [new FieldError("", "type", "The data must be an object. · 数据必须是对象。")]);
        return errors.Count == 0
            ? null
            : new Refusal(RefusalCodes.FormInvalid, $"{errors.Count} {(errors.Count == 1 ? "value is" : "values are")} missing or wrong. · 有 {errors.Count} 处缺失或错误。", errors);
    }
}
