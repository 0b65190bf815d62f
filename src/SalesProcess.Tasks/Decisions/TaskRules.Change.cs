namespace SalesProcess.Tasks;

/// <summary>What is to be changed about a task: only the members that are given.</summary>
public sealed record TaskChange
{
    public const int MaxTags = 20;

    public const int MaxTagLength = 50;

    /// <summary>0 to 100.</summary>
    public Given<int>? Priority { get; init; }

    /// <summary>Null clears it.</summary>
    public Given<DateTimeOffset?>? DueAt { get; init; }

    /// <inheritdoc cref="DueAt"/>
    public Given<DateTimeOffset?>? FollowUpAt { get; init; }

    public Given<IReadOnlyList<string>>? Tags { get; init; }
}

/// <summary>A value that was given, be it null; what was not given is no <see cref="Given{T}"/> at all.</summary>
public sealed record Given<T>(T Value);

/// <summary>Changing what is said about a task.</summary>
public static partial class TaskRules
{
    /// <summary>Changes priority, times and tags. How urgent it is and when it is due is for the deal's owner and managers to say, not for whoever has it.</summary>
    public static TaskDecision Change(UserTask task, Actor actor, TaskChange change, Directory directory, DateTimeOffset now) =>
        Decide(task, actor, directory, now, evenSuspended: true, rule: (open, relation) =>
        {
            if (!MayPassOn(open, relation) && !relation.Has(Relation.DealOwner))
            {
                return Refused(Refusals.NotYours(open, actor, relation));
            }

            if ((change.Priority is not null || change.DueAt is not null) && !relation.Has(Relation.DealOwner | Relation.Manager | Relation.Admin))
            {
                return Refused(new Refusal(
                    RefusalCodes.PermissionMissing, $"{actor.Id} may change followUpAt and tags. Priority and dueAt are for the deal's owner and for managers."));
            }

            if (Faults(change, now) is { Count: > 0 } faults)
            {
                return Refused(new Refusal(
                    faults.TrueForAll(f => f.Code == RefusalCodes.DueInPast) ? RefusalCodes.DueInPast : RefusalCodes.FormInvalid,
                    string.Join(' ', faults.Select(f => f.Message)),
                    faults));
            }

            var changed = open with
            {
                Priority = change.Priority?.Value ?? open.Priority,
                DueAt = change.DueAt is null ? open.DueAt : change.DueAt.Value,
                DueIn = change.DueAt is null || change.DueAt.Value == open.DueAt ? open.DueIn : null,
                FollowUpAt = change.FollowUpAt is null ? open.FollowUpAt : change.FollowUpAt.Value,
                Tags = change.Tags is null ? open.Tags : [.. change.Tags.Value.Select(t => t.Trim()).Distinct(StringComparer.Ordinal)],
            };
            return changed == open with { Tags = changed.Tags } && changed.Tags.SequenceEqual(open.Tags) ? new TaskDecision.Accepted(open) : Accepted(changed, now);
        });

    private static List<FieldError> Faults(TaskChange change, DateTimeOffset now)
    {
        var faults = new List<FieldError>();
        if (change.Priority is { Value: < 0 or > HighestPriority } priority)
        {
            faults.Add(new FieldError("/priority", "out-of-range", $"The priority {priority.Value} is out of range. Accepted: 0 to {HighestPriority}."));
        }

        Past("/dueAt", change.DueAt);
        Past("/followUpAt", change.FollowUpAt);
        if (change.Tags is { Value: var tags })
        {
            if (tags.Count > TaskChange.MaxTags)
            {
                faults.Add(new FieldError("/tags", "too-many", $"There are {tags.Count} tags; at most {TaskChange.MaxTags} are accepted."));
            }

            faults.AddRange(tags.Select((tag, i) => (Tag: tag, At: $"/tags/{i}")).Where(t => t.Tag.Trim().Length is 0 or > TaskChange.MaxTagLength)
                .Select(t => new FieldError(t.At, "length", $"The tag '{t.Tag}' must have 1 to {TaskChange.MaxTagLength} characters.")));
        }

        return faults;

        void Past(string pointer, Given<DateTimeOffset?>? time)
        {
            if (time?.Value > now + TaskClock.Horizon)
            {
                faults.Add(new FieldError(pointer, "out-of-range", $"'{pointer[1..]}' is {time.Value:O}, which is too far ahead. Accepted: up to {now + TaskClock.Horizon:O}."));
            }
            else if (time?.Value <= now)
            {
                faults.Add(new FieldError(pointer, RefusalCodes.DueInPast, $"'{pointer[1..]}' is {time.Value:O}, which is not after now ({now:O})."));
            }
        }
    }
}
