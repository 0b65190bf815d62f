using System.Text.Json;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// How many tasks lie in the boxes, by what people count them by. A task is counted once for the set of its groups, and once for each person beside them. So
/// what somebody sees by several groups and by himself is a sum in which no task comes twice: the sets that hold one of his groups, and of the other sets
/// what lies there for him alone. Whoever is excluded from a set has his number to be taken off.
/// </summary>
internal static class BoxCountRows
{
    /// <param name="sets">The sets of groups whose numbers are known already in this unit of work.</param>
    /// <param name="left">The task as it lay in the box; null if it did not.</param>
    /// <param name="lies">As it lies there now; null if it does not.</param>
    public static void Move(WriteSession session, Dictionary<string, long> sets, (UserTask Task, BoxEntry Entry)? left, (UserTask Task, BoxEntry Entry)? lies)
    {
        var (old, now) = (left is { } l ? Counted.Of(session, sets, l.Task, l.Entry) : null, lies is { } n ? Counted.Of(session, sets, n.Task, n.Entry) : null);
        var sameGroups = old is not null && now is not null && old.Set == now.Set;
        Change(session, old, now, sameGroups && old!.Profile == now!.Profile, AddProfile);
        Change(session, old, now, sameGroups && old!.Assignee == now!.Assignee, AddAssignee);
    }

    private static void Change(WriteSession session, Counted? old, Counted? now, bool same, Action<WriteSession, Counted, IEnumerable<string>, int> add)
    {
        if (old is not null)
        {
            add(session, old, same ? old.Counters.Except(now!.Counters, StringComparer.Ordinal) : old.Counters, -1);
        }

        if (now is not null)
        {
            add(session, now, same ? now.Counters.Except(old!.Counters, StringComparer.Ordinal) : now.Counters, 1);
        }
    }

    private static void AddProfile(WriteSession session, Counted counted, IEnumerable<string> counters, int difference)
    {
        if (counters.ToList() is { Count: > 0 } some)
        {
            session.Execute(
                """
                INSERT INTO task_box_counts (box, counter, group_set, definition_id, stage_id, status, priority, n)
                SELECT $1, value, $3, $4, $5, $6, $7, $8 FROM json_each($2) WHERE true
                ON CONFLICT DO UPDATE SET n = n + excluded.n
                """,
                (int)counted.Box, JsonSerializer.Serialize(some), counted.Set, counted.Profile.Definition, counted.Profile.Stage, counted.Profile.Status,
                counted.Profile.Priority, difference);
        }
    }

    private static void AddAssignee(WriteSession session, Counted counted, IEnumerable<string> counters, int difference)
    {
        if (counters.ToList() is { Count: > 0 } some)
        {
            session.Execute(
                """
                INSERT INTO task_box_assignees (box, counter, group_set, assignee, n)
                SELECT $1, value, $3, $4, $5 FROM json_each($2) WHERE true
                ON CONFLICT DO UPDATE SET n = n + excluded.n
                """,
                (int)counted.Box, JsonSerializer.Serialize(some), counted.Set, counted.Assignee, difference);
        }
    }

    private static long GroupSet(WriteSession session, Dictionary<string, long> sets, string groups)
    {
        if (sets.TryGetValue(groups, out var seen))
        {
            return seen;
        }

        session.Execute("INSERT OR IGNORE INTO task_group_sets (names) VALUES ($1)", groups);
        return sets[groups] = session.Query("SELECT id FROM task_group_sets WHERE names = $1", r => r.GetInt64(0), groups)[0];
    }

    /// <param name="Set">The number of the set of its groups.</param>
    /// <param name="Counters">Whose numbers it belongs to: those of the set, of people, of those who are excluded.</param>
    private sealed record Counted(Box Box, long Set, IReadOnlyList<string> Counters, Profile Profile, string Assignee)
    {
        public static Counted Of(WriteSession session, Dictionary<string, long> sets, UserTask task, BoxEntry entry) => new(
            entry.Box,
            GroupSet(session, sets, JsonSerializer.Serialize(entry.Groups.Order(StringComparer.Ordinal))),
            [
                BoxCounters.Groups, .. entry.People.Select(BoxCounters.Person), .. entry.Excluded.Select(BoxCounters.Excluded),
                .. entry.IsForEverything ? (string[])[BoxCounters.Everything] : [],
            ],
            new Profile(task.DefinitionId, task.StageId ?? "", task.Status.ToString(), task.Priority),
            task.Assignee ?? "");
    }

    private sealed record Profile(string Definition, string Stage, string Status, int Priority);
}

/// <summary>Whose numbers there are.</summary>
public static class BoxCounters
{
    /// <summary>Of a set of groups.</summary>
    public const string Groups = "";

    /// <summary>Of whoever sees everything.</summary>
    public const string Everything = "*";

    /// <summary>Of a person, whether he belongs to one of the groups or not.</summary>
    public static string Person(string id) => $"u:{id}";

    /// <summary>Of a person who is excluded, whether he belongs to one of the groups or not.</summary>
    public static string Excluded(string id) => $"-:{id}";
}
