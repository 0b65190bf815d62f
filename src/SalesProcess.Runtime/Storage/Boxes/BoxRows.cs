using System.Text.Json;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// In whose boxes the tasks lie, kept in the transaction that changes a task: for lists per reader, box and order, so that a list is a stretch of an index;
/// for counts see <see cref="BoxCountRows"/>.
/// </summary>
internal sealed class BoxRows
{
    private const int Batch = 20_000;

    private readonly WriteSession _session;
    private readonly BoxNumbers _numbers;
    private readonly BoxCountRows _counts;

    public BoxRows(WriteSession session)
    {
        _session = session;
        _numbers = new BoxNumbers(session);
        _counts = new BoxCountRows(session, _numbers);
    }

    /// <summary>Lays a task into its boxes, or from those where it lay into those where it lies.</summary>
    /// <param name="number">The task's number.</param>
    /// <param name="before">Null for a task that lies in none.</param>
    public void Move(long number, UserTask? before, UserTask task, Directory directory)
    {
        var left = before is null ? [] : Boxes.Of(before, directory);
        var lies = Boxes.Of(task, directory);
        var (old, now) = (Rows(left, before, directory), Rows(lies, task, directory));
        foreach (var rows in old.Where(row => !now.Contains(row)).ToLookup(row => row.Key, row => row.List))
        {
            _session.Execute("DELETE FROM task_boxes WHERE list IN (SELECT value FROM json_each($1)) AND key = $2 AND task = $3", JsonSerializer.Serialize(rows), rows.Key, number);
        }

        foreach (var rows in now.Where(row => !old.Contains(row)).ToLookup(row => row.Key, row => row.List))
        {
            // OR FAIL: a unit of work that fails is taken back as a whole, so SQLite need not keep a journal of this statement; that costs twice the statement.
            _session.Execute("INSERT OR FAIL INTO task_boxes (list, key, task) SELECT value, $2, $3 FROM json_each($1)", JsonSerializer.Serialize(rows), rows.Key, number);
        }

        foreach (var entry in left)
        {
            _counts.Add(before!, entry, -1);
        }

        foreach (var entry in lies)
        {
            _counts.Add(task, entry, 1);
        }
    }

    /// <summary>Ends a unit of work: what it counted is written.</summary>
    public void Settle() => _counts.Write();

    /// <summary>A unit of work has been taken back.</summary>
    public void Forget()
    {
        _numbers.Forget();
        _counts.Forget();
    }

    /// <summary>
    /// One step of laying all tasks into the boxes anew, if the directory says something else than that by which they were laid. It goes on where an
    /// interrupted one was.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    public bool Fill(Directory directory)
    {
        var mark = BoxMark.Of(directory);
        var filled = _session.Find("SELECT directory, task FROM task_boxes_fill", r => new Filled(r.GetString(0), r.IsDBNull(1) ? null : r.GetInt64(1)));
        if (filled?.Mark != mark)
        {
            // Most pages of the lists are touched again and again meanwhile.
            _session.Execute("PRAGMA cache_size = -1000000");
            _session.Execute("DELETE FROM task_boxes");
            _session.Execute("DELETE FROM task_box_counts");
            _session.Execute("DELETE FROM task_box_assignees");
            _session.Execute("DELETE FROM task_boxes_fill");
            _session.Execute("INSERT INTO task_boxes_fill (directory, task) VALUES ($1, 0)", mark);
            return true;
        }

        if (filled.Task is not { } last)
        {
            return false;
        }

        var tasks = _session.Query(
            "SELECT number, document FROM tasks WHERE number > $1 ORDER BY number LIMIT $2", r => (Number: r.GetInt64(0), Task: StoredJson.Read<UserTask>(r.GetString(1))), last, Batch);
        tasks.ForEach(row => Move(row.Number, before: null, row.Task, directory));
        var more = tasks.Count == Batch;
        _session.Execute("UPDATE task_boxes_fill SET task = $1", more ? tasks[^1].Number : null);
        if (!more)
        {
            _session.Execute(Database.CacheSize);
        }

        return more;
    }

    private HashSet<(long List, long Key)> Rows(IReadOnlyList<BoxEntry> entries, UserTask? task, Directory directory) =>
        [.. entries.SelectMany(entry => BoxKeys.Of(task!, entry.Box, directory).SelectMany(kept => Readers(entry).Select(reader => (BoxReaders.List(reader, entry.Box, kept.Order), kept.Key))))];

    /// <summary>The lists that an entry stands in. Whoever sees everything has one for all.</summary>
    private IEnumerable<long> Readers(BoxEntry entry) => entry.Groups.Select(BoxReaders.Group).Concat(entry.People.Select(BoxReaders.Person))
        .Concat(entry.IsForEverything ? [BoxReaders.Everything] : []).Select(_numbers.Reader);

    private sealed record Filled(string Mark, long? Task);
}
