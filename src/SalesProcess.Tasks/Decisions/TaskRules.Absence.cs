namespace SalesProcess.Tasks;

/// <summary>Doing the tasks of somebody who is away.</summary>
public static partial class TaskRules
{
    /// <summary>
    /// A task as a substitute has it: his, on behalf of whoever is away, as if it had been delegated to him. So everything that holds for a delegation holds
    /// here, the separation of duties for both of them first of all. Whoever may do it himself does it himself.
    /// </summary>
    /// <returns>The same object if the actor stands in for nobody whose task it is.</returns>
    private static UserTask TakenOver(UserTask task, Actor actor, Directory directory, DateTimeOffset now)
    {
        if (actor.StandIns.Count == 0 || !task.IsOpen || IsHis(task, actor, directory))
        {
            return task;
        }

        return actor.StandIns.FirstOrDefault(s => s.Covers(task) && s.IsConcerned(task) && !Relations.IsExcluded(task, s.Principal)) is { } standIn
            && UnfitPerson(task, actor.Id, directory) is null
            ? Changed(
                Assigned(task, actor.Id, now) with
                {
                    Status = task.Status == TaskStatus.Suspended ? TaskStatus.Suspended : TaskStatus.Reserved,
                    OnBehalfOf = task.OnBehalfOf ?? standIn.Principal,
                    Delegators = WithGiver(task, standIn.Principal, actor.Id),
                    AbsenceId = standIn.AbsenceId,
                },
                now)
            : task;
    }

    /// <summary>Would the actor's act be one on behalf of somebody who is away?</summary>
    internal static bool StandsIn(UserTask task, Actor actor, Directory directory, DateTimeOffset now) => !ReferenceEquals(TakenOver(task, actor, directory, now), task);

    /// <summary>The absence is over: what its substitute has taken over and not done goes back to whom it is for. If duties forbid that, it stays.</summary>
    /// <returns>The same object if nothing goes back.</returns>
    public static UserTask GivenBack(UserTask task, string absenceId, Directory directory, DateTimeOffset now)
    {
        if (!task.IsOpen || task.AbsenceId != absenceId || HandBack(task, directory) is not null)
        {
            return task;
        }

        return Changed(
            TakenFromAll(task, task.OnBehalfOf!, now) with { Status = task.Status == TaskStatus.Suspended ? TaskStatus.Suspended : TaskStatus.Reserved },
            now);
    }

    private static bool IsHis(UserTask task, Actor actor, Directory directory)
    {
        var relation = Relations.Of(task, actor, directory);
        return relation.Has(Relation.Assignee) || (task.Assignee is null && relation.Has(Relation.PotentialOwner));
    }
}
