using System.Text.Json;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// In whose boxes the tasks lie, kept in the transaction that changes a task: for lists per box, order and reader, so that a list is a stretch of an index;
/// for counts see <see cref="BoxCountRows"/>.
/// </summary>
internal static class BoxRows
{
    private const int Batch = 20_000;

    /// <summary>Lays a task into its boxes, or from those where it lay into those where it lies.</summary>
    /// <param name="before">Null for a task that lies in none.</param>
    public static void Move(WriteSession session, UserTask? before, UserTask task, Directory directory)
    {
        var (left, lies) = (before is null ? [] : Boxes.Of(before, directory), Boxes.Of(task, directory));
        var sets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var box in left.Concat(lies).Select(entry => entry.Box).Distinct())
        {
            var old = left.FirstOrDefault(entry => entry.Box == box) is { } was ? (Entry: was, Keys: BoxKeys.Of(before!, box, directory)) : default;
            var now = lies.FirstOrDefault(entry => entry.Box == box) is { } entry ? (Entry: entry, Keys: BoxKeys.Of(task, box, directory)) : default;
            MoveInLists(session, task, box, old, now);
            if (box != Box.Attention)
            {
                BoxCountRows.Move(session, sets, old.Entry is null ? null : (before!, old.Entry), now.Entry is null ? null : (task, now.Entry));
            }
        }
    }

    /// <summary>
    /// One step of laying all tasks into the boxes anew, if the directory says something else than that by which they were laid. It goes on where an
    /// interrupted one was.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    public static bool Fill(WriteSession session, Directory directory)
    {
        var mark = BoxMark.Of(directory);
        var filled = session.Find("SELECT directory, created_at, task_id FROM task_boxes_fill", r => new Filled(r.GetString(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetString(2)));
        if (filled?.Mark != mark)
        {
            // Most pages of the lists are touched again and again meanwhile.
            session.Execute("PRAGMA cache_size = -1000000");
            session.Execute("DELETE FROM task_boxes");
            session.Execute("DELETE FROM task_box_counts");
            session.Execute("DELETE FROM task_box_assignees");
            session.Execute("DELETE FROM task_boxes_fill");
            session.Execute("INSERT INTO task_boxes_fill (directory, created_at, task_id) VALUES ($1, 0, '')", mark);
            return true;
        }

        if (filled.Id is not { } last)
        {
            return false;
        }

        // By age, as they were laid at first: rows that are written one after the other then lie side by side.
        var tasks = session.Query(
            "SELECT document FROM tasks WHERE (created_at, id) > ($1, $2) ORDER BY created_at, id LIMIT $3", r => StoredJson.Read<UserTask>(r.GetString(0)), filled.CreatedAt, last, Batch);
        tasks.ForEach(task => Move(session, before: null, task, directory));
        var more = tasks.Count == Batch;
        session.Execute("UPDATE task_boxes_fill SET created_at = $1, task_id = $2", more ? tasks[^1].CreatedAt.ToUnixTimeMilliseconds() : 0, more ? tasks[^1].Id : null);
        if (!more)
        {
            session.Execute(Database.CacheSize);
        }

        return more;
    }

    /// <summary>The lists that an entry stands in. Whoever sees everything has one for all.</summary>
    private static IEnumerable<string> Readers(BoxEntry entry) =>
        [.. entry.Groups.Select(BoxReaders.Group), .. entry.People.Select(BoxReaders.Person), .. entry.IsForEverything ? (string[])[BoxReaders.Everything] : []];

    private static void MoveInLists(
        WriteSession session, UserTask task, Box box, (BoxEntry? Entry, IReadOnlyDictionary<BoxOrder, long> Keys) old, (BoxEntry? Entry, IReadOnlyDictionary<BoxOrder, long> Keys) now)
    {
        List<string> left = old.Entry is null ? [] : [.. Readers(old.Entry)];
        List<string> lies = now.Entry is null ? [] : [.. Readers(now.Entry)];
        var stay = left.Intersect(lies, StringComparer.Ordinal).ToList();
        var gone = left.Except(stay, StringComparer.Ordinal).ToList();
        var come = lies.Except(stay, StringComparer.Ordinal).ToList();
        foreach (var (order, key) in old.Keys ?? new Dictionary<BoxOrder, long>())
        {
            var keeps = now.Keys is not null && now.Keys.TryGetValue(order, out var same) && same == key;
            Delete(session, task, box, order, key, keeps ? gone : left);
        }

        var stays = (now.Keys ?? new Dictionary<BoxOrder, long>()).ToLookup(pair => old.Keys is not null && old.Keys.TryGetValue(pair.Key, out var same) && same == pair.Value);
        Insert(session, task, box, stays[true], come);
        Insert(session, task, box, stays[false], lies);
    }

    private static void Delete(WriteSession session, UserTask task, Box box, BoxOrder order, long key, List<string> readers)
    {
        if (readers.Count > 0)
        {
            session.Execute(
                "DELETE FROM task_boxes WHERE box = $1 AND sort = $2 AND reader IN (SELECT value FROM json_each($3)) AND key = $4 AND age = $5 AND task_id = $6",
                (int)box, (int)order, JsonSerializer.Serialize(readers), key, task.CreatedAt.ToUnixTimeMilliseconds(), task.Id);
        }
    }

    private static void Insert(WriteSession session, UserTask task, Box box, IEnumerable<KeyValuePair<BoxOrder, long>> keys, List<string> readers)
    {
        var some = keys.ToDictionary(pair => (int)pair.Key, pair => pair.Value);
        if (some.Count > 0 && readers.Count > 0)
        {
            // OR FAIL: a unit of work that fails is taken back as a whole, so SQLite need not keep a journal of this statement; that costs twice the statement.
            session.Execute(
                """
                INSERT OR FAIL INTO task_boxes (box, sort, reader, key, age, task_id)
                SELECT $1, CAST(k.key AS INTEGER), r.value, k.value, $4, $5 FROM json_each($2) r CROSS JOIN json_each($3) k
                """,
                (int)box, JsonSerializer.Serialize(readers), JsonSerializer.Serialize(some), task.CreatedAt.ToUnixTimeMilliseconds(), task.Id);
        }
    }

    private sealed record Filled(string Mark, long CreatedAt, string? Id);
}
