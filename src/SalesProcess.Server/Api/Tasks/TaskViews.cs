using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Tasks as one caller sees them: in his language, with what he may do.</summary>
internal sealed class TaskViews(CompanyRules rules, FormTexts forms, TaskService tasks, TimeProvider clock)
{
    public bool CanSee(UserTask task, Call call) => TaskRules.CanSee(task, call.Actor, rules.Directory);

    public TaskSummary Summary(UserTask task, Call call) => new()
    {
        Id = task.Id,
        Name = task.Name,
        Title = task.Title.For(call.Language),
        State = State(task),
        Assignee = task.Assignee,
        CandidateGroups = task.CandidateGroups,
        CandidateUsers = task.CandidateUsers,
        Priority = task.Priority,
        DueAt = task.DueAt,
        FollowUpAt = task.FollowUpAt,
        SuspendedUntil = task.SuspendedUntil,
        SuspendedFor = task.SuspendedFor,
        ClockStoppedAt = task.ClockStoppedAt,
        StartedAt = task.StartedAt,
        Tags = task.Tags,
        Stage = Stage(task, call),
        Definition = task.DefinitionId,
        InstanceId = task.InstanceId,
        RootId = task.RootId,
        BusinessKey = task.BusinessKey,
        Actions = Actions(task, call),
        AllowedActions = Allowed(task, call),
        Approver = task.Approver,
        Document = Document(task),
        OnBehalfOf = task.OnBehalfOf,
        CreatedAt = task.CreatedAt,
        UpdatedAt = task.UpdatedAt,
        CompletedAt = task.CompletedAt,
        CompletedBy = task.CompletedBy,
        Outcome = task.Action,
        Comment = task.Comment,
        Revision = task.Revision,
    };

    public TaskDetail Detail(UserTask task, Call call) =>
        new(Summary(task, call))
        {
            AllowedActions = call.Asker.OnlyReads || !tasks.CanRecall(task, call.Actor) ? Allowed(task, call) : ["recall"],
            Instructions = task.Instructions?.For(call.Language),
            Form = forms.Of(task, call.Language),
            Timers = [.. task.Timers.Select(Timer)],
            Exclusions = [.. task.Exclusions.Select(e => new ExclusionDto(e.User, e.Rule, e.TaskId, e.Task))],
        };

    private static TaskTimerDto Timer(TaskTimer timer) => timer.Kind == TaskTimerKind.Reminder
        ? new TaskTimerDto("reminder", timer.When, timer.At, timer.FiredAt, null, null)
        : new TaskTimerDto("escalation", timer.When, timer.At, timer.FiredAt, timer.To, timer.Raise);

    public static string ETag(UserTask task) => $"\"{task.Revision}\"";

    // A task that was put aside until a time that has come is open again, whether anybody has touched it since or not.
    private string State(UserTask task) => task.Status == Tasks.TaskStatus.Suspended && task.SuspendedUntil <= clock.GetUtcNow()
        ? task.Awake.ToString()
        : task.Status.ToString();

    private IReadOnlyList<string> Allowed(UserTask task, Call call) =>
        call.Asker.OnlyReads ? [] : TaskRules.AllowedActions(task, call.Actor, rules.Directory, clock.GetUtcNow());

    private static IReadOnlyList<ActionDto> Actions(UserTask task, Call call) => [.. task.Actions.Select(a => new ActionDto(a.Key, a.Title.For(call.Language)))];

    private static StageDto? Stage(UserTask task, Call call) => task.StageId is null ? null : new StageDto(task.StageId, task.Stage?.For(call.Language) ?? task.StageId);

    private static DocumentReferenceDto? Document(UserTask task) => task.Document is { } document ? new DocumentReferenceDto(document.Id, document.Sha256) : null;
}
