namespace SalesProcess.Tasks;

/// <summary>
/// Who is told of an act, besides whoever did it. Nobody is told of what he may not see, of what is over already, or of a kind that he does not want. Whoever
/// stands in for somebody who is away is told with him.
/// </summary>
/// <param name="Few">An open task is announced to so many candidates at most; more than that find it in their lists.</param>
public sealed record Notices(Directory Directory, IReadOnlyList<Absence> Absences, DateTimeOffset Now, int Few)
{
    /// <param name="act">The act by its name in the record.</param>
    /// <param name="changes">What the act changed, as <see cref="TaskChanges.Between"/> said it.</param>
    /// <param name="task">The task as it is now.</param>
    public IReadOnlyList<Notice> Of(string act, string? actor, IReadOnlyDictionary<string, object?> changes, UserTask task) =>
    [
        .. Concerned(act, changes, task)
            .SelectMany(n => Substitutes(n.Receiver, task).Prepend(n.Receiver).Select(id => n with { Receiver = id }))
            .DistinctBy(n => n.Receiver, StringComparer.Ordinal)
            .Where(n => n.Receiver != actor && Directory.Find(n.Receiver) is { } person && !person.Quiet.Contains(n.Kind) && Holds(n, task)),
    ];

    /// <summary>Is that still so? What was true when it was written down may be over before the mail can leave.</summary>
    public bool Holds(Notice notice, UserTask task)
    {
        if (!task.IsOpen || Directory.ActorFor(notice.Receiver) is not { } receiver)
        {
            return false;
        }

        var concerns = notice.Kind switch
        {
            NoticeKind.Opened => task.Assignee is null && MayDo(task, notice.Receiver),
            NoticeKind.Assigned => task.Assignee == notice.Receiver,
            _ => true,
        };
        return (concerns && TaskRules.CanSee(task, receiver, Directory)) || StandsIn(task, receiver);
    }

    private IEnumerable<Notice> Concerned(string act, IReadOnlyDictionary<string, object?> changes, UserTask task) => act switch
    {
        "remind" => To(NoticeKind.Reminder, HisOrTheirs(task)),
        "escalate" => To(NoticeKind.Escalated, EscalatedTo(changes, task)),
        "recall" => To(NoticeKind.Recalled, [task.OnBehalfOf, task.Owner]),
        "reopen" => To(NoticeKind.Recalled, HisOrTheirs(task)),
        _ when Added(changes, "assignee") is [var assignee] => To(NoticeKind.Assigned, [assignee]),
        "open" or "forward" => To(NoticeKind.Opened, Candidates(task)),
        _ => [],
    };

    private static IEnumerable<Notice> To(NoticeKind kind, IEnumerable<string?> people) => people.OfType<string>().Select(id => new Notice(kind, id));

    private IEnumerable<string> Substitutes(string person, UserTask task) => Absences
        .Where(a => a.From <= Now && Now < a.To).Select(a => a.Substitute)
        .Where(id => Absence.For(id, Absences, Directory, Now).Any(s => s.Principal == person) && Directory.ActorFor(id) is { } actor && StandsIn(task, actor));

    private bool StandsIn(UserTask task, Actor actor) =>
        TaskRules.StandsIn(task, actor with { StandIns = Absence.For(actor.Id, Absences, Directory, Now) }, Directory, Now);

    // Whom it was opened to by that; if it was open to all of them already, the manager of whoever has it.
    private IReadOnlyList<string> EscalatedTo(IReadOnlyDictionary<string, object?> changes, UserTask task)
    {
        IReadOnlyList<string> added = [.. Added(changes, "candidateUsers"), .. Added(changes, "candidateGroups").SelectMany(Directory.MembersOf).Select(p => p.Id)];
        return added.Count > 0
            ? added
            : [.. Directory.ManagersOf(task.Assignee ?? task.OnBehalfOf ?? task.Owner ?? "").Select(m => m.Id).Where(id => !Relations.IsExcluded(task, id)).Take(1)];
    }

    private List<string> HisOrTheirs(UserTask task) => task.Assignee is { } assignee ? [assignee] : Candidates(task);

    private List<string> Candidates(UserTask task)
    {
        List<string> able = [.. task.CandidateUsers.Concat(task.CandidateGroups.SelectMany(Directory.MembersOf).Select(p => p.Id))
            .Distinct(StringComparer.Ordinal).Where(id => MayDo(task, id)).Take(Few + 1),];
        return able.Count > Few ? [] : able;
    }

    private bool MayDo(UserTask task, string id) =>
        Directory.Find(id) is { } person && !TaskRules.OnlyReads(person) && Relations.Of(task, Directory.ActorFor(id)!, Directory).Has(Relation.PotentialOwner);

    private static IReadOnlyList<string> Added(IReadOnlyDictionary<string, object?> changes, string name)
    {
        var change = changes.GetValueOrDefault(name) as IReadOnlyDictionary<string, object?>;
        return [.. Texts(change?.GetValueOrDefault("to")).Except(Texts(change?.GetValueOrDefault("from")), StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IEnumerable<object?> list => list.OfType<string>(),
        _ => [],
    };
}
