namespace SalesProcess.Tasks;

/// <summary>Who watches a task. Watching shows nobody what he does not see anyway.</summary>
public static partial class TaskRules
{
    /// <summary>Anybody watches what he sees; a manager has others watch who see it.</summary>
    /// <returns>Why not, or null.</returns>
    public static Refusal? WhyNotToWatch(UserTask task, Actor actor, string watcher, Directory directory)
    {
        if (WhyNotToUnwatch(task, actor, watcher, directory) is { } refusal)
        {
            return refusal;
        }

        return watcher == actor.Id || (directory.ActorFor(watcher) is { } person && CanSee(task, person, directory))
            ? null
            : Refusals.With(
                RefusalCodes.WatcherNotAllowed,
                directory.Find(watcher) is null ? $"There is no person '{watcher}' in the directory." : $"{watcher} does not see the task, and watching it would not show it.",
                ("user", watcher));
    }

    /// <summary>Anybody ends his own watching, a manager that of others.</summary>
    /// <returns>Why not, or null.</returns>
    public static Refusal? WhyNotToUnwatch(UserTask task, Actor actor, string watcher, Directory directory)
    {
        var relation = Relations.Of(task, actor, directory);
        if (relation == Relation.None)
        {
            return Refusal.TaskNotFound(task.Id);
        }

        return watcher == actor.Id || relation.Has(Relation.Manager | Relation.Admin)
            ? null
            : Refusals.With(RefusalCodes.PermissionMissing, $"{actor.Id} says of himself whether he watches; of others, like {watcher}, a manager says it.", ("user", watcher));
    }
}
