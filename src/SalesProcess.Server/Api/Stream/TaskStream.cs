using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>
/// One reader's stream. It holds no queue: after each commit it reads on from where the reader is, so a slow reader costs nothing but fewer, larger pieces,
/// and Kestrel cuts one off that takes nothing at all.
/// </summary>
internal sealed class TaskStream(TaskInvalidations invalidations, StreamPositions positions, CommitQueue queue, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Whoever was away longer reads the lists again.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>So long a sign-in that has been withdrawn may go on hearing.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // What happens within it is told at once.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<SseItem<string>> ReadAsync(StreamPosition? from, Call call, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var age = new CancellationTokenSource(Lifetime(call), clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping, age.Token);
        var isForgotten = from is not null && from.At + Remembered < clock.GetUtcNow();
        var position = from is null || isForgotten ? invalidations.End() : from.Row;
        yield return Item(isForgotten ? "reset" : "heartbeat", "{}", position, call, Reconnection);

        var beat = Task.Delay(Heartbeat, clock, ends.Token);
        while (!ends.IsCancellationRequested)
        {
            // Asked for before reading: a commit in between is not missed.
            var commit = queue.NextCommit;
            var batch = invalidations.After(position, call);
            position = batch.Position;
            foreach (var item in batch.Items)
            {
                yield return Item("invalidation", JsonSerializer.Serialize(item.Told, ApiJson.Shared.TaskInvalidationDto), item.Row, call);
            }

            if (batch.HasMore)
            {
                continue;
            }

            await Task.WhenAny(commit, beat);
            if (beat.IsCompletedSuccessfully)
            {
                yield return Item("heartbeat", "{}", position, call);
                beat = Task.Delay(Heartbeat, clock, ends.Token);
            }
            else
            {
                await Task.WhenAny(Task.Delay(Pace, clock, ends.Token));
            }
        }
    }

    private TimeSpan Lifetime(Call call)
    {
        if (call.Http.User.FindFirst("exp") is not { } claim || !long.TryParse(claim.Value, CultureInfo.InvariantCulture, out var seconds))
        {
            return Longest;
        }

        var left = DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.GetUtcNow();
        return left < Shortest ? Shortest : left > Longest ? Longest : left;
    }

    private SseItem<string> Item(string type, string data, long row, Call call, TimeSpan? reconnection = null) =>
        new(data, type) { EventId = positions.Write(row, call), ReconnectionInterval = reconnection };
}
