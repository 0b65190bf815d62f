using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Where a page of a box ends.</summary>
internal sealed record BoxPosition(long Number, long Key, long Age, string Id);

/// <summary>What somebody finds in a box, as parts of queries.</summary>
internal static class BoxQueries
{
    private const string Due = "(CASE WHEN t.due_at IS NULL THEN {never} ELSE max(0, min(t.due_at, {never} - 1)) END)";

    /// <summary>A page of a stretch: key, age, document. The lists are merged in their order, so that no more is read than given; a task of several lists comes once.</summary>
    public static SqlQuery Page(BoxStretch stretch, BoxView view, BoxPosition? after, int limit)
    {
        var query = new SqlQuery("SELECT page.key, page.age, t.document FROM (");
        var direction = stretch.Descending ? " DESC" : "";
        query.Then(Ids(query, stretch, view, after))
            .Then($"ORDER BY 1{direction}, 2{direction}, 3{direction} LIMIT {query.Bind(limit)}) page CROSS JOIN tasks t ON t.id = page.task_id")
            .Then($"ORDER BY page.key{direction}, page.age{direction}, page.task_id{direction}");
        return query;
    }

    /// <summary>Everything of a stretch, each task once: key, age, task_id.</summary>
    public static string Ids(SqlQuery query, BoxStretch stretch, BoxView view, BoxPosition? after = null)
    {
        if (view is { Narrow: { } narrow, IsAttention: false })
        {
            var range = Range(query, stretch, after, Key(stretch.Order), "t.created_at", "t.id");
            return $"SELECT {Key(stretch.Order)} AS key, t.created_at AS age, t.id AS task_id FROM tasks t WHERE {narrow(query)}{view.Filter(query)} AND {range} AND {Holds(query, stretch.Boxes, view.Asker)}";
        }

        return Union(query, stretch, view, stretch.Boxes.SelectMany(box => BoxArm.Of(box, view.Asker)).Distinct(), (view.Narrow is null ? "" : $" AND {view.Narrow(query)}") + view.Filter(query), after);
    }

    /// <summary>Everything of a stretch that is not there for a substitute only.</summary>
    public static string OwnIds(SqlQuery query, BoxStretch stretch, BoxView view) =>
        Union(query, stretch, view, stretch.Boxes.SelectMany(box => BoxArm.Own(box, view.Asker)), "", after: null);

    /// <summary>Everything of a stretch that is there for a substitute only.</summary>
    public static string SubstituteIds(SqlQuery query, BoxStretch stretch, BoxView view) => Union(
        query, stretch, view, stretch.Boxes.SelectMany(box => BoxArm.Of(box, view.Asker)).Where(arm => arm.StandsIn).Distinct(),
        $" AND NOT {Held(query, stretch.Boxes, view.Asker)}", after: null);

    private static string Union(SqlQuery query, BoxStretch stretch, BoxView view, IEnumerable<BoxArm> arms, string filter, BoxPosition? after)
    {
        var (within, excluded) = (Range(query, stretch, after, "l.key", "l.age", "l.task_id"), NotExcluded(query, view.Asker, "l.task_id"));
        return string.Join(" UNION ", arms.Select(arm =>
            $"SELECT l.key, l.age, l.task_id FROM task_boxes l WHERE l.box = {(int)arm.Box} AND l.sort = {(int)stretch.Order} AND l.reader = {query.Bind(arm.Reader)} AND {within}"
            + (arm is { Box: Box.Available, StandsIn: false } ? $" AND {excluded}" : "")
            + (arm.StandsIn || filter.Length > 0
                ? $" AND EXISTS (SELECT 1 FROM tasks t WHERE t.id = l.task_id{filter}{(arm.StandsIn ? $" AND {Visibility.OfTheAbsent(query, view.Asker)}" : "")})"
                : "")));
    }

    /// <summary>That a task (alias t) lies in one of the boxes. For queries that come from the task.</summary>
    public static string Holds(SqlQuery query, IReadOnlyList<Box> boxes, Asker asker)
    {
        if (asker.StandIns is null || !boxes.Any(box => box is Box.Open or Box.Mine or Box.Available))
        {
            return Held(query, boxes, asker);
        }

        var his = boxes.Contains(Box.Open) ? "" : boxes.Contains(Box.Mine) ? " AND t.assignee IS NOT NULL" : " AND t.assignee IS NULL";
        return $"({Held(query, boxes, asker)} OR ({Visibility.OfTheAbsent(query, asker)}{his}))";
    }

    private static string Held(SqlQuery query, IReadOnlyList<Box> boxes, Asker asker) => $"({string.Join(" OR ", boxes.Select(box =>
    {
        if (asker.SeesAll && (box is Box.Open or Box.Closed))
        {
            return $"t.is_open = {(box == Box.Open ? 1 : 0)}";
        }

        var readers = string.Join(", ", BoxArm.Own(box, asker).Select(arm => query.Bind(arm.Reader)));
        return
            $"""
            (EXISTS (SELECT 1 FROM task_boxes v WHERE v.box = {(int)box} AND v.sort = {(int)BoxOrder.Created} AND v.reader IN ({readers})
              AND v.key = t.created_at AND v.age = t.created_at AND v.task_id = t.id){(box == Box.Available ? $" AND {NotExcluded(query, asker, "t.id")}" : "")})
            """;
    }))})";

    /// <summary>The key of a task (alias t) in a list, as <see cref="BoxKeys"/> says it for one.</summary>
    public static string Key(BoxOrder order) => order switch
    {
        BoxOrder.Created => "t.created_at",
        BoxOrder.Updated => "t.updated_at",
        BoxOrder.Priority => $"((100 - max(0, min(t.priority, 100))) * {BoxKeys.Level(1)} + {Key(BoxOrder.Due)})",
        _ => Due.Replace("{never}", $"{BoxKeys.Never}", StringComparison.Ordinal),
    };

    private static string NotExcluded(SqlQuery query, Asker asker, string task) =>
        $"NOT EXISTS (SELECT 1 FROM task_people x WHERE x.task_id = {task} AND x.kind = 'excluded' AND x.reference = {query.Bind(asker.Id)})";

    private static string Range(SqlQuery query, BoxStretch stretch, BoxPosition? after, string key, string age, string id) => (after, stretch.Descending) switch
    {
        (null, _) => $"{key} >= {query.Bind(stretch.From)} AND {key} < {query.Bind(stretch.To)}",
        (_, false) => $"({key}, {age}, {id}) > ({query.Bind(after.Key)}, {query.Bind(after.Age)}, {query.Bind(after.Id)}) AND {key} < {query.Bind(stretch.To)}",
        _ => $"{key} >= {query.Bind(stretch.From)} AND ({key}, {age}, {id}) < ({query.Bind(after.Key)}, {query.Bind(after.Age)}, {query.Bind(after.Id)})",
    };
}
