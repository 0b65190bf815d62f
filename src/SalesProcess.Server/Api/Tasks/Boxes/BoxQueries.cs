using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Where a page of a box ends.</summary>
/// <param name="Number">Of the stretch.</param>
/// <param name="Id">Of the task.</param>
internal sealed record BoxPosition(long Number, long Key, string Id);

/// <summary>What somebody finds in a box, as parts of queries.</summary>
internal static class BoxQueries
{
    /// <summary>A page of a stretch: key, document. The lists are merged in their order, so that no more is read than given; a task of several lists comes once.</summary>
    public static SqlQuery Page(BoxStretch stretch, BoxView view, BoxPosition? after, int limit)
    {
        var query = new SqlQuery("SELECT page.key, t.document FROM (");
        var direction = stretch.Descending ? " DESC" : "";
        query.Then(Ids(query, stretch, view, after))
            .Then($"ORDER BY 1{direction}, 2{direction} LIMIT {query.Bind(limit)}) page CROSS JOIN tasks t ON t.number = page.task")
            .Then($"ORDER BY page.key{direction}, page.task{direction}");
        return query;
    }

    /// <summary>Everything of a stretch, each task once: key, task.</summary>
    public static string Ids(SqlQuery query, BoxStretch stretch, BoxView view, BoxPosition? after = null)
    {
        if (view is { Narrow: { } narrow, IsAttention: false })
        {
            return $"{Keyed(query, stretch, "tasks t", after)} AND {narrow(query)}{view.Filter(query)} AND {Holds(query, stretch.Boxes, view.Asker)}";
        }

        var filter = (view.Narrow is null ? "" : $" AND {view.Narrow(query)}") + view.Filter(query);
        List<Box> kept = [.. stretch.Boxes.Where(box => BoxKeys.IsKept(box, stretch.Order))], others = [.. stretch.Boxes.Except(kept)];
        return string.Join(" UNION ", (IEnumerable<string>)
        [
            .. Arms(query, stretch, view, kept.SelectMany(box => BoxArm.Of(box, view)), filter, after),
            .. others.GroupBy(BoxKeys.First).Select(group => Other(query, stretch, view, [.. group], filter, after)),
        ]);
    }

    /// <summary>Everything of a stretch that is not there for a substitute only.</summary>
    public static string OwnIds(SqlQuery query, BoxStretch stretch, BoxView view) =>
        string.Join(" UNION ", Arms(query, stretch, view, stretch.Boxes.SelectMany(box => BoxArm.Own(box, view.Asker)), "", after: null));

    /// <summary>Everything of boxes that is there for a substitute only.</summary>
    public static string SubstituteIds(SqlQuery query, IReadOnlyList<Box> boxes, BoxView view) => string.Join(" UNION ", Arms(
        query, BoxStretch.All(boxes), view, boxes.SelectMany(box => BoxArm.Of(box, view)).Where(arm => arm.StandsIn), $" AND NOT {Held(query, boxes, view.Asker)}", after: null));

    /// <summary>How many tasks lie in boxes, those of several lists several times; no more than the limit.</summary>
    public static SqlQuery Size(BoxView view, IReadOnlyList<Box> boxes, int limit)
    {
        var query = new SqlQuery("SELECT count(*) FROM (");
        return query.Then(string.Join(" UNION ALL ", boxes.SelectMany(box => BoxArm.Of(box, view)).Distinct()
                .Select(arm => $"SELECT 1 FROM task_boxes l WHERE l.list = {List(query, arm.Box, arm.Reader, BoxKeys.First(arm.Box))}")))
            .Then($"LIMIT {query.Bind(limit)}) found");
    }

    /// <summary>How many tasks there are of the kind of a box, whoever sees them: open ones, or finished ones.</summary>
    public static SqlQuery SizeOfAll(Box box)
    {
        var query = new SqlQuery("SELECT coalesce(sum(n), 0) FROM task_box_counts");
        return query.Then($"WHERE box = {(int)(BoxKeys.First(box) == BoxOrder.Due ? Box.Open : Box.Closed)} AND counter = (SELECT id FROM task_box_readers WHERE name = {query.Bind(BoxReaders.Everything)})");
    }

    /// <summary>That a task (alias t) lies in one of the boxes. For queries that come from the task.</summary>
    public static string Holds(SqlQuery query, IReadOnlyList<Box> boxes, Asker asker)
    {
        if (asker.StandIns is null || !boxes.Any(box => box is Box.Open or Box.Mine or Box.Available))
        {
            return Held(query, boxes, asker);
        }

        var his = boxes.Contains(Box.OpenApart) ? ""
            : boxes.Contains(Box.Open) ? $" AND {Lies(query, [new BoxArm(Box.Open, BoxReaders.Everything)])}"
            : boxes.Contains(Box.Mine) ? " AND t.assignee IS NOT NULL" : " AND t.assignee IS NULL";
        return $"({Held(query, boxes, asker)} OR ({Visibility.OfTheAbsent(query, asker)}{his}))";
    }

