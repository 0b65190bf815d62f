namespace SalesProcess.Runtime.Storage;

/// <summary>
/// Short numbers for what the rows of boxes name again and again: readers, sets of groups, kinds of tasks. A name gets its number with the first row that
/// needs it. Those that the writer knows are kept in memory, and forgotten when a unit of work is taken back, since it may have given some.
/// </summary>
internal sealed class BoxNumbers(WriteSession session)
{
    private readonly Dictionary<string, long> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<TaskKind, long> _kinds = [];

    public long Reader(string name) => Find(_readers, name, "SELECT id FROM task_box_readers WHERE name = $1", "INSERT INTO task_box_readers (name) VALUES ($1) RETURNING id", name);

    /// <param name="groups">Their ids in order, as a JSON list.</param>
    public long Set(string groups) => Find(_sets, groups, "SELECT id FROM task_group_sets WHERE names = $1", "INSERT INTO task_group_sets (names) VALUES ($1) RETURNING id", groups);

    public long Kind(TaskKind kind) => Find(
        _kinds, kind,
        "SELECT id FROM task_kinds WHERE definition_id = $1 AND stage_id = $2 AND status = $3 AND priority = $4",
        "INSERT INTO task_kinds (definition_id, stage_id, status, priority) VALUES ($1, $2, $3, $4) RETURNING id",
        kind.Definition, kind.Stage, kind.Status, kind.Priority);

    public void Forget()
    {
        _readers.Clear();
        _sets.Clear();
        _kinds.Clear();
    }

    private long Find<T>(Dictionary<T, long> known, T name, string find, string give, params ReadOnlySpan<object?> values)
        where T : notnull
    {
        if (known.TryGetValue(name, out var number))
        {
            return number;
        }

        return known[name] = session.Query(find, r => r.GetInt64(0), values) is [var found] ? found : session.Query(give, r => r.GetInt64(0), values)[0];
    }
}

/// <summary>What tasks are counted by.</summary>
/// <param name="Stage">Empty for none.</param>
internal sealed record TaskKind(string Definition, string Stage, string Status, int Priority);
