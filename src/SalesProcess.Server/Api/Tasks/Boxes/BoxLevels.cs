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
            few.Then($"{BoxQueries.Key(BoxOrder.Priority)} / {BoxKeys.Level(1)} FROM tasks t WHERE {narrow(few)} ORDER BY 1");
            return few.Run(session, r => r.GetInt64(0));
        }

        return All(view, boxes).Run(session, r => BoxKeys.LevelOf(r.GetInt64(0)));
    }

    /// <summary>From each level the index leads to the next, so nothing in between is read.</summary>
    public static SqlQuery All(BoxView view, IReadOnlyList<Box> boxes)
    {
        var query = new SqlQuery("WITH RECURSIVE arms (box, reader) AS (VALUES");
        var arms = boxes.SelectMany(box => BoxArm.Of(box, view.Asker)).Select(arm => (arm.Box, arm.Reader)).Distinct();
        query.Then(string.Join(", ", arms.Select(arm => $"({(int)arm.Box}, {query.Bind(arm.Reader)})")))
            .Then($"), levels (key) AS ({First("0")} UNION ALL SELECT ({First($"(v.key / {BoxKeys.Level(1)} + 1) * {BoxKeys.Level(1)}")}) FROM levels v WHERE v.key IS NOT NULL)")
            .Then("SELECT key FROM levels WHERE key IS NOT NULL");
        return query;
    }

    private static string First(string from) =>
        $"""
        SELECT min((SELECT l.key FROM task_boxes l WHERE l.box = a.box AND l.sort = {(int)BoxOrder.Priority} AND l.reader = a.reader AND l.key >= {from} ORDER BY l.key LIMIT 1)) FROM arms a
        """;
}
