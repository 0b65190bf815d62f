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
        ["state"] = "c.status",
        ["stage"] = "nullif(c.stage_id, '')",
        ["definition"] = "c.definition_id",
        ["priority"] = "c.priority",
    };

    /// <summary>Can these conditions be decided by what is counted?</summary>
    public static bool CanSay(IReadOnlyList<TaskCondition> conditions) => conditions.All(condition => Columns.ContainsKey(condition.Field.Name));

    public static SqlQuery Of(BoxView view, IReadOnlyList<TaskCondition> conditions)
    {
        var query = Start(view.Asker);
        query.Then("SELECT c.definition_id, nullif(c.stage_id, ''), c.status, c.priority, sum(c.n) FROM (")
            .Then(string.Join(" UNION ALL ", view.Boxes.SelectMany(box => (IEnumerable<string>)[.. Counters(query, box, view.Asker, "task_box_counts", "definition_id, stage_id, status, priority"), .. Living(query, box, view)])))
            .Then(") c WHERE true")
            .Then(query.Conditions(q => q.Where(conditions, field => Columns[field.Name])))
            .Then("GROUP BY 1, 2, 3, 4 HAVING sum(c.n) <> 0");
        return query;
    }

    /// <summary>By assignee: text, number.</summary>
    public static SqlQuery OfAssignees(BoxView view, int limit)
    {
        var query = Start(view.Asker);
        return query.Then("SELECT nullif(c.assignee, ''), sum(c.n) FROM (")
            .Then(string.Join(" UNION ALL ", view.Boxes.SelectMany(box => (IEnumerable<string>)
            [
                .. Counters(query, box, view.Asker, "task_box_assignees", "assignee"),
                .. AsSubstitute(query, box, view) is { } ids ? (string[])[$"SELECT coalesce(t.assignee, ''), 1 FROM ({ids}) found CROSS JOIN tasks t ON t.id = found.task_id"] : [],
            ])))
            .Then(") c GROUP BY 1 HAVING sum(c.n) <> 0 ORDER BY 2 DESC, 1 LIMIT").Then(query.Bind(limit));
    }

    public static BoxCount Read(System.Data.Common.DbDataReader r) => new(r.GetString(0), r.Text(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4));

    private static SqlQuery Start(Asker asker)
    {
        var query = new SqlQuery("");
        return query.Then(His.Replace("{0}", query.Bind(asker.Groups), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Counters(SqlQuery query, Box box, Asker asker, string table, string columns)
    {
        string Of(string counter, string sets, string n = "n") =>
            $"SELECT {columns}, {n} AS n FROM {table} WHERE box = {(int)box} AND counter = {query.Bind(counter)}{sets}";
        if (asker.SeesAll && (box is Box.Open or Box.Closed))
        {
            return [Of(BoxCounters.Everything, "")];
        }

        return box is Box.Mine or Box.Done
            ? [Of(BoxCounters.Person(asker.Id), "")]
            :
            [
                Of(BoxCounters.Groups, " AND group_set IN (SELECT id FROM his)"),
                Of(BoxCounters.Person(asker.Id), " AND group_set NOT IN (SELECT id FROM his)"),
                .. box == Box.Available ? (string[])[Of(BoxCounters.Excluded(asker.Id), " AND group_set IN (SELECT id FROM his)", "-n")] : [],
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
        var woken = BoxQueries.OwnIds(query, new BoxStretch(0, [box], BoxOrder.Wakes, 0, BoxKeys.At(view.Now) + 1), view);
        return
        [
            $"SELECT {Kinds}, 'Suspended', t.priority, -1 FROM ({woken}) found CROSS JOIN tasks t ON t.id = found.task_id",
            $"SELECT {Kinds}, {state}, t.priority, 1 FROM ({woken}) found CROSS JOIN tasks t ON t.id = found.task_id",
            .. AsSubstitute(query, box, view) is { } ids ? (string[])[$"SELECT {Kinds}, {state}, t.priority, 1 FROM ({ids}) found CROSS JOIN tasks t ON t.id = found.task_id"] : [],
        ];
    }

    private static string? AsSubstitute(SqlQuery query, Box box, BoxView view) => BoxArm.Of(box, view.Asker).Any(arm => arm.StandsIn)
        ? BoxQueries.SubstituteIds(query, new BoxStretch(0, [box], BoxOrder.Created, 0, long.MaxValue), view)
        : null;
}
