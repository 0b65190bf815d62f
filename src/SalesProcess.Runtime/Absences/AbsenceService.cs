using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Absences;

/// <summary>The door to absences: who is away, who stands in. Kept in memory beside the table, since every call asks.</summary>
public sealed class AbsenceService(Database database, CommitQueue queue, CompanyRules rules, InstanceRunner runner, TimeProvider clock)
{
    private readonly Lock _reading = new();
    private volatile IReadOnlyList<Absence>? _open;

    /// <summary>All that have not ended, those of the future too.</summary>
    public IReadOnlyList<Absence> All => _open ?? Read();

    /// <summary>The person with everybody he stands in for now.</summary>
    public Actor WithStandIns(Actor actor)
    {
        var all = All;
        return all.Count == 0 ? actor : actor with { StandIns = Absence.For(actor.Id, all, rules.Directory, clock.GetUtcNow()) };
    }

    /// <summary>Arranges an absence.</summary>
    /// <param name="absence">Gives it its id.</param>
    public async Task<Answer> CreateAsync(Func<string, Absence> absence, Caller caller, CancellationToken ct)
    {
        var made = absence(runner.NewAmbient().NewId());
        var answer = await queue.RunAsync<Answer>(
            session =>
            {
                // Under the one writer: two that would make a circle only together come one after the other.
                if ((made.Check(caller.Actor, AbsenceRows.Open(session), rules.Directory, clock.GetUtcNow()) ?? UnknownScope(session, made)) is { } refusal)
                {
                    return new Answer.Refused(refusal);
                }

                AbsenceRows.Insert(session, made, caller.Actor.Id, clock.GetUtcNow());
                caller.Keep(session, made.Id, clock);
                return new Answer.Accepted(made.Id);
            },
            ct);
        Read();
        return answer;
    }

    // An absence of what there is not covers nothing, and nobody would notice.
    private static Refusal? UnknownScope(Session session, Absence absence)
    {
        if (absence is { DefinitionId: null, StageId: null })
        {
            return null;
        }

        var known = session.Query(
            "SELECT definition_id, json_extract(json, '$.customProperties.stage.id') FROM definitions WHERE is_latest = 1 ORDER BY definition_id",
            r => (Id: r.GetString(0), Stage: r.IsDBNull(1) ? null : r.GetString(1)));
        var (definitions, stages) = (known.ConvertAll(d => d.Id), known.Select(d => d.Stage).OfType<string>().Distinct(StringComparer.Ordinal).ToList());
        FieldError[] faults =
        [
            .. absence.DefinitionId is { } definition && !definitions.Contains(definition, StringComparer.Ordinal)
                ? [new FieldError("/definition", "definition-unknown", $"There is no definition '{definition}'. Accepted: {string.Join(", ", definitions)}.")]
                : (FieldError[])[],
            .. absence.StageId is { } stage && !stages.Contains(stage, StringComparer.Ordinal)
                ? [new FieldError("/stage", "stage-unknown", $"There is no stage '{stage}'. Accepted: {(stages.Count == 0 ? "none" : string.Join(", ", stages))}.")]
                : (FieldError[])[],
        ];
        return faults.Length == 0 ? null : new Refusal(RefusalCodes.FormInvalid, string.Join(' ', faults.Select(f => f.Message)), faults);
    }

    /// <summary>Ends an absence before its time, or at it: what the substitute has taken over and not done goes back.</summary>
    /// <param name="actor">Null for the service itself.</param>
    /// <returns>Whether there was anything to end.</returns>
    public async Task<bool> EndAsync(Absence absence, string? actor, CancellationToken ct)
    {
        var ended = await queue.RunAsync(
            session =>
            {
                var now = clock.GetUtcNow();
                if (!AbsenceRows.End(session, absence.Id, now))
                {
                    return false;
                }

                // Whatever he took over lies in the substitute's own box, also when he has given it on.
                foreach (var task in session.Query(
                    $"""
                    SELECT t.document FROM task_boxes v CROSS JOIN tasks t ON t.number = v.task
                    WHERE v.list IN ({BoxReaders.ListsSql(Box.Open, "$1")} UNION ALL {BoxReaders.ListsSql(Box.OpenApart, "$1")}) AND json_extract(t.document, '$.absenceId') = $2
                    """,
                    r => StoredJson.Read<UserTask>(r.GetString(0)), BoxReaders.Person(absence.Substitute), absence.Id))
                {
                    var back = TaskRules.GivenBack(task, absence.Id, rules.Directory, now);
                    if (!ReferenceEquals(back, task))
                    {
                        TaskRows.Save(session, rules, task, back, new Act("hand-back", actor, now));
                    }
                }

                return true;
            },
            ct);
        Read();
        return ended;
    }

    // One after the other: what somebody read before a commit never takes the place of what was read after it.
    private IReadOnlyList<Absence> Read()
    {
        lock (_reading)
        {
            return _open = database.Read(AbsenceRows.Open);
        }
    }
}
