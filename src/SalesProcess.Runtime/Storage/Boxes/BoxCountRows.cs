using System.Text.Json;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// How many tasks lie in the boxes, by what people count them by. A task is counted once for the set of its groups, and once for each person beside them. So
/// what somebody sees by several groups and by himself is a sum in which no task comes twice: the sets that hold one of his groups, and of the other sets
/// what lies there for him alone. Whoever is excluded from a set has his number to be taken off.
/// </summary>
/// <remarks>The changes of one unit of work are written at its end: the task that is done and the one that follows it often cancel each other out.</remarks>
internal sealed class BoxCountRows(WriteSession session, BoxNumbers numbers)
{
    private readonly Dictionary<(Box Box, long Counter, long Set, long Kind), int> _counts = [];
    private readonly Dictionary<(Box Box, long Counter, long Set, long Assignee), int> _assignees = [];

    /// <param name="difference">1 for a task that comes to lie in a box, -1 for one that leaves it.</param>
    public void Add(UserTask task, BoxEntry entry, int difference)
    {
        if (entry.Box == Box.Attention)
        {
            return;
        }

        // What needs attention otherwise is open all the same.
        var box = entry.Box == Box.OpenApart ? Box.Open : entry.Box;
        var set = numbers.Set(JsonSerializer.Serialize(entry.Groups.Order(StringComparer.Ordinal)));
        var kind = numbers.Kind(new TaskKind(task.DefinitionId, task.StageId ?? "", task.Status.ToString(), task.Priority));
        var assignee = task.Assignee is null ? BoxReaders.None : numbers.Reader(BoxReaders.Person(task.Assignee));
        foreach (var counter in Counters(entry))
        {
            Add(_counts, (box, counter, set, kind), difference);
            Add(_assignees, (box, counter, set, assignee), difference);
        }
    }

    /// <summary>Writes what has changed since it was written last.</summary>
    public void Write()
    {
        foreach (var ((box, counter, set, kind), difference) in _counts.Where(change => change.Value != 0))
        {
            session.Execute(
                "INSERT INTO task_box_counts (box, counter, group_set, kind, n) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET n = n + excluded.n",
                (int)box, counter, set, kind, difference);
        }

        foreach (var ((box, counter, set, assignee), difference) in _assignees.Where(change => change.Value != 0))
        {
            session.Execute(
                "INSERT INTO task_box_assignees (box, counter, group_set, assignee, n) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET n = n + excluded.n",
                (int)box, counter, set, assignee, difference);
        }

        Forget();
    }

    public void Forget()
    {
        _counts.Clear();
        _assignees.Clear();
    }

    private IEnumerable<long> Counters(BoxEntry entry) =>
    [
        BoxReaders.None, .. entry.People.Select(person => numbers.Reader(BoxReaders.Person(person))), .. entry.Excluded.Select(person => numbers.Reader(BoxReaders.Excluded(person))),
        .. entry.IsForEverything ? (long[])[numbers.Reader(BoxReaders.Everything)] : [],
    ];

    private static void Add<TKey>(Dictionary<TKey, int> changes, TKey key, int difference)
        where TKey : notnull => changes[key] = changes.GetValueOrDefault(key) + difference;
}
