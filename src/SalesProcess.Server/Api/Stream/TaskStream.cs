using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>
/// One reader's stream. It holds no queue: after each commit it reads on from where the reader is, so a slow reader costs nothing but fewer, larger pieces,
/// and one that takes nothing at all is cut off.
/// </summary>
internal sealed class TaskStream(
    TaskInvalidations invalidations, StreamPositions positions, StreamRights rights, CommitQueue queue, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Whoever was away longer reads the lists again.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>After it a reader signs in anew.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>So long a reader may take for one event. Kestrel's own limit is a rate, and what went into the buffers of sockets at once would count for hours.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What happens within it is told at once.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<SseItem<string>> ReadAsync(StreamPosition? from, Call call, [EnumeratorCancellation] CancellationToken aborted)
    {
        // Runs while the reader takes an event, which is while this waits at a yield.
        await using var patience = clock.CreateTimer(_ => call.Http.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await foreach (var item in EventsAsync(from, call, aborted))
        {
            patience.Change(Patience, Timeout.InfiniteTimeSpan);
            yield return item;
            patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(StreamPosition? from, Call call, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var age = new CancellationTokenSource(Lifetime(call), clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping, age.Token);
        var isForgotten = from is not null && from.At + Remembered < clock.GetUtcNow();
        var position = from is null || isForgotten ? invalidations.End() : from.Row;
        yield return Item(isForgotten ? "reset" : "heartbeat", "{}", position, call, Reconnection);

        var beat = Task.Delay(Heartbeat, clock, ends.Token);
        while (!ends.IsCancellationRequested && rights.Hold(call))
        {
            // Asked for before reading: a commit in between is not missed.
            var commit = queue.NextCommit;
            var batch = invalidations.After(position, call);
            position = batch.Position;
            foreach (var item in batch.Items)
            {
                // The reader may have taken his time for the event before.
                if (!rights.Hold(call))
                {
                    yield break;
                }

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
