using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>How many tasks there are of a definition, stage, state and priority.</summary>
internal sealed record BoxCount(string Definition, string? Stage, string State, long Priority, long Count);

/// <summary>Counts from the numbers that are kept with the boxes, so that they cost the same at any size.</summary>
internal static class BoxCounts
{
    // The sets of groups that hold one of his.
    private const string His =
        """
        WITH his (id) AS MATERIALIZED (SELECT s.id FROM task_group_sets s
          WHERE EXISTS (SELECT 1 FROM json_each(s.names) n WHERE n.value IN (SELECT value FROM json_each({0}))))
        """;

    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["state"] = "k.status",
        ["stage"] = "nullif(k.stage_id, '')",
        ["definition"] = "k.definition_id",
        ["priority"] = "k.priority",
    };

    /// <summary>Can these conditions be decided by what is counted?</summary>
    public static bool CanSay(IReadOnlyList<TaskCondition> conditions) => conditions.All(condition => Columns.ContainsKey(condition.Field.Name));

    public static SqlQuery Of(BoxView view, IReadOnlyList<TaskCondition> conditions)
    {
        var query = Start(view.Asker);
        var kept = string.Join(" UNION ALL ", Boxes(view).SelectMany(box => Counters(query, box, view.Asker, "task_box_counts", "kind AS id")));
        query.Then($"SELECT k.definition_id, nullif(k.stage_id, ''), k.status, k.priority, sum(k.n) FROM (")
            .Then($"SELECT kind.definition_id, kind.stage_id, kind.status, kind.priority, c.n FROM (SELECT id, sum(n) AS n FROM ({kept}) m GROUP BY 1) c CROSS JOIN task_kinds kind ON kind.id = c.id")
            .Then(string.Concat(Boxes(view).SelectMany(box => Living(query, box, view)).Select(living => $" UNION ALL {living}")))
            .Then(") k WHERE true")
            .Then(query.Conditions(q => q.Where(conditions, field => Columns[field.Name])))
            .Then("GROUP BY 1, 2, 3, 4 HAVING sum(k.n) <> 0");
        return query;
    }

    /// <summary>By assignee: text, number.</summary>
    public static SqlQuery OfAssignees(BoxView view, int limit)
    {
        var query = Start(view.Asker);
        var kept = string.Join(" UNION ALL ", Boxes(view).SelectMany(box => Counters(query, box, view.Asker, "task_box_assignees", "assignee AS id")));
        return query.Then("SELECT c.assignee, sum(c.n) FROM (")
            .Then($"SELECT substr(r.name, {BoxReaders.Person("").Length + 1}) AS assignee, a.n FROM (SELECT id, sum(n) AS n FROM ({kept}) m GROUP BY 1) a LEFT JOIN task_box_readers r ON r.id = a.id")
            .Then(string.Concat(Boxes(view).Select(box => AsSubstitute(query, box, view)).OfType<string>().Select(ids => $" UNION ALL SELECT t.assignee, 1 FROM ({ids}) found CROSS JOIN tasks t ON t.number = found.task")))
            .Then(") c GROUP BY 1 HAVING sum(c.n) <> 0 ORDER BY 2 DESC, 1 LIMIT").Then(query.Bind(limit));
    }

    public static BoxCount Read(System.Data.Common.DbDataReader r) => new(r.GetString(0), r.Text(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4));

    private static SqlQuery Start(Asker asker)
    {
        var query = new SqlQuery("");
        return query.Then(His.Replace("{0}", query.Bind(asker.Groups), StringComparison.Ordinal));
    }

    // What needs attention otherwise is counted among what is open.
    private static IEnumerable<Box> Boxes(BoxView view) => view.Boxes.Where(box => box != Box.OpenApart);

    private static IEnumerable<string> Counters(SqlQuery query, Box box, Asker asker, string table, string column)
    {
        string Of(string? reader, string sets, string n = "n") =>
            $"SELECT {column}, {n} AS n FROM {table} WHERE box = {(int)box} AND counter = {(reader is null ? BoxReaders.None : $"(SELECT r.id FROM task_box_readers r WHERE r.name = {query.Bind(reader)})")}{sets}";
        if (asker.SeesAll && (box is Box.Open or Box.Closed))
        {
            return [Of(BoxReaders.Everything, "")];
        }

        return box is Box.Mine or Box.Done
            ? [Of(BoxReaders.Person(asker.Id), "")]
            :
            [
                Of(null, " AND group_set IN (SELECT id FROM his)"),
                Of(BoxReaders.Person(asker.Id), " AND group_set NOT IN (SELECT id FROM his)"),
                .. box == Box.Available ? (string[])[Of(BoxReaders.Excluded(asker.Id), " AND group_set IN (SELECT id FROM his)", "-n")] : [],
            ];
    }

    // What is counted otherwise than it was stored: what rested until a time that has come, and what he has as a substitute only.
    private static IEnumerable<string> Living(SqlQuery query, Box box, BoxView view)
    {
        if (box is Box.Closed or Box.Done)
        {
            return [];
        }

        const string Kinds = "t.definition_id, coalesce(json_extract(t.document, '$.stageId'), '')";
        var state = TaskFields.Column("state", query, view.Now);
        var woken = BoxQueries.OwnIds(query, new BoxStretch(0, Whole(box), BoxOrder.Wakes, 0, BoxKeys.At(view.Now) + 1), view);
        return
        [
            $"SELECT {Kinds}, 'Suspended', t.priority, -1 FROM ({woken}) found CROSS JOIN tasks t ON t.number = found.task",
            $"SELECT {Kinds}, {state}, t.priority, 1 FROM ({woken}) found CROSS JOIN tasks t ON t.number = found.task",
            .. AsSubstitute(query, box, view) is { } ids ? (string[])[$"SELECT {Kinds}, {state}, t.priority, 1 FROM ({ids}) found CROSS JOIN tasks t ON t.number = found.task"] : [],
        ];
    }

    private static string? AsSubstitute(SqlQuery query, Box box, BoxView view) =>
        BoxArm.Of(box, view).Any(arm => arm.StandsIn) ? BoxQueries.SubstituteIds(query, Whole(box), view) : null;

    private static IReadOnlyList<Box> Whole(Box box) => box == Box.Open ? [Box.Open, Box.OpenApart] : [box];
}
