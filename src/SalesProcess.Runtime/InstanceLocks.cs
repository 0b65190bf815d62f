using System.Collections.Concurrent;

namespace SalesProcess.Runtime;

/// <summary>One runner at a time per instance. The revision in the row is the last guard; this keeps runs from colliding there.</summary>
public sealed class InstanceLocks
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public async Task<IDisposable> AcquireAsync(string instanceId, CancellationToken ct)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(instanceId, _ => new Entry());
            lock (entry)
            {
                if (entry.IsRemoved)
                {
                    continue;
                }

                entry.Users++;
            }

            try
            {
                await entry.Gate.WaitAsync(ct);
                return new Held(this, instanceId, entry);
            }
            catch (OperationCanceledException)
            {
                Leave(instanceId, entry);
                throw;
            }
        }
    }

    private void Leave(string instanceId, Entry entry)
    {
        lock (entry)
        {
            if (--entry.Users == 0)
            {
                entry.IsRemoved = true;
                _entries.TryRemove(instanceId, out _);
            }
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }

        public bool IsRemoved { get; set; }
    }

    private sealed class Held(InstanceLocks locks, string instanceId, Entry entry) : IDisposable
    {
        public void Dispose()
        {
            entry.Gate.Release();
            locks.Leave(instanceId, entry);
        }
    }
}
