namespace SalesProcess.Tasks;

/// <summary>What a person may do with a task, told before it is tried.</summary>
public static partial class TaskRules
{
    /// <summary>The commands that would be accepted from this person now.</summary>
    public static IReadOnlyList<string> AllowedActions(UserTask task, Actor actor, Directory directory, DateTimeOffset now)
    {
        var awake = Awake(task, now);
        var open = TakenOver(awake, actor, directory, now);
        if (!open.IsOpen)
        {
            return [];
        }

        var relation = Relations.Of(open, actor, directory);
        var suspended = open.Status == TaskStatus.Suspended;
        return
        [
            .. Verb("claim", !suspended && (open.Assignee is null ? relation.Has(Relation.PotentialOwner) : !ReferenceEquals(open, awake))),
            .. Verb("start", !suspended && open.Status != TaskStatus.InProgress && MayComplete(open, actor, relation)),
            .. Verb("stop", open.Status == TaskStatus.InProgress && MayStop(relation)),
            .. Verb("complete", !suspended && MayComplete(open, actor, relation)),
            .. Verb("skip", !suspended && open.SkipOutcome is not null && MaySkip(open, actor, relation)),
            .. Verb("release", !suspended && open.Assignee is not null && MayRelease(open, relation)),
            .. Verb("delegate", !suspended && MayPassOn(open, relation)),
            .. Verb("resolve", !suspended && MayStop(relation) && HandBack(open, directory) is null),
            .. Verb("forward", !suspended && MayPassOn(open, relation)),
            .. Verb("assign", !suspended && relation.Has(Relation.Manager | Relation.Admin)),
            .. Verb("suspend", MayPassOn(open, relation)),
            .. Verb("resume", suspended && MayPassOn(open, relation)),
            .. Verb("escalate", !suspended && MayEscalate(relation)),
            .. Verb("change", MayPassOn(open, relation) || relation.Has(Relation.DealOwner)),
        ];
    }

    private static string[] Verb(string verb, bool allowed) => allowed ? [verb] : [];
}