    /// <summary>The number of a list.</summary>
    public static string List(SqlQuery query, Box box, string reader, BoxOrder order) =>
        BoxReaders.ListSql($"(SELECT r.id FROM task_box_readers r WHERE r.name = {query.Bind(reader)})", box, order);

    private static IEnumerable<string> Arms(SqlQuery query, BoxStretch stretch, BoxView view, IEnumerable<BoxArm> arms, string filter, BoxPosition? after)
    {
        var (within, excluded) = (Range(query, stretch, after, "l.key", "l.task"), NotExcluded(query, view.Asker, "t.id"));
        return arms.Distinct().Select(arm =>
        {
            var ofTask = (arm is { Box: Box.Available, StandsIn: false } ? $" AND {excluded}" : "") + filter + (arm.StandsIn ? $" AND {Visibility.OfTheAbsent(query, view.Asker)}" : "");
            return $"SELECT l.key, l.task FROM task_boxes l WHERE l.list = {List(query, arm.Box, arm.Reader, stretch.Order == BoxOrder.Kept ? BoxKeys.First(arm.Box) : stretch.Order)} AND {within}"
                + (ofTask.Length == 0 ? "" : $" AND EXISTS (SELECT 1 FROM tasks t WHERE t.number = l.task{ofTask})");
        });
    }

    // In an order that the boxes are not kept in: what they hold is sorted if it is not much; else he finds enough of it on the way through all tasks in that order.
    private static string Other(SqlQuery query, BoxStretch stretch, BoxView view, IReadOnlyList<Box> boxes, string filter, BoxPosition? after)
    {
        if (boxes.Any(box => view.IsLarge.GetValueOrDefault(box)))
        {
            return $"{Keyed(query, stretch, "tasks t", after)} AND t.is_open = {(boxes[0] is Box.Closed or Box.Done ? 0 : 1)}{filter} AND {Holds(query, boxes, view.Asker)}";
        }

        var lists = string.Join(" UNION ", Arms(query, BoxStretch.All(boxes), view, boxes.SelectMany(box => BoxArm.Of(box, view)), "", after: null));
        return $"{Keyed(query, stretch, $"({lists}) found CROSS JOIN tasks t ON t.number = found.task", after)}{filter}";
    }

    private static string Keyed(SqlQuery query, BoxStretch stretch, string from, BoxPosition? after)
    {
        var key = stretch.Order == BoxOrder.Kept ? "0" : TaskKeys.Of(stretch.Order);
        return $"SELECT {key} AS key, t.number AS task FROM {from} WHERE {Range(query, stretch, after, key, "t.number")}";
    }

    private static string Held(SqlQuery query, IReadOnlyList<Box> boxes, Asker asker) => $"({string.Join(" OR ", boxes.GroupBy(BoxKeys.First).Select(group =>
    {
        if (asker.SeesAll && (group.Contains(Box.Closed) || (group.Contains(Box.Open) && group.Contains(Box.OpenApart))))
        {
            return $"t.is_open = {(group.Contains(Box.Closed) ? 0 : 1)}";
        }

        var excluded = group.Contains(Box.Available) ? $" AND {NotExcluded(query, asker, "t.id")}" : "";
        return $"({Lies(query, [.. group.SelectMany(box => BoxArm.Own(box, asker))])}{excluded})";
    }))})";

    // In one of lists that have the same first order.
    private static string Lies(SqlQuery query, IReadOnlyList<BoxArm> arms)
    {
        var order = BoxKeys.First(arms[0].Box);
        var lists = string.Join(" UNION ALL ", arms.GroupBy(arm => arm.Box).Select(box => BoxReaders.ListsSql(box.Key, string.Join(", ", box.Select(arm => query.Bind(arm.Reader))))));
        return $"EXISTS (SELECT 1 FROM task_boxes v WHERE v.list IN ({lists}) AND v.key = {TaskKeys.Of(order)} AND v.task = t.number)";
    }

    private static string NotExcluded(SqlQuery query, Asker asker, string task) =>
        $"NOT EXISTS (SELECT 1 FROM task_people x WHERE x.task_id = {task} AND x.kind = 'excluded' AND x.reference = {query.Bind(asker.Id)})";

    private static string Range(SqlQuery query, BoxStretch stretch, BoxPosition? after, string key, string task)
    {
        var (from, to) = ($"{key} >= {query.Bind(stretch.From)}", $"{key} < {query.Bind(stretch.To)}");
        if (after is null)
        {
            return $"{from} AND {to}";
        }

        var position = $"({query.Bind(after.Key)}, (SELECT number FROM tasks WHERE id = {query.Bind(after.Id)}))";
        // An index on an expression is entered by a comparison of the expression alone.
        return stretch.Descending
            ? $"{from} AND {key} <= {query.Bind(after.Key)} AND ({key}, {task}) < {position}"
            : $"{key} >= {query.Bind(after.Key)} AND ({key}, {task}) > {position} AND {to}";
    }
}
