using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>Where a task comes from.</summary>
public sealed record TaskOrigin
{
    public required string InstanceId { get; init; }

    public required string RootId { get; init; }

    public required string DefinitionId { get; init; }

    public string? StageId { get; init; }

    public LocalizedText? Stage { get; init; }

    public string? Team { get; init; }

    public string? Owner { get; init; }

    public string? BusinessKey { get; init; }

    /// <summary>Who started the deal.</summary>
    public string? Initiator { get; init; }
}

/// <summary>Makes tasks of what activities asked for.</summary>
public static class UserTasks
{
    /// <summary>
    /// Opens a task. Excluded people are never assigned: the task is then open to its candidates. If the definition names nobody at all, it is open to the
    /// deal's owner and team. What the definition got wrong stands in <see cref="UserTask.Fault"/>.
    /// </summary>
    /// <param name="completersExcluded">Who took part in the tasks that <see cref="OpenUserTask.NotCompletersOf"/> names (see <see cref="Excluded"/>).</param>
    public static UserTask Open(
        OpenUserTask effect,
        TaskOrigin origin,
        IReadOnlyDictionary<string, Calendar> calendars,
        IReadOnlyCollection<Exclusion> completersExcluded,
        Func<string, TaskForm?> forms,
        string taskId,
        DateTimeOffset now)
    {
        var faults = new List<string>();
        var form = effect.Form is null ? null : forms(effect.Form);
        if (effect.Form is not null && form is null)
        {
            faults.Add($"The form '{effect.Form}' of task '{effect.Name}' is not known. Forms are files forms/<id>.json.");
        }

        IReadOnlyList<Exclusion> exclusions = [.. effect.ExcludedUsers.Select(user => new Exclusion(user, Exclusion.ExcludedUsers)), .. Initiator(effect, origin), .. completersExcluded];
        IReadOnlyList<string> excluded = [.. exclusions.Select(e => e.User).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var assignee = effect.Assignee is not null && !excluded.Contains(effect.Assignee, StringComparer.Ordinal) ? effect.Assignee : null;
        var (users, groups) = Candidates(effect, origin, faults);
        var task = new UserTask
        {
            Id = taskId,
            BookmarkId = effect.BookmarkId,
            InstanceId = origin.InstanceId,
            RootId = origin.RootId,
            DefinitionId = origin.DefinitionId,
            ActivityId = effect.ActivityId,
            Name = effect.Name,
            Title = effect.Title,
            Instructions = effect.Instructions,
            Status = assignee is null ? TaskStatus.Ready : TaskStatus.Reserved,
            Assignee = assignee,
            ReservedAt = assignee is null ? null : now,
            CandidateUsers = users,
            CandidateGroups = groups,
            ExcludedUsers = excluded,
            Exclusions = exclusions,
            NotCompletersOf = Separated(effect),
            Priority = effect.Priority,
            DueAt = DueAt(effect, calendars, now, faults),
            DueIn = effect.DueAt is null ? effect.DueIn : null,
            Calendar = calendars.ContainsKey(effect.Calendar) ? effect.Calendar : null,
            FollowUpAt = effect.FollowUpAt,
            Timers = Timers(effect),
            EscalateTo = effect.EscalateTo,
            FormId = effect.Form,
            FormHash = form?.Hash,
            DropsDraft = effect.DropsDraft ?? false,
            Data = effect.Data,
            Actions = effect.Actions,
            SkipOutcome = effect.SkipOutcome,
            Approver = effect.Approver,
            VotingRound = effect.VotingRound,
            Document = effect.Document,
            Team = origin.Team,
            Owner = origin.Owner,
            BusinessKey = origin.BusinessKey,
            StageId = origin.StageId,
            Stage = origin.Stage,
            CreatedAt = now,
            UpdatedAt = now,
            Fault = faults.Count == 0 ? null : string.Join(' ', faults),
        };
        task = TaskClock.Start(task, calendars.GetValueOrDefault(effect.Calendar));
        return assignee is null ? task.OrElse(effect.Assignee) : task;
    }

    private static IEnumerable<Exclusion> Initiator(OpenUserTask effect, TaskOrigin origin) =>
        effect.NotInitiator && origin.Initiator is { } initiator ? [new Exclusion(initiator, Exclusion.NotInitiator)] : [];

    // Whom to escalate to without saying when: as soon as it is overdue.
    private static IReadOnlyList<TaskTimer> Timers(OpenUserTask effect)
    {
        IReadOnlyList<EscalationStep> usual = effect.EscalateTo is null || (effect.DueAt is null && effect.DueIn is null) ? [] : [new("100%", null, TaskRules.EscalationStep)];
        return
        [
            .. (effect.Reminders ?? []).Select(when => new TaskTimer(TaskTimerKind.Reminder, when)),
            .. (effect.Escalation ?? usual).Select(step => new TaskTimer(TaskTimerKind.Escalation, step.After, To: step.To, Raise: step.Raise)),
        ];
    }

    // Whoever votes in an approval is excluded from its other tasks. The effect does not say so itself: that would exclude the voters of an earlier round too.
    private static IReadOnlyList<string> Separated(OpenUserTask effect) =>
        effect.Approver is null ? effect.NotCompletersOf : [.. effect.NotCompletersOf.Append(effect.Name).Distinct(StringComparer.Ordinal)];

    private static (IReadOnlyList<string> Users, IReadOnlyList<string> Groups) Candidates(OpenUserTask effect, TaskOrigin origin, List<string> faults)
    {
        if (effect.Assignee is not null || effect.CandidateUsers.Count > 0 || effect.CandidateGroups.Count > 0)
        {
            return (effect.CandidateUsers, effect.CandidateGroups);
        }

        if (origin.Owner is null && origin.Team is null)
        {
            faults.Add($"The task '{effect.Name}' names nobody who may do it. Give it an assignee, candidateUsers or candidateGroups.");
        }

        return (origin.Owner is null ? [] : [origin.Owner], origin.Team is null ? [] : [origin.Team]);
    }

    private static DateTimeOffset? DueAt(OpenUserTask effect, IReadOnlyDictionary<string, Calendar> calendars, DateTimeOffset now, List<string> faults)
    {
        if (effect.DueAt is not null || effect.DueIn is null)
        {
            return effect.DueAt;
        }

        try
        {
            if (calendars.TryGetValue(effect.Calendar, out var calendar))
            {
                return Deadline.Compute(effect.DueIn, calendar, now);
            }

            var known = calendars.Count == 0 ? "none" : string.Join(", ", calendars.Keys.Order(StringComparer.Ordinal));
            faults.Add($"The calendar '{effect.Calendar}' of task '{effect.Name}' is not known. Known: {known}.");
        }
        catch (ActivityFault fault)
        {
            faults.Add(fault.Message);
        }

        return null;
    }
}
