using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>Reads watchers straight from their table.</summary>
internal sealed class WatcherReads(Database database, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many watchers: 1 to 200, 50 without it."),
    ];

    public Reply List(string taskId, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"watchers\n{call.Asker.Id}\n{taskId}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var rows = database.Read(session => WatcherRows.After(session, taskId, position?.Id ?? "", limit + 1));
        var items = rows.Take(limit).Select(View).ToList();
        return Reply.Ok(new WatcherPage(items, rows.Count > limit ? cursors.Write(list, new Position(0, items[^1].User)) : null), ApiJson.Shared.WatcherPage);
    }

    public static WatcherDto View(Watcher watcher) => new(watcher.User, watcher.AddedBy, watcher.At);
}
