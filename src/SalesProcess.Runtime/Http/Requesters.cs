using System.Collections.Concurrent;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Runtime.Http;

/// <summary>The callers who wait at HTTP endpoints. They live as long as their connection; nothing of them is stored.</summary>
public sealed class Requesters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Effect>> _waiting = new(StringComparer.Ordinal);

    /// <summary>What is committed for a caller: an <see cref="Effect.AnswerRequest"/> or an <see cref="Effect.ReleaseRequest"/>.</summary>
    public Task<Effect> Expect(string requestId) =>
        _waiting.GetOrAdd(requestId, _ => new TaskCompletionSource<Effect>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Forget(string requestId) => _waiting.TryRemove(requestId, out _);

    /// <summary>Tells callers what a committed run has for them.</summary>
    internal void Tell(RunResult run)
    {
        foreach (var effect in run.Effects)
        {
            if (effect switch { Effect.AnswerRequest answer => answer.RequestId, Effect.ReleaseRequest released => released.RequestId, _ => null } is { } id
                && _waiting.TryGetValue(id, out var waiting))
            {
                waiting.TrySetResult(effect);
            }
        }
    }
}
