using System.Text.Json;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Pages of boxes.</summary>
internal static class BoxPages
{
    /// <param name="from">Where the page before ended; null for the first. What is overdue is so as of the first page.</param>
    /// <returns>The tasks, and the position to go on from if there are more.</returns>
    public static (IReadOnlyList<UserTask> Tasks, Position? Next) Read(Session session, BoxView view, string sort, Position? from, int limit)
    {
        var (asOf, after) = from is null ? (view.Now, null) : Parse(from);
        var rows = new List<(UserTask Task, BoxPosition At)>();
        foreach (var stretch in BoxStretches.Of(session, view with { Now = asOf }, sort).Where(stretch => after is null || stretch.Number >= after.Number))
        {
            view = Measured(session, view, stretch, limit);
            rows.AddRange(BoxQueries.Page(stretch, view, stretch.Number == after?.Number ? after : null, limit + 1 - rows.Count).Run(session, r =>
            {
                var task = StoredJson.Read<UserTask>(r.GetString(1));
                return (task, new BoxPosition(stretch.Number, r.GetInt64(0), task.Id));
            }));
            if (rows.Count > limit)
            {
                break;
            }
        }

        var items = rows.Take(limit).ToList();
        return ([.. items.Select(row => row.Task)], rows.Count > limit ? Write(asOf, items[^1].At) : null);
    }

    // Whether what is not kept in this order is sorted, or found on the way through all tasks.
    private static BoxView Measured(Session session, BoxView view, BoxStretch stretch, int limit)
    {
        // Each box once, however many stretches there are.
        List<Box> others = view.Narrow is null ? [.. stretch.Boxes.Where(box => !BoxKeys.IsKept(box, stretch.Order) && !view.IsLarge.ContainsKey(box))] : [];
        return others.Count == 0
            ? view
            : view with { IsLarge = view.IsLarge.Concat(others.GroupBy(BoxKeys.First).SelectMany(group => Same([.. group], IsLarge(session, view, [.. group], limit)))).ToDictionary() };
    }

    private static IEnumerable<KeyValuePair<Box, bool>> Same(IEnumerable<Box> boxes, bool isLarge) => boxes.Select(box => KeyValuePair.Create(box, isLarge));

    // To sort costs as much as the box holds. On the way a page is found after as many tasks as it has, times how many there are for each of his; and later
    // if he looks for some of them only.
    private static bool IsLarge(Session session, BoxView view, IReadOnlyList<Box> boxes, int limit)
    {
        var all = BoxQueries.SizeOfAll(boxes[0]).Run(session, r => r.GetInt64(0))[0];
        var isFiltered = view.Filter(new SqlQuery("")).Length > 0;
        var most = view.Sorted ?? (int)Math.Sqrt(2.0 * limit * all) * (isFiltered ? 4 : 1);
        return BoxQueries.Size(view, boxes, most + 1).Run(session, r => r.GetInt64(0))[0] > most;
    }

    private static Position Write(DateTimeOffset asOf, BoxPosition at) => new(at.Key, JsonSerializer.Serialize<object[]>([asOf.ToUnixTimeMilliseconds(), at.Number, at.Id]));

    private static (DateTimeOffset AsOf, BoxPosition At) Parse(Position position)
    {
        var parts = JsonSerializer.Deserialize<JsonElement[]>(position.Id)!;
        return (DateTimeOffset.FromUnixTimeMilliseconds(parts[0].GetInt64()), new BoxPosition(parts[1].GetInt64(), position.Key, parts[^1].GetString()!));
    }
}
