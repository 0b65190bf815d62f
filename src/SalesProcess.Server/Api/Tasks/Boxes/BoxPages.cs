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
            rows.AddRange(BoxQueries.Page(stretch, view, stretch.Number == after?.Number ? after : null, limit + 1 - rows.Count).Run(session, r =>
            {
                var task = StoredJson.Read<UserTask>(r.GetString(2));
                return (task, new BoxPosition(stretch.Number, r.GetInt64(0), r.GetInt64(1), task.Id));
            }));
            if (rows.Count > limit)
            {
                break;
            }
        }

        var items = rows.Take(limit).ToList();
        return ([.. items.Select(row => row.Task)], rows.Count > limit ? Write(asOf, items[^1].At) : null);
    }

    private static Position Write(DateTimeOffset asOf, BoxPosition at) =>
        new(at.Key, JsonSerializer.Serialize<object[]>([asOf.ToUnixTimeMilliseconds(), at.Number, at.Age, at.Id]));

    private static (DateTimeOffset AsOf, BoxPosition At) Parse(Position position)
    {
        var parts = JsonSerializer.Deserialize<JsonElement[]>(position.Id)!;
        return (DateTimeOffset.FromUnixTimeMilliseconds(parts[0].GetInt64()), new BoxPosition(parts[1].GetInt64(), position.Key, parts[2].GetInt64(), parts[3].GetString()!));
    }
}
