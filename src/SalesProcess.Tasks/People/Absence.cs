namespace SalesProcess.Tasks;

/// <summary>Somebody is away, and somebody else does his tasks meanwhile.</summary>
/// <param name="Principal">Who is away.</param>
/// <param name="To">Until when, exclusively.</param>
/// <param name="DefinitionId">Only tasks of instances of this definition; null for all.</param>
/// <param name="StageId">Only tasks of this stage; null for all.</param>
public sealed record Absence(string Id, string Principal, string Substitute, DateTimeOffset From, DateTimeOffset To, string? DefinitionId, string? StageId)
{
    /// <summary>So many that have not ended may be arranged for one person.</summary>
    public const int MaxOpen = 20;

    /// <summary>Whom somebody stands in for at a time, over chains too: whoever stands in for the substitute who is away himself.</summary>
    public static IReadOnlyList<StandIn> For(string person, IReadOnlyList<Absence> absences, Directory directory, DateTimeOffset now)
    {
        var active = absences.Where(a => a.From <= now && now < a.To).ToList();
        var found = new List<StandIn>();
        var open = new Queue<(Absence Absence, StandIn? Via)>(active.Where(a => a.Substitute == person).Select(a => (a, (StandIn?)null)));
        while (open.TryDequeue(out var next))
        {
            var (absence, via) = next;
            if (absence.Principal == person || found.Exists(s => s.Principal == absence.Principal && s.AbsenceId == absence.Id))
            {
                continue;
            }

            // Through a chain only what every link of it covers.
            var standIn = new StandIn(
                absence.Principal, directory.Find(absence.Principal)?.Groups ?? [], via?.AbsenceId ?? absence.Id,
                Both(via?.DefinitionIds, absence.DefinitionId), Both(via?.StageIds, absence.StageId));
            found.Add(standIn);
            foreach (var link in active.Where(a => a.Substitute == absence.Principal))
            {
                open.Enqueue((link, standIn));
            }
        }

        return found;
    }

    /// <summary>Why it cannot be arranged; null if it can.</summary>
    public Refusal? Check(Actor actor, IReadOnlyList<Absence> others, Directory directory, DateTimeOffset now)
    {
        if (Faults(others, directory, now) is { Count: > 0 } faults)
        {
            return new Refusal(
                faults.TrueForAll(f => f.Code == RefusalCodes.DueInPast) ? RefusalCodes.DueInPast : RefusalCodes.FormInvalid, string.Join(' ', faults.Select(f => f.Message)), faults);
        }

        if (!MayArrange(actor, directory))
        {
            return new Refusal(RefusalCodes.PermissionMissing, $"{actor.Id} may arrange his own absence and that of the people he manages, not that of {Principal}.");
        }

        return Cycle(others) is { } cycle
            ? Refusals.With(
                RefusalCodes.DelegationCycle, $"The substitutes would go round in a circle: {string.Join(" → ", cycle)}. Choose a substitute who is not away himself then.", ("cycle", cycle))
            : null;
    }

    public bool MayArrange(Actor actor, Directory directory) => actor.IsAdmin || actor.Id == Principal || actor.IsManagerOf(directory, Principal);

    private List<FieldError> Faults(IReadOnlyList<Absence> others, Directory directory, DateTimeOffset now)
    {
        var faults = new List<FieldError>();
        if (directory.Find(Principal) is null)
        {
            faults.Add(new FieldError("/principal", "user-unknown", $"There is no person '{Principal}' in the directory."));
        }

        if (directory.Find(Substitute) is not { } substitute)
        {
            faults.Add(new FieldError("/substitute", "user-unknown", $"There is no person '{Substitute}' in the directory."));
        }
        else if (TaskRules.OnlyReads(substitute) || Substitute == Principal)
        {
            faults.Add(new FieldError("/substitute", "substitute-unfit", Substitute == Principal ? "Nobody stands in for himself." : $"{Substitute} reads everything and does no tasks."));
        }

        if (To <= From)
        {
            faults.Add(new FieldError("/to", "order", $"'to' ({To:O}) must be after 'from' ({From:O})."));
        }
        else if (To <= now)
        {
            faults.Add(new FieldError("/to", RefusalCodes.DueInPast, $"'to' is {To:O}, which is not after now ({now:O})."));
        }

        if (To > now + TaskClock.Horizon)
        {
            faults.Add(new FieldError("/to", "out-of-range", $"'to' is {To:O}, which is too far ahead. Accepted: up to {now + TaskClock.Horizon:O}."));
        }

        var own = others.Where(o => o.Principal == Principal).ToList();
        if (own.Find(o => o.Substitute == Substitute && o.From < To && From < o.To && o.DefinitionId == DefinitionId && o.StageId == StageId) is { } same)
        {
            faults.Add(new FieldError("/from", "overlaps", $"{Substitute} stands in for {Principal} already from {same.From:O} to {same.To:O} ({same.Id}). End that first, or choose another time."));
        }

        if (own.Count >= MaxOpen)
        {
            faults.Add(new FieldError("/principal", "too-many", $"{own.Count} absences of {Principal} have not ended; at most {MaxOpen} are kept. End one first."));
        }

        return faults;
    }

    // From the substitute onwards, over absences that overlap with this one in time and scope: does a way lead back?
    private List<string>? Cycle(IReadOnlyList<Absence> others)
    {
        var overlapping = others.Where(o => o.From < To && From < o.To && Overlap(o.DefinitionId, DefinitionId) && Overlap(o.StageId, StageId))
            .ToLookup(o => o.Principal, o => o.Substitute, StringComparer.Ordinal);
        var ways = new Queue<List<string>>([[Principal, Substitute]]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { Substitute };
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in overlapping[way[^1]])
            {
                if (next == Principal)
                {
                    return [.. way, next];
                }

                if (seen.Add(next))
                {
                    ways.Enqueue([.. way, next]);
                }
            }
        }

        return null;
    }

    private static bool Overlap(string? one, string? other) => one is null || other is null || one == other;

    private static IReadOnlyList<string> Both(IReadOnlyList<string>? some, string? one) => one is null ? some ?? [] : [.. (some ?? []).Append(one).Distinct(StringComparer.Ordinal)];
}

/// <summary>Somebody's part as a substitute.</summary>
/// <param name="Groups">The groups of whoever is away.</param>
/// <param name="AbsenceId">With whose end it ends.</param>
/// <param name="DefinitionIds">The definition must be each of these; none for all.</param>
/// <param name="StageIds">The stage must be each of these; none for all.</param>
public sealed record StandIn(string Principal, IReadOnlyList<string> Groups, string AbsenceId, IReadOnlyList<string> DefinitionIds, IReadOnlyList<string> StageIds)
{
    public bool Covers(UserTask task) => DefinitionIds.All(id => id == task.DefinitionId) && StageIds.All(id => id == task.StageId);

    /// <summary>Is the task with whoever is away, or open to him?</summary>
    public bool IsConcerned(UserTask task) => task.Assignee is { } assignee
        ? assignee == Principal
        : task.CandidateUsers.Contains(Principal, StringComparer.Ordinal) || task.CandidateGroups.Any(g => Groups.Contains(g, StringComparer.Ordinal));
}
