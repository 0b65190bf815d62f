using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The levels of priority that there are in boxes, the highest first.</summary>
internal static class BoxLevels
{
    public static IReadOnlyList<long> Of(Session session, BoxView view, IReadOnlyList<Box> boxes)
    {
        if (view is { Narrow: { } narrow, IsAttention: false })
        {
            var few = new SqlQuery("SELECT DISTINCT");
            few.Then($"{TaskKeys.Of(BoxOrder.Priority)} / {BoxKeys.Level(1)} FROM tasks t WHERE {narrow(few)} ORDER BY 1");
            return few.Run(session, r => r.GetInt64(0));
        }

        List<Box> kept = [.. boxes.Where(box => BoxKeys.IsKept(box, BoxOrder.Priority))], others = [.. boxes.Except(kept)];
        return
        [
            .. new[]
            {
                kept.Count == 0 ? [] : All(view, kept).Run(session, r => BoxKeys.LevelOf(r.GetInt64(0))),
                others.Count == 0 ? [] : BoxCounts.Of(view with { Boxes = others }, []).Run(session, BoxCounts.Read).Select(count => BoxKeys.LevelOfPriority(count.Priority)),
            }.SelectMany(levels => levels).Distinct().Order(),
        ];
    }

    /// <summary>From each level the index leads to the next, so nothing in between is read.</summary>
    private static SqlQuery All(BoxView view, IReadOnlyList<Box> boxes)
    {
        var query = new SqlQuery("WITH RECURSIVE arms (list) AS (VALUES");
        var arms = boxes.SelectMany(box => BoxArm.Of(box, view)).Select(arm => (arm.Box, arm.Reader)).Distinct();
        query.Then(string.Join(", ", arms.Select(arm => $"({BoxQueries.List(query, arm.Box, arm.Reader, BoxOrder.Priority)})")))
            .Then($"), levels (key) AS ({First("0")} UNION ALL SELECT ({First($"(v.key / {BoxKeys.Level(1)} + 1) * {BoxKeys.Level(1)}")}) FROM levels v WHERE v.key IS NOT NULL)")
            .Then("SELECT key FROM levels WHERE key IS NOT NULL");
        return query;
    }

    private static string First(string from) =>
        $"SELECT min((SELECT l.key FROM task_boxes l WHERE l.list = a.list AND l.key >= {from} ORDER BY l.key LIMIT 1)) FROM arms a";
}
